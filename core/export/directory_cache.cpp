// SPDX-License-Identifier: Apache-2.0
#include "export/directory_cache.h"

#include "export/directory_ops.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostOpen = 128;

} // namespace

DirectoryCache::DirectoryCache(const MergedTree &tree, int root)
    : m_tree(tree)
    , m_root(root)
{
}

Result<std::shared_ptr<const File>> DirectoryCache::open(NodeId directory)
{
    if (directory == m_last)
        return m_lastFile;
    std::vector<NodeId> path; // from the directory up to the nearest open one
    std::shared_ptr<const File> file;
    for (NodeId at = directory; !(file = find(at)); at = m_tree.parent(at)) {
        path.push_back(at);
        if (at == kRootNode)
            break;
    }
    for (; !path.empty(); path.pop_back()) {
        const NodeId node = path.back();
        File opened = file ? directory::open(file->descriptor(), m_tree.name(node).data())
                           : File(::openat(m_root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), {});
        if (!opened.isOpen())
            return failErrno({}, u"open this directory", errno);
        file = std::make_shared<const File>(std::move(opened));
        add(node, file);
    }
    m_last = directory;
    m_lastFile = file;
    return file;
}

std::shared_ptr<const File> DirectoryCache::find(NodeId directory)
{
    const auto slot = m_slots.find(directory);
    if (slot == m_slots.end())
        return nullptr;
    slot->second.used = ++m_uses;
    return slot->second.file;
}

void DirectoryCache::add(NodeId directory, std::shared_ptr<const File> file)
{
    if (m_slots.size() >= kMostOpen)
        m_slots.erase(std::ranges::min_element(m_slots, {}, [](const auto &slot) { return slot.second.used; }));
    m_slots[directory] = {std::move(file), ++m_uses};
}

} // namespace stratoscope
