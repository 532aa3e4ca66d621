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
    /// Those of the nodes that match, ascending, where that is quicker than asking one by one.
    virtual std::optional<std::vector<NodeId>> findAll(const MergedTree &tree, const NodeRange &nodes,
                                                       const std::stop_token &stop) const = 0;
    virtual std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const = 0;

protected:
    virtual bool matches(const MergedTree &tree, NodeId node) const = 0;

private:
    bool m_isNegated;
};

std::unique_ptr<const TreeFilter::NameTerm> makeTextTerm(std::string_view text, bool isNegated);
/// `isAboutPaths`: it is held against the whole path.
std::unique_ptr<const TreeFilter::NameTerm> makeRegexTerm(NameRegex regex, bool isAboutPaths, bool isNegated);

/// The term `key:value`. Nothing where there is no such key: then it is a text. Invalid for a value that makes no sense.
Result<std::optional<TreeFilter::Fact>> makeFact(std::string_view key, std::string_view value, const TreeFilter::Lookup &lookup);

} // namespace stratoscope
