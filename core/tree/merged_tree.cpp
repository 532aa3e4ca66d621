// SPDX-License-Identifier: Apache-2.0
#include "tree/merged_tree.h"

#include "base/parse_text.h"
#include "base/reversed.h"
#include "layer/whiteout.h"
#include "tree/former_paths.h"
#include "tree/tree_builder.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<void> MergedTree::checkLimits(const Layers &layers)
{
    // Layers are numbered by 16 bits.
    if (layers.size() > std::size_t(std::numeric_limits<std::int16_t>::max()))
        return fail(ErrorKind::TooLarge, {}, u"has %1 layers; at most 32,767 can be merged"_s.arg(layers.size()));
    // Names are addressed by 32 bits, and links may create as many directories again.
    std::uint64_t names = 0;
    for (const auto &layer : layers)
        names += layer->namesSize();
    if (names > std::uint64_t(1) << 31)
        return fail(ErrorKind::TooLarge, {}, u"has more than 2 GiB of names"_s);
    return {};
}

Result<std::shared_ptr<const MergedTree>> MergedTree::merge(Layers layers, const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(checkLimits(layers));
    TreeBuilder builder;
    for (const auto &layer : layers)
        STRATOSCOPE_CHECK(builder.apply(*layer, stop));
    return builder.tree(std::move(layers), 0, stop);
}

std::shared_ptr<const MergedTree> MergedTree::ofLayer(std::shared_ptr<const LayerIndex> layer, int number,
                                                      const std::stop_token &stop)
{
    TreeBuilder builder;
    builder.applyRaw(*layer, stop);
    return builder.tree({std::move(layer)}, number, stop);
}

NodeRange MergedTree::children(NodeId node) const
{
    const std::uint32_t directory = m_nodes[node].directory;
    if (directory == kNoDirectory)
        return {0, 0};
    const Directory &of = m_directories[directory];
    return {of.firstChild, of.childCount};
}

MergedTree::Origin MergedTree::origin(NodeId node) const
{
    const Node &at = m_nodes[node];
    if (!at.hardlink)
        return {at.layer, at.record};
    return std::ranges::lower_bound(m_hardlinks, node, {}, &Hardlink::node)->origin;
}

EntryKind MergedTree::kind(NodeId node) const
{
    if (isDirectory(node))
        return EntryKind::Directory;
    const Origin from = origin(node);
    return m_layers[std::size_t(from.layer)]->kind(from.record);
}

Entry MergedTree::entry(NodeId node) const
{
    const Origin from = origin(node);
    if (from.record == kNoRecord)
        return impliedDirectory();
    return m_layers[std::size_t(from.layer)]->entry(from.record);
}

std::optional<std::string> MergedTree::hardlinkTarget(NodeId node) const
{
    const Node &at = m_nodes[node];
    if (!at.hardlink)
        return std::nullopt;
    return cleanPath(m_layers[std::size_t(at.layer)]->entry(at.record).linkTarget);
}

std::string MergedTree::path(NodeId node) const
{
    if (node == kRootNode)
        return "/";
    std::vector<NodeId> steps;
    for (; node != kRootNode; node = parent(node))
        steps.push_back(node);
    std::string path;
    for (const NodeId step : reversed(steps))
        path.append("/").append(name(step));
    return path;
}

std::uint64_t MergedTree::totalSize(NodeId node) const
{
    if (isDirectory(node))
        return m_directories[m_nodes[node].directory].totalSize;
    const Origin from = origin(node);
    return m_layers[std::size_t(from.layer)]->fileSize(from.record);
}

std::optional<NodeId> MergedTree::child(NodeId directory, std::string_view name) const
{
    const auto all = children(directory);
    NodeId low = *all.begin();
    NodeId high = low + NodeId(all.size());
    const NodeId end = high;
    while (low < high) {
        const NodeId middle = low + (high - low) / 2;
        if (this->name(middle) < name)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == end || this->name(low) != name)
        return std::nullopt;
    return low;
}

std::optional<NodeId> MergedTree::find(std::string_view path) const
{
    NodeId at = kRootNode;
    while (!path.empty()) {
        const std::string_view component = takeUntil('/', path);
        if (component.empty())
            continue;
        const auto next = child(at, component);
        if (!next)
            return std::nullopt;
        at = *next;
    }
    return at;
}

Result<NodeId> MergedTree::resolve(std::string_view path, bool followLast) const
{
    const QString subject = printable(path);
    std::string expanded; // the rest of the path, once a link has been followed
    std::string_view rest = path;
    int links = 0;
    NodeId at = kRootNode;
    while (!rest.empty()) {
        const std::string_view component = takeUntil('/', rest);
        if (component.empty() || component == ".")
            continue;
        if (component == "..") {
            at = parent(at);
            continue;
        }
        const auto next = child(at, component);
        if (!next)
            return fail(ErrorKind::NotFound, subject,
                        u"“%1” does not exist in “%2”"_s.arg(printable(component), printable(this->path(at))));
        const bool isLast = rest.find_first_not_of('/') == std::string_view::npos;
        if (kind(*next) == EntryKind::Symlink && (followLast || !isLast)) {
            if (++links > kMaxLinks)
                return fail(ErrorKind::Malformed, subject,
                            u"follows more than %1 symbolic links, the last of which is “%2”"_s.arg(QString::number(kMaxLinks),
                                                                                                    printable(this->path(*next))));
            const std::string_view target = entry(*next).linkTarget;
            if (target.empty())
                return fail(ErrorKind::NotFound, subject,
                            u"follows “%1”, an empty symbolic link"_s.arg(printable(this->path(*next))));
            if (target.starts_with('/'))
                at = kRootNode;
            expanded = std::string(target).append(isLast ? "" : "/").append(rest);
            rest = expanded;
            continue;
        }
        at = *next;
        if (!isLast && !isDirectory(at))
            return fail(ErrorKind::NotFound, subject, u"“%1” is not a directory"_s.arg(printable(this->path(at))));
    }
    return at;
}

std::size_t MergedTree::memoryUsage() const
{
    return m_nodes.capacity() * sizeof(Node) + m_directories.capacity() * sizeof(Directory)
        + m_hardlinks.capacity() * sizeof(Hardlink) + m_names.capacity() + (m_formerPaths ? m_formerPaths->memoryUsage() : 0);
}

} // namespace stratoscope
