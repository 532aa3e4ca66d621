// SPDX-License-Identifier: Apache-2.0
#include "export/folder_cache.h"

#include "export/folder.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostOpen = 128;

} // namespace

FolderCache::FolderCache(const MergedTree &tree, int root)
    : m_tree(tree)
    , m_root(root)
{
}

Result<std::shared_ptr<const File>> FolderCache::open(NodeId directory)
{
    if (directory == m_last)
        return m_lastFolder;
    std::vector<NodeId> way; // from the directory up to the next one that is open
    std::shared_ptr<const File> folder;
    for (NodeId at = directory; !(folder = find(at)); at = m_tree.parent(at)) {
        way.push_back(at);
        if (at == kRootNode)
            break;
    }
    for (; !way.empty(); way.pop_back()) {
        const NodeId node = way.back();
        File opened = folder ? folder::open(folder->descriptor(), m_tree.name(node).data())
                             : File(::openat(m_root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), {});
        if (!opened.isOpen())
            return failErrno({}, u"open this folder", errno);
        folder = std::make_shared<const File>(std::move(opened));
        add(node, folder);
    }
    m_last = directory;
    m_lastFolder = folder;
    return folder;
}

std::shared_ptr<const File> FolderCache::find(NodeId directory)
{
    const auto slot = m_slots.find(directory);
    if (slot == m_slots.end())
        return nullptr;
    slot->second.used = ++m_uses;
    return slot->second.folder;
}

void FolderCache::add(NodeId directory, std::shared_ptr<const File> folder)
{
    if (m_slots.size() >= kMostOpen)
        m_slots.erase(std::ranges::min_element(m_slots, {}, [](const auto &slot) { return slot.second.used; }));
    m_slots[directory] = {std::move(folder), ++m_uses};
}

} // namespace stratoscope
