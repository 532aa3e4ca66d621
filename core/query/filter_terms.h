// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query/name_regex.h"
#include "query/name_search.h"
#include "query/tree_filter.h"

namespace stratoscope {

class TreeFilter::NameTerm
{
public:
    explicit NameTerm(bool isNegated)
        : m_isNegated(isNegated)
    {
    }
    virtual ~NameTerm() = default;

    bool isNegated() const { return m_isNegated; }
    bool isMet(const MergedTree &tree, NodeId node) const { return matches(tree, node) != m_isNegated; }
    /// The nodes that match, ascending; nothing if checking them one by one is as fast.
    virtual std::optional<std::vector<NodeId>> findAll(const MergedTree &tree, const NodeRange &nodes,
                                                       const std::stop_token &stop) const = 0;
    /// As TreeFilter::matchInName().
    virtual std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const = 0;

protected:
    virtual bool matches(const MergedTree &tree, NodeId node) const = 0;

private:
    bool m_isNegated;
};

std::unique_ptr<const TreeFilter::NameTerm> makeTextTerm(std::string_view text, bool isNegated);
/// `matchesPaths`: the expression is matched against the whole path instead of the name.
std::unique_ptr<const TreeFilter::NameTerm> makeRegexTerm(NameRegex regex, bool matchesPaths, bool isNegated);

/// The term `key:value`; nothing if the key is unknown.
FilterResult<std::optional<TreeFilter::EntryTerm>> makeEntryTerm(std::string_view key, std::string_view value,
                                                                 const TreeFilter::OwnerLookup &lookup);

} // namespace stratoscope
