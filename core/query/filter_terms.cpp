// SPDX-License-Identifier: Apache-2.0
#include "query/filter_terms.h"

#include "base/parse_text.h"

#include <array>
#include <limits>

namespace stratoscope {

namespace {

using Candidate = TreeFilter::Candidate;
using EntryTerm = TreeFilter::EntryTerm;
using Problem = FilterError::Problem;

/// Both ends are included.
struct Range {
    std::uint64_t least = 0;
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    bool contains(std::uint64_t value) const { return value >= least && value <= most; }
};

/// `>1`, `>=1`, `<1`, `<=1`, `1..2`, `1`.
template <typename Parse>
std::optional<Range> parseRange(std::string_view text, Parse parse)
{
    if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
        const auto least = parse(text.substr(0, dots));
        const auto most = parse(text.substr(dots + 2));
        return least && most ? std::optional(Range{*least, *most}) : std::nullopt;
    }
    const char sign = text.empty() ? '\0' : text.front();
    const bool isBound = sign == '<' || sign == '>';
    if (isBound)
        text.remove_prefix(1);
    const bool isIncluded = isBound && text.starts_with('=');
    if (isIncluded)
        text.remove_prefix(1);
    const auto value = parse(text);
    if (!value)
        return std::nullopt;
    if (sign == '>')
        return Range{.least = isIncluded ? *value : *value + 1};
    if (sign == '<')
        return isIncluded || *value > 0 ? Range{.most = isIncluded ? *value : *value - 1} : Range{1, 0};
    return Range{*value, *value};
}

tl::unexpected<FilterError> invalid(Problem problem, std::string_view key, std::string_view value, const QString &detail = {})
{
    return tl::unexpected(FilterError{problem, std::string(key).append(":").append(value), detail});
}

FilterResult<EntryTerm> sizeTerm(std::string_view value)
{
    const auto range = parseRange(value, parseSize);
    if (!range)
        return invalid(Problem::Size, "size", value);
    return [range = *range](const Candidate &candidate) {
        return candidate.entry.kind == EntryKind::Regular && range.contains(candidate.entry.size);
    };
}

FilterResult<EntryTerm> layerTerm(std::string_view value)
{
    const auto range = parseRange(value, [](std::string_view text) { return parseNumber<std::uint64_t>(text); });
    if (!range)
        return invalid(Problem::Layer, "layer", value);
    return [range = *range](const Candidate &candidate) { return range.contains(std::uint64_t(candidate.layer)); };
}

FilterResult<EntryTerm> typeTerm(std::string_view value)
{
    using Kinds = std::vector<EntryKind>;
    static const std::vector<std::pair<std::string_view, Kinds>> kTypes{
        {"regular", {EntryKind::Regular}},
        {"file", {EntryKind::Regular}},
        {"directory", {EntryKind::Directory}},
        {"folder", {EntryKind::Directory}},
        {"symlink", {EntryKind::Symlink}},
        {"link", {EntryKind::Symlink}},
        {"hardlink", {EntryKind::Hardlink}},
        {"device", {EntryKind::CharacterDevice, EntryKind::BlockDevice}},
        {"character", {EntryKind::CharacterDevice}},
        {"block", {EntryKind::BlockDevice}},
        {"fifo", {EntryKind::Fifo}},
        {"pipe", {EntryKind::Fifo}},
        {"socket", {EntryKind::Socket}},
    };
    // The first that starts with the value: of those starting with `f`, a regular file is the likeliest.
    const auto type = value.empty()
        ? kTypes.end()
        : std::ranges::find_if(kTypes, [value](const auto &type) { return type.first.starts_with(value); });
    if (type == kTypes.end())
        return invalid(Problem::Type, "type", value);
    return [kinds = type->second](const Candidate &candidate) {
        if (kinds.front() == EntryKind::Hardlink)
            return candidate.tree.hardlinkTarget(candidate.node).has_value();
        return std::ranges::find(kinds, candidate.entry.kind) != kinds.end();
    };
}

FilterResult<EntryTerm> modeTerm(std::string_view value)
{
    static const std::vector<std::pair<std::string_view, int>> kNames{{"suid", 04000},   {"setuid", 04000}, {"sgid", 02000},
                                                                      {"setgid", 02000}, {"sticky", 01000}, {"executable", 0111},
                                                                      {"writable", 0002}};
    const auto name = value.empty()
        ? kNames.end()
        : std::ranges::find_if(kNames, [value](const auto &known) { return known.first.starts_with(value); });
    const bool isAny = value.starts_with('/');
    const auto bits = name != kNames.end() ? std::optional(std::uint64_t(name->second))
                                           : parseNumber<std::uint64_t>(value.substr(isAny ? 1 : 0), 8);
    if (!bits || *bits > 07777)
        return invalid(Problem::Mode, "mode", value);
    if (name == kNames.end() && !isAny)
        return [bits = *bits](const Candidate &candidate) { return candidate.entry.mode == bits; };
    const bool ofFiles = *bits == 0111;
    return [bits = *bits,
            ofFiles](const Candidate &candidate) { // a symlink's mode is meaningless, a directory's x does not make it a program
        if (candidate.entry.kind == EntryKind::Symlink || (ofFiles && candidate.entry.kind != EntryKind::Regular))
            return false;
        return (candidate.entry.mode & bits) != 0;
    };
}

/// `id` is a part of the value of `key`.
FilterResult<std::uint32_t> parseId(std::string_view key, std::string_view value, std::string_view id, bool isGroup,
                                    const TreeFilter::OwnerLookup &lookup)
{
    if (const auto number = parseNumber<std::uint32_t>(id))
        return *number;
    if (id.empty() || !lookup)
        return invalid(Problem::Owner, key, value);
    const auto found = lookup(std::string(id), isGroup);
    if (!found)
        return invalid(Problem::UnknownOwner, key, value, found.error().message());
    return *found;
}

FilterResult<EntryTerm> ownerTerm(std::string_view value, const TreeFilter::OwnerLookup &lookup)
{
    const std::size_t colon = value.find(':');
    STRATOSCOPE_TRY(const std::uint32_t uid, parseId("owner", value, value.substr(0, colon), false, lookup));
    if (colon == std::string_view::npos)
        return [uid](const Candidate &candidate) { return candidate.entry.uid == uid; };
    STRATOSCOPE_TRY(const std::uint32_t gid, parseId("owner", value, value.substr(colon + 1), true, lookup));
    return [uid, gid](const Candidate &candidate) { return candidate.entry.uid == uid && candidate.entry.gid == gid; };
}

FilterResult<EntryTerm> changedTerm(std::string_view value)
{
    // The first that starts with the value: `mo` is modified.
    static constexpr std::array<std::pair<std::string_view, Change>, 5> kChanges{{{"added", Change::Added},
                                                                                  {"modified", Change::Modified},
                                                                                  {"removed", Change::Removed},
                                                                                  {"moved", Change::Moved},
                                                                                  {"copied", Change::Copied}}};
    const auto change = std::ranges::find_if(kChanges, [value](const auto &known) { return known.first.starts_with(value); });
    if (change == kChanges.end())
        return invalid(Problem::Change, "changed", value);
    const bool isAny = value.empty();
    return [isAny, wanted = change->second](const Candidate &candidate) {
        if (!candidate.change)
            return isAny && candidate.layer > 0;
        return isAny ? *candidate.change != Change::None : *candidate.change == wanted;
    };
}

EntryTerm xattrTerm(std::string_view value)
{
    return [name = std::string(value)](const Candidate &candidate) {
        return candidate.entry.xattrs && std::ranges::any_of(*candidate.entry.xattrs, [&name](const auto &known) {
                   return known.first.find(name) != std::string::npos;
               });
    };
}

} // namespace

FilterResult<std::optional<EntryTerm>> makeEntryTerm(std::string_view key, std::string_view value,
                                                     const TreeFilter::OwnerLookup &lookup)
{
    if (key == "size")
        return sizeTerm(value);
    if (key == "type")
        return typeTerm(value);
    if (key == "mode")
        return modeTerm(value);
    if (key == "layer")
        return layerTerm(value);
    if (key == "owner" || key == "user")
        return ownerTerm(value, lookup);
    if (key == "group") {
        STRATOSCOPE_TRY(const std::uint32_t gid, parseId("group", value, value, true, lookup));
        return [gid](const Candidate &candidate) { return candidate.entry.gid == gid; };
    }
    if (key == "changed")
        return changedTerm(value);
    if (key == "xattr")
        return xattrTerm(value);
    return std::nullopt;
}

} // namespace stratoscope
