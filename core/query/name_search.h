// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

/// A text to look for in names, bytes of UTF-8. Upper and lower case of ASCII letters are the same.
class NamePattern
{
public:
    explicit NamePattern(std::string_view text);

    bool isEmpty() const { return m_text.empty(); }
    /// It is about paths, not only about names.
    bool hasSlash() const { return m_text.find('/') != std::string::npos; }
    const std::string &text() const { return m_text; } ///< folded to lower case

    /// Where it first occurs at or after `from`, or npos.
    std::size_t find(std::string_view text, std::size_t from = 0) const;
    /// What of `name`, in a path that matches, stands for the pattern: begin and length; length 0 where nothing does.
    std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const;

private:
    friend std::vector<NodeId> findNames(const MergedTree &tree, const NodeRange &nodes, const NamePattern &pattern,
                                         const std::stop_token &stop);

    std::string m_text;
    std::size_t m_anchor = 0; ///< the place of its rarest byte: that is what is looked for first
};

/// Those of `nodes` whose name has the pattern, ascending. With a slash in it: those whose path has it with its end in their own
/// name; "etc/" finds what is directly in directories of a name that ends in "etc". Throws Cancelled.
///
/// Some 5 ms for 340,000 names: memchr for both cases of the rarest byte, over all names in one go. Folding the names first and
/// memmem took two to four times as long, strcasestr name by name six times.
std::vector<NodeId> findNames(const MergedTree &tree, const NodeRange &nodes, const NamePattern &pattern,
                              const std::stop_token &stop);
/// Of all nodes but the root.
std::vector<NodeId> findNames(const MergedTree &tree, const NamePattern &pattern, const std::stop_token &stop);

} // namespace stratoscope
