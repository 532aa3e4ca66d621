// SPDX-License-Identifier: Apache-2.0
#include "formats/selection.h"

#include "base/cancel.h"
#include "base/saturating_add.h"
#include "layer/whiteout.h"

#include <QLocale>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

enum class Part : std::uint8_t { None, Parent, Subtree };

Result<std::vector<Part>> partsOf(const MergedTree &tree, std::span<const std::string> paths)
{
    std::vector<Part> parts(tree.size(), Part::None);
    if (paths.empty())
        parts[kRootNode] = Part::Subtree;
    for (const std::string &path : paths) {
        STRATOSCOPE_TRY(const NodeId node, tree.resolve(path, false));
        for (NodeId at = tree.parent(node); parts[at] == Part::None; at = tree.parent(at))
            parts[at] = Part::Parent;
        parts[node] = Part::Subtree;
    }
    // Parents precede their children.
    for (NodeId node = 1; node < tree.size(); ++node) {
        if (parts[tree.parent(node)] == Part::Subtree)
            parts[node] = Part::Subtree;
    }
    return parts;
}

/// The file of a hard link in the tree of a single layer; nothing if it is not in the layer.
std::optional<NodeId> linkedFile(const MergedTree &tree, NodeId node)
{
    for (int links = 0; links < kMaxLinks && tree.kind(node) == EntryKind::Hardlink; ++links) {
        const auto target = tree.find(cleanPath(tree.entry(node).linkTarget));
        if (!target)
            return std::nullopt;
        node = *target;
    }
    const EntryKind kind = tree.kind(node);
    const bool isFile = kind != EntryKind::Hardlink && kind != EntryKind::Directory && kind != EntryKind::Whiteout;
    return isFile ? std::optional(node) : std::nullopt;
}

} // namespace

Result<Selection> Selection::of(const MergedTree &tree, std::span<const std::string> paths, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const std::vector<Part> parts, partsOf(tree, paths));
    Selection selection;
    std::vector<NodeId> stack{kRootNode};
    while (!stack.empty()) {
        throwIfStopped(stop);
        const NodeId directory = stack.back();
        stack.pop_back();
        if (directory != kRootNode)
            selection.m_directories.push_back(directory);
        for (const NodeId child : tree.children(directory)) {
            if (parts[child] == Part::None)
                continue;
            if (tree.isDirectory(child))
                stack.push_back(child);
            else
                selection.addFile(tree, child);
        }
    }

    std::ranges::sort(selection.m_files, {},
                      [](const File &file) { return std::tuple(file.origin.layer, file.origin.record, file.node); });
    const File *before = nullptr;
    for (const File &file : selection.m_files) {
        const bool isHardLink = before && before->origin == file.origin;
        const std::uint64_t size = isHardLink ? 0 : tree.entry(file.node).size;
        selection.m_contentSize = saturatingAdd(selection.m_contentSize, size);
        before = &file;
    }
    return selection;
}

QStringList Selection::warnings() const
{
    if (m_danglingLinks == 0)
        return {};
    return {u"skipped, because their targets are not in this layer: %1 hard links"_s.arg(
        QLocale(QLocale::English).toString(qulonglong(m_danglingLinks)))};
}

void Selection::addFile(const MergedTree &tree, NodeId node)
{
    if (tree.kind(node) != EntryKind::Hardlink)
        m_files.push_back({node, tree.origin(node)});
    else if (const auto file = linkedFile(tree, node))
        m_files.push_back({node, tree.origin(*file)});
    else
        ++m_danglingLinks;
}

std::string writtenName(const MergedTree &tree, NodeId node)
{
    return tree.kind(node) == EntryKind::Whiteout ? whiteoutName(tree.name(node)) : std::string(tree.name(node));
}

std::string whiteoutName(std::string_view name)
{
    return name.starts_with(kWhiteoutPrefix) ? std::string(name) : std::string(kWhiteoutPrefix).append(name);
}

std::string writtenPath(const MergedTree &tree, NodeId node)
{
    if (node == kRootNode)
        return {};
    const std::string parent = tree.path(tree.parent(node)).substr(1);
    return parent.empty() ? writtenName(tree, node) : parent + '/' + writtenName(tree, node);
}

QString shownPath(std::string_view path)
{
    constexpr qsizetype kMost = 240;
    const QString text = printable(path);
    return text.size() <= kMost ? text : text.left(kMost / 2) + u'…' + text.right(kMost / 2);
}

} // namespace stratoscope
