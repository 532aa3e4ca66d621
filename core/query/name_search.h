// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

/// A text to search names for, in bytes of UTF-8. The case of ASCII letters is ignored.
class NamePattern
{
public:
    explicit NamePattern(std::string_view text);

    bool isEmpty() const { return m_text.empty(); }
    /// Whether it is matched against paths rather than names.
    bool hasSlash() const { return m_text.find('/') != std::string::npos; }
    const std::string &text() const { return m_text; } ///< in lower case

    /// Its first occurrence at or after `from`, or npos.
    std::size_t find(std::string_view text, std::size_t from = 0) const;
    /// The part of the name of a matching entry that the pattern covers: begin and length; length 0 if none.
    std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const;

private:
    friend std::vector<NodeId> findNames(const MergedTree &tree, const NodeRange &nodes, const NamePattern &pattern,
                                         const std::stop_token &stop);

    std::string m_text;
    std::size_t m_anchor = 0; ///< the position of its rarest byte, which is searched for first
};

/// Those of `nodes` whose name contains the pattern, ascending. If the pattern has a slash: those whose path contains it such that
/// the match ends in their own name; "etc/" finds the children of directories whose name ends in "etc". Throws Cancelled.
///
/// About 5 ms for 340,000 names, by memchr for both cases of the rarest byte over all names at once. Converting the names to lower
/// case for memmem took two to four times as long, strcasestr name by name six times.
std::vector<NodeId> findNames(const MergedTree &tree, const NodeRange &nodes, const NamePattern &pattern,
                              const std::stop_token &stop);

} // namespace stratoscope
