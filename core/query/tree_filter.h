// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "diff/tree_diff.h"
#include "tree/merged_tree.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

/// What a tree is searched for. Terms stand side by side, and all of them have to be met; a `-` before one turns it round, quotes
/// keep blanks together:
///
///     passwd  etc/ssl  "two words"            in the name, or in the path where there is a slash (see findNames)
///     *.so  /etc/**/*.conf                    a glob, for the whole name or the path
///     re:^lib.*\d+$                           a regular expression
///     size:>10M  size:1k..2k  size:0          a file's bytes; k, M, G, T are powers of 1024
///     type:symlink                            regular (file), directory (dir), symlink (link), device, character, block, fifo,
///     socket mode:suid                               also sgid, sticky, executable, writable (by all), 0755, /022 (any of these
///     bits) owner:0  owner:www-data  owner:0:0  group:5 layer:3  layer:2..4  layer:>0 changed:  changed:added                 also
///     modified, removed xattr:  xattr:capability                has some, or one with this in its name
///
/// Immutable; thread-safe.
class TreeFilter
{
public:
    /// The number of a user or a group of the image.
    using Lookup = std::function<Result<std::uint32_t>(const std::string &name, bool isGroup)>;
    /// Invalid, naming the term and what it may be; what `lookup` says. Without one owners are numbers.
    static Result<std::shared_ptr<const TreeFilter>> parse(const std::string &text, const Lookup &lookup = {});
    static std::shared_ptr<const TreeFilter> none();

    TreeFilter(const TreeFilter &) = delete;
    TreeFilter &operator=(const TreeFilter &) = delete;
    ~TreeFilter();

    bool isEmpty() const { return m_names.empty() && m_facts.empty(); }
    /// As it was written.
    const std::string &text() const { return m_text; }

    /// The nodes that meet all terms, ascending; never the root. `changes` by node, as Arrangement has them; without them
    /// `changed:` finds what does not come from the lowest layer. Large trees are searched by all cores. Throws Cancelled.
    std::vector<NodeId> find(const MergedTree &tree, const std::vector<Change> *changes, const std::stop_token &stop) const;
    /// What of a name that was found the terms are about: begin and length; length 0 where it is not the name.
    std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const;

    /// What a term may be about, besides names.
    struct Subject {
        const MergedTree &tree;
        NodeId node;
        const Entry &entry;
        std::optional<Change> change; ///< none: nothing is said about that
    };
    using Fact = std::function<bool(const Subject &)>;
    /// A term about names.
    class NameTerm;

private:
    TreeFilter();
    std::vector<NodeId> findAmong(const NodeRange &nodes, const MergedTree &tree, const std::vector<Change> *changes,
                                  const std::stop_token &stop) const;
    friend class FilterParser;

    std::string m_text;
    std::vector<std::unique_ptr<const NameTerm>> m_names;
    std::vector<Fact> m_facts;
};

} // namespace stratoscope
