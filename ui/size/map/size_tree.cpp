// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/size_tree.h"

#include "base/cancel.h"
#include "base/reversed.h"
#include "base/saturating_add.h"

#include <algorithm>
#include <map>

namespace stratoscope::ui {

/// Adds what is hidden to a tree.
class SizeTree::HiddenFinder
{
public:
    explicit HiddenFinder(SizeTree &tree)
        : m_tree(tree)
    {
    }

    /// `isLive`: by record, what is in the merged tree.
    void add(int layer, const std::vector<bool> &isLive)
    {
        const LayerIndex &index = *m_tree.m_tree->layers()[std::size_t(layer)];
        m_directories.assign(index.size(), kNoItem);
        m_directories[0] = kRootItem;
        for (RecordId record = 1; record < index.size(); ++record) {
            if (index.kind(record) != EntryKind::Regular || isLive[record] || index.fileSize(record) == 0)
                continue;
            const SizeItem parent = directory(layer, index, index.parent(record));
            append({parent, std::int16_t(layer), false, record}, index.fileSize(record));
        }
    }

private:
    SizeItem append(const Hidden &made, std::uint64_t bytes)
    {
        const SizeItem item = m_tree.size();
        m_tree.m_hidden.push_back(made);
        m_tree.m_bytes.push_back(bytes);
        m_tree.m_hiddenBytes = saturatingAdd(m_tree.m_hiddenBytes, bytes);
        m_tree.m_hiddenChildren[made.parent].push_back(item);
        return item;
    }

    SizeItem directory(int layer, const LayerIndex &index, RecordId record)
    {
        std::vector<RecordId> steps;
        for (; m_directories[record] == kNoItem; record = index.parent(record))
            steps.push_back(record);
        for (const RecordId step : reversed(steps))
            m_directories[step] = childDirectory(m_directories[index.parent(step)], layer, index, step);
        return steps.empty() ? m_directories[record] : m_directories[steps.front()];
    }

    /// In the merged tree if that has it, also behind a link: files of a layer are put where links lead.
    SizeItem childDirectory(SizeItem parent, int layer, const LayerIndex &index, RecordId record)
    {
        const MergedTree &tree = *m_tree.m_tree;
        const std::string_view name = index.name(record);
        if (!m_tree.isHidden(parent)) {
            if (const auto child = tree.child(parent, name)) {
                if (tree.isDirectory(*child))
                    return *child;
                if (tree.kind(*child) == EntryKind::Symlink) {
                    const auto target = tree.resolve(tree.path(*child));
                    if (target && tree.isDirectory(*target))
                        return *target;
                }
            }
        }
        const auto [known, isNew] = m_hiddenDirectories.try_emplace({parent, name}, kNoItem);
        if (isNew)
            known->second = append({parent, std::int16_t(layer), true, record}, 0);
        return known->second;
    }

    SizeTree &m_tree;
    std::vector<SizeItem> m_directories; ///< by record of a layer
    std::map<std::pair<SizeItem, std::string_view>, SizeItem> m_hiddenDirectories; ///< by parent and name
};

std::shared_ptr<const SizeTree> SizeTree::make(std::shared_ptr<const MergedTree> tree, Scope scope, const std::stop_token &stop)
{
    const std::shared_ptr<SizeTree> made(new SizeTree);
    made->m_tree = std::move(tree);
    made->m_scope = scope;
    const MergedTree &merged = *made->m_tree;
    made->m_bytes.assign(merged.size(), 0);
    std::vector<std::vector<bool>> isLive;
    for (const auto &layer : merged.layers())
        isLive.emplace_back(layer->size(), false);
    for (NodeId node = 1; node < merged.size(); ++node) {
        if (node % 0x10000 == 0)
            throwIfStopped(stop);
        if (merged.isDirectory(node))
            continue;
        const MergedTree::Origin origin = merged.origin(node);
        const LayerIndex &layer = *merged.layers()[std::size_t(origin.layer)];
        if (layer.kind(origin.record) != EntryKind::Regular || isLive[std::size_t(origin.layer)][origin.record])
            continue;
        isLive[std::size_t(origin.layer)][origin.record] = true;
        made->m_bytes[node] = layer.fileSize(origin.record);
    }
    if (scope == Scope::AllLayers) {
        HiddenFinder finder(*made);
        for (int layer = 0; layer < int(isLive.size()); ++layer) {
            throwIfStopped(stop);
            finder.add(layer, isLive[std::size_t(layer)]);
        }
    }
    made->addUp();
    return made;
}

/// Items follow their parents.
void SizeTree::addUp()
{
    for (SizeItem item = size(); item-- > 1;) {
        std::uint64_t &above = m_bytes[parent(item)];
        above = saturatingAdd(above, m_bytes[item]);
    }
}

std::string_view SizeTree::name(SizeItem item) const
{
    if (!isHidden(item))
        return m_tree->name(item);
    return m_tree->layers()[std::size_t(hidden(item).layer)]->name(hidden(item).record);
}

std::string SizeTree::path(SizeItem item) const
{
    std::vector<SizeItem> steps;
    for (; isHidden(item); item = parent(item))
        steps.push_back(item);
    std::string path = m_tree->path(item);
    for (const SizeItem step : reversed(steps)) {
        if (path.back() != '/')
            path += '/';
        path += name(step);
    }
    return path;
}

MergedTree::Origin SizeTree::origin(SizeItem item) const
{
    return isHidden(item) ? MergedTree::Origin{hidden(item).layer, hidden(item).record} : m_tree->origin(item);
}

std::uint16_t SizeTree::mode(SizeItem item) const
{
    const MergedTree::Origin from = origin(item);
    return from.record == kNoRecord ? MergedTree::impliedDirectory().mode
                                    : m_tree->layers()[std::size_t(from.layer)]->entry(from.record).mode;
}

void SizeTree::appendChildren(SizeItem directory, std::vector<SizeItem> &into) const
{
    if (!isHidden(directory)) {
        for (const NodeId child : m_tree->children(directory)) {
            if (m_bytes[child] > 0)
                into.push_back(child);
        }
    }
    if (const auto more = m_hiddenChildren.find(directory); more != m_hiddenChildren.end())
        into.insert(into.end(), more->second.begin(), more->second.end());
}

bool SizeTree::isBelow(SizeItem item, SizeItem directory) const
{
    while (item != directory && item != kRootItem)
        item = parent(item);
    return item == directory;
}

std::optional<SizeItem> SizeTree::find(std::string_view path) const
{
    if (const auto node = m_tree->find(path))
        return *node;
    SizeItem at = kRootItem;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view component = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (component.empty())
            continue;
        if (!isHidden(at)) {
            if (const auto child = m_tree->child(at, component); child && (path.empty() || m_tree->isDirectory(*child))) {
                at = *child;
                continue;
            }
        }
        const auto more = m_hiddenChildren.find(at);
        if (more == m_hiddenChildren.end())
            return std::nullopt;
        const auto &children = more->second;
        const auto found = std::find_if(children.rbegin(), children.rend(), [&](SizeItem item) { return name(item) == component; });
        if (found == children.rend())
            return std::nullopt;
        at = *found;
    }
    return at;
}

} // namespace stratoscope::ui
