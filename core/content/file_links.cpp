// SPDX-License-Identifier: Apache-2.0
#include "content/file_links.h"

#include <algorithm>

namespace stratoscope {

namespace {

/// The path that a link's target names, whether or not it exists.
std::string targetPath(const MergedTree &tree, NodeId link)
{
    const std::string_view target = tree.entry(link).linkTarget;
    if (target.starts_with('/'))
        return std::string(target);
    std::string path = tree.path(tree.parent(link));
    if (!path.ends_with('/'))
        path += '/';
    return path.append(target);
}

} // namespace

LinkChain linkChain(const MergedTree &tree, NodeId link)
{
    LinkChain chain;
    NodeId at = link;
    while (tree.kind(at) == EntryKind::Symlink) {
        const std::string path = targetPath(tree, at);
        const auto next = tree.resolve(path, false);
        if (!next) {
            chain.end = next.error().kind == ErrorKind::NotFound ? LinkChain::Missing : LinkChain::Loop;
            chain.missing = path;
            return chain;
        }
        if (*next == link || std::ranges::find(chain.steps, *next) != chain.steps.end() || chain.steps.size() == kMaxLinks) {
            chain.end = LinkChain::Loop;
            return chain;
        }
        chain.steps.push_back(*next);
        at = *next;
    }
    return chain;
}

OtherNames otherNames(const MergedTree &tree, NodeId node, std::size_t most)
{
    OtherNames names;
    const MergedTree::Origin origin = tree.origin(node);
    if (origin.record == kNoRecord || tree.isDirectory(node))
        return names;
    for (NodeId other = 0; other < tree.size(); ++other) {
        if (other == node || tree.origin(other) != origin)
            continue;
        if (++names.count <= most)
            names.nodes.push_back(other);
    }
    return names;
}

} // namespace stratoscope
