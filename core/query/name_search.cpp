// SPDX-License-Identifier: Apache-2.0
#include "query/name_search.h"

#include "base/cancel.h"
#include "base/parse_text.h"
#include "base/utf8.h"

#include <algorithm>
#include <cstring>

namespace stratoscope {

namespace {

char upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? char(byte - ('a' - 'A')) : byte;
}

/// A rank of how common a byte is in file names: its position in this string, or 0 for the rarest.
std::size_t frequency(char byte)
{
    static constexpr std::string_view kRarestFirst = "~,@%=zqjwx+9876543kyvbfg2h10_up-mdlcnrosati.e";
    const auto at = kRarestFirst.find(byte);
    return at == std::string_view::npos ? 0 : at + 1;
}

/// Calls `onMatch(position)` for each occurrence; it returns where to continue, or npos to stop.
template <typename OnMatch>
void scan(std::string_view text, std::size_t from, std::string_view pattern, std::size_t anchor, OnMatch onMatch)
{
    constexpr auto kEnd = std::string_view::npos;
    if (pattern.size() > text.size())
        return;
    const char lower = pattern[anchor];
    const bool twoCases = upper(lower) != lower;
    std::size_t first = text.find(lower, from + anchor);
    std::size_t second = twoCases ? text.find(upper(lower), from + anchor) : kEnd;
    while (first != kEnd || second != kEnd) {
        const std::size_t start = std::min(first, second) - anchor;
        if (start + pattern.size() > text.size())
            return;
        const bool matches = std::equal(pattern.begin(), pattern.end(), text.begin() + std::ptrdiff_t(start),
                                        [](char wanted, char byte) { return wanted == asciiLower(byte); });
        const std::size_t next = (matches ? onMatch(start) : start + 1);
        if (next == kEnd)
            return;
        if (first < next + anchor)
            first = text.find(lower, next + anchor);
        if (second < next + anchor)
            second = text.find(upper(lower), next + anchor);
    }
}

bool equalFolded(std::string_view name, std::string_view pattern)
{
    return std::equal(name.begin(), name.end(), pattern.begin(), pattern.end(),
                      [](char byte, char wanted) { return asciiLower(byte) == wanted; });
}

/// The pattern is split at its slashes: the last component is a prefix of the node's own name, those before it are the names of its
/// parents, of which the first component is a suffix.
std::vector<NodeId> findPaths(const MergedTree &tree, const NodeRange &nodes, std::string_view pattern, const std::stop_token &stop)
{
    std::vector<std::string_view> parents;
    while (pattern.find('/') != std::string_view::npos)
        parents.push_back(takeUntil('/', pattern));
    const auto matches = [&](NodeId node) {
        if (!equalFolded(tree.name(node).substr(0, pattern.size()), pattern))
            return false;
        for (std::size_t i = parents.size(); i-- > 0;) {
            if (node == kRootNode)
                return false;
            node = tree.parent(node);
            const std::string_view name = tree.name(node);
            const std::string_view wanted = parents[i];
            if (name.size() < wanted.size() || (i > 0 && name.size() != wanted.size()))
                return false;
            if (!equalFolded(name.substr(name.size() - wanted.size()), wanted))
                return false;
        }
        return true;
    };
    std::vector<NodeId> found;
    for (const NodeId node : nodes) {
        if (node % 0x10000 == 0)
            throwIfStopped(stop);
        if (matches(node))
            found.push_back(node);
    }
    return found;
}

} // namespace

NamePattern::NamePattern(std::string_view text)
    : m_text(text)
{
    std::ranges::transform(m_text, m_text.begin(), asciiLower);
    if (!m_text.empty())
        m_anchor = std::size_t(std::ranges::min_element(m_text, {}, frequency) - m_text.begin());
}

std::size_t NamePattern::find(std::string_view text, std::size_t from) const
{
    std::size_t found = std::string_view::npos;
    if (!isEmpty()) {
        scan(text, from, m_text, m_anchor, [&found](std::size_t position) {
            found = position;
            return std::string_view::npos;
        });
    }
    return found;
}

std::pair<std::size_t, std::size_t> NamePattern::matchInName(std::string_view name) const
{
    if (const auto slash = m_text.rfind('/'); slash != std::string::npos) {
        const std::string_view last = std::string_view(m_text).substr(slash + 1);
        return {0, equalFolded(name.substr(0, last.size()), last) ? last.size() : 0};
    }
    const std::size_t at = find(name);
    return at == std::string_view::npos ? std::pair<std::size_t, std::size_t>{0, 0} : std::pair{at, m_text.size()};
}

std::vector<NodeId> findNames(const MergedTree &tree, const NodeRange &nodes, const NamePattern &pattern,
                              const std::stop_token &stop)
{
    if (pattern.isEmpty() || nodes.empty())
        return {};
    if (pattern.hasSlash())
        return findPaths(tree, nodes, pattern.text(), stop);

    std::vector<NodeId> found;
    NodeId node = *nodes.begin();
    const NodeId end = *nodes.end();
    const std::string_view names = tree.names().substr(0, end < tree.size() ? tree.nameOffset(end) : std::string_view::npos);
    scan(names, tree.nameOffset(node), pattern.m_text, pattern.m_anchor, [&](std::size_t position) {
        if (found.size() % 0x1000 == 0)
            throwIfStopped(stop);
        // Names are in node order and the next match is usually close: gallop, then bisect.
        NodeId step = 1;
        while (node + step < end && tree.nameOffset(node + step) <= position) {
            node += step;
            step *= 2;
        }
        for (; step > 0; step /= 2) {
            if (node + step < end && tree.nameOffset(node + step) <= position)
                node += step;
        }
        found.push_back(node);
        return tree.nameOffset(node) + tree.name(node).size() + 1;
    });
    return found;
}

} // namespace stratoscope
