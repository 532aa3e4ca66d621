// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "query/name_regex.h"
#include "query/name_search.h"
#include "tree/change.h"
#include "tree/image_fs.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

/// Why a text is not a filter: its first invalid term, and what is wrong with that. A value.
struct FilterError {
    enum class Problem {
        Size, ///< not a size or a range of sizes
        Type, ///< not a type of entry
        Mode, ///< neither the name of a permission nor octal bits
        Layer, ///< not a layer or a range of layers
        Owner, ///< not a number, and there is nowhere to look up a name
        UnknownOwner, ///< the image has no user or group of this name
        Change, ///< not a kind of change
        Pattern, ///< not a valid glob or regular expression
        Key, ///< no term begins with this key
        NoChanges, ///< is about changes, and the tree is not compared with any other
        NoRemovals, ///< is about removed entries, which the tree does not have
        NoMoves, ///< is about moved or copied files, and the tree does not come from a comparison
    };
    Problem problem = Problem::Pattern;
    std::string term; ///< as written, without quotes and without the `-` of an excluded term
    QString detail = {}; ///< UnknownOwner, Pattern: the cause, in English

    /// As an error with an English message, for the command line and logs. Its kind is Invalid.
    Error toError() const;
};

template <typename T>
using FilterResult = tl::expected<T, FilterError>;

/// A search over a tree, written in the filter language of the window and of `stratoscope-cli find`:
///
///     auto filter = TreeFilter::parse("*.so size:>10M -test", ownersIn(fs));
///     if (!filter)
///         return Failure(filter.error().toError());
///     for (NodeId node : (*filter)->find(*fs.tree, nullptr, stop))
///         print(fs.tree->path(node));
///
/// A filter consists of terms separated by blanks, all of which must match; the empty filter matches everything. Double quotes keep
/// blanks together and make the text in them literal. A `-` before a term excludes what the term matches. Letter case is ignored
/// in names, patterns and keys, and type names, permissions and changes may be shortened (`type:dir`, `mode:exec`, `changed:mod`).
///
///  Term                      | Matches
///  --------------------------|------------------------------------------------------------------------------------
///  `passwd`, `"two words"`   | entries whose name contains the text
///  `etc/ssl`, `etc/`         | a text with a slash: entries whose path contains it, ending in their own name
///  `*.so`, `lib?.[ao]`       | a glob: entries whose whole name it matches; `*` and `?` do not match a slash
///  `/etc/**/*.conf`          | a glob with a slash: matches paths, from the root if it starts with a slash
///  `re:^lib.*\d+$`           | a regular expression (PCRE2), found anywhere in the name, or in the path if it has a slash
///  `size:0`, `size:1k..2M`   | regular files of this size; also `<`, `<=`, `>`, `>=`. k, M, G, T, P are powers of 1024
///  `type:symlink`            | file, directory, symlink, hardlink, device, character, block, fifo, socket
///  `mode:suid`               | also sgid, sticky, executable (files only) and writable (by others)
///  `mode:0755`, `mode:/022`  | exactly these permission bits; any of these bits
///  `owner:0`, `owner:0:5`    | the user ID, or user and group IDs; names such as `owner:www-data` are looked up
///  `group:5`                 | the group ID or name
///  `layer:3`, `layer:2..4`   | entries that come from this layer, counted from 0; also `<`, `<=`, `>`, `>=`
///  `changed:`                | everything that was changed; `changed:added`, `changed:modified`, `changed:removed`
///  `changed:moved`           | files that a comparison found elsewhere before; `changed:copied`: that are still there, too
///  `xattr:`                  | has an extended attribute; `xattr:capability`: one whose name contains the text
///
/// A term that begins with letters and a colon, but not with two, must be one of these; in quotes, it is a text. Immutable;
/// thread-safe.
class TreeFilter
{
public:
    /// Looks up the ID of a user or group by name.
    using OwnerLookup = std::function<Result<std::uint32_t>(const std::string &name, bool isGroup)>;
    /// Without `lookup`, owners can only be numbers. `layersBefore`: in a tree of differences, the number of layers of the side
    /// before; `layer:` then counts the layers of either side from 0. Blocks if a name is looked up.
    static FilterResult<std::shared_ptr<const TreeFilter>> parse(const std::string &text, const OwnerLookup &lookup = {},
                                                                 int layersBefore = 0);

    TreeFilter(const TreeFilter &) = delete;
    TreeFilter &operator=(const TreeFilter &) = delete;

    bool isEmpty() const { return m_nameTerms.empty() && m_entryTerms.empty(); }
    /// As passed to parse().
    const std::string &text() const { return m_text; }

    /// The first term that goes by changes, as written; empty if there is none. With a null `changes`, what such a term finds is
    /// not what it says, unless it is `changed:` alone.
    const std::string &changeTerm() const { return m_changeTerm; }
    /// The first term that finds removed entries only.
    const std::string &removalTerm() const { return m_removalTerm; }
    /// The first term that finds moved or copied files only.
    const std::string &moveTerm() const { return m_moveTerm; }

    /// The nodes that match all terms, in ascending order (breadth first, as the tree numbers them); never the root.
    /// `changes`: by node, what `changed:` goes by; if null, `changed:` matches what does not come from the lowest layer.
    /// Searches a large tree on all cores. Throws Cancelled.
    std::vector<NodeId> find(const MergedTree &tree, const std::vector<Change> *changes, const std::stop_token &stop) const;
    /// Whether it only asks for texts in names, all of which are in this one.
    bool asksForName(std::string_view name) const;
    /// The part of a matching entry's name that a term matched: begin and length in bytes; length 0 if none did.
    std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const;

    /// An entry that terms are checked against.
    struct Candidate {
        const MergedTree &tree;
        NodeId node;
        const Entry &entry;
        int layer; ///< in the image that it comes from
        std::optional<Change> change; ///< nothing if the changes are unknown
    };
    /// A term about anything but names.
    using EntryTerm = std::function<bool(const Candidate &)>;

private:
    /// A term about names, or about paths: a text to search for, or a regular expression.
    struct NameTerm {
        bool isNegated = false;
        bool matchesPaths = false;
        NamePattern text; ///< empty if it is a regular expression
        std::optional<NameRegex> regex;

        bool isMet(const MergedTree &tree, NodeId node) const;
        std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const;
    };

    TreeFilter() = default;
    FilterResult<void> add(std::string_view term, bool isNegated, bool isLiteral, const OwnerLookup &lookup);
    FilterResult<void> addRegex(Result<NameRegex> regex, std::string_view pattern, std::string_view term, bool isNegated);
    std::vector<NodeId> findAmong(const NodeRange &nodes, const MergedTree &tree, const std::vector<Change> *changes,
                                  const std::stop_token &stop) const;

    std::string m_text;
    std::vector<NameTerm> m_nameTerms;
    struct NegatableTerm {
        EntryTerm matches;
        bool isNegated = false;
    };
    std::vector<NegatableTerm> m_entryTerms;
    std::string m_changeTerm;
    std::string m_removalTerm;
    std::string m_moveTerm;
    int m_layersBefore = 0;
};

/// Looks names up in the image's own /etc/passwd and /etc/group, see resolveUser().
TreeFilter::OwnerLookup ownersIn(ImageFs fs);

} // namespace stratoscope
