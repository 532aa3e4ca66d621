// SPDX-License-Identifier: Apache-2.0
#include "query/filter_terms.h"

#include <QCoreApplication>

#include <array>
#include <charconv>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using Fact = TreeFilter::Fact;
using Subject = TreeFilter::Subject;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TreeFilter)
};

class TextTerm : public TreeFilter::NameTerm
{
public:
    TextTerm(std::string_view text, bool isNegated)
        : NameTerm(isNegated)
        , m_pattern(text)
    {
    }
    std::optional<std::vector<NodeId>> findAll(const MergedTree &tree, const NodeRange &nodes,
                                               const std::stop_token &stop) const override
    {
        return findNames(tree, nodes, m_pattern, stop);
    }
    std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const override { return m_pattern.matchInName(name); }

protected:
    bool matches(const MergedTree &tree, NodeId node) const override
    {
        return m_pattern.find(m_pattern.hasSlash() ? tree.path(node) : tree.name(node)) != std::string_view::npos;
    }

private:
    NamePattern m_pattern;
};

class RegexTerm : public TreeFilter::NameTerm
{
public:
    RegexTerm(NameRegex regex, bool isAboutPaths, bool isNegated)
        : NameTerm(isNegated)
        , m_regex(std::move(regex))
        , m_isAboutPaths(isAboutPaths)
    {
    }
    std::optional<std::vector<NodeId>> findAll(const MergedTree &, const NodeRange &, const std::stop_token &) const override
    {
        return std::nullopt;
    }
    std::pair<std::size_t, std::size_t> matchInName(std::string_view name) const override
    {
        const auto match = m_isAboutPaths ? std::pair(std::string_view::npos, std::size_t(0)) : m_regex.match(name);
        return match.first == std::string_view::npos ? std::pair<std::size_t, std::size_t>() : match;
    }

protected:
    bool matches(const MergedTree &tree, NodeId node) const override
    {
        return m_isAboutPaths ? m_regex.matches(tree.path(node)) : m_regex.matches(tree.name(node));
    }

private:
    NameRegex m_regex;
    bool m_isAboutPaths;
};

/// From and to, both included.
struct Range {
    std::uint64_t least = 0;
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    bool contains(std::uint64_t value) const { return value >= least && value <= most; }
};

/// `12`, `1.5M`: powers of 1024.
std::optional<std::uint64_t> parseSize(std::string_view text)
{
    static constexpr std::string_view kUnits = "kmgtp";
    if (text.ends_with('B') || text.ends_with('b'))
        text.remove_suffix(1);
    if (text.ends_with('i'))
        text.remove_suffix(1);
    double factor = 1;
    if (!text.empty()) {
        const std::size_t unit = kUnits.find(char(text.back() | 0x20));
        if (unit != std::string_view::npos) {
            for (std::size_t i = 0; i <= unit; ++i)
                factor *= 1024;
            text.remove_suffix(1);
        }
    }
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size() || number < 0 || number * factor >= 1e19)
        return std::nullopt;
    return std::uint64_t(number * factor);
}

std::optional<std::uint64_t> parseNumber(std::string_view text, int base = 10)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

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

Failure wrong(std::string_view key, std::string_view value, const QString &shouldBe)
{
    return fail(ErrorKind::Invalid, printable(std::string(key).append(":").append(value)), shouldBe);
}

Result<Fact> sizeFact(std::string_view value)
{
    const auto range = parseRange(value, parseSize);
    if (!range)
        return wrong("size", value, Tr::tr("a size is, for example, size:>10M, size:<=4k or size:1M..2M"));
    return [range = *range](const Subject &subject) {
        return subject.entry.kind == EntryKind::Regular && range.contains(subject.entry.size);
    };
}

Result<Fact> layerFact(std::string_view value)
{
    const auto range = parseRange(value, [](std::string_view text) { return parseNumber(text); });
    if (!range)
        return wrong("layer", value, Tr::tr("a layer is, for example, layer:3, layer:>0 or layer:2..4"));
    return [range = *range](const Subject &subject) { return range.contains(std::uint64_t(subject.tree.layer(subject.node))); };
}

Result<Fact> typeFact(std::string_view value)
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
    // As soon as it is told from the others: `dir` is one of a kind. Those of `f` are not, and a file is meant most.
    const auto type = value.empty()
        ? kTypes.end()
        : std::ranges::find_if(kTypes, [value](const auto &type) { return type.first.starts_with(value); });
    if (type == kTypes.end())
        return wrong("type", value, Tr::tr("a type is file, directory, symlink, device, character, block, fifo or socket"));
    return [kinds = type->second](const Subject &subject) {
        if (kinds.front() == EntryKind::Hardlink)
            return subject.tree.hardlinkTarget(subject.node).has_value();
        return std::ranges::find(kinds, subject.entry.kind) != kinds.end();
    };
}

Result<Fact> modeFact(std::string_view value)
{
    static const std::vector<std::pair<std::string_view, int>> kNames{{"suid", 04000},   {"setuid", 04000}, {"sgid", 02000},
                                                                      {"setgid", 02000}, {"sticky", 01000}, {"executable", 0111},
                                                                      {"writable", 0002}};
    const auto name = value.empty()
        ? kNames.end()
        : std::ranges::find_if(kNames, [value](const auto &known) { return known.first.starts_with(value); });
    const bool isAny = value.starts_with('/');
    const auto bits
        = name != kNames.end() ? std::optional(std::uint64_t(name->second)) : parseNumber(value.substr(isAny ? 1 : 0), 8);
    if (!bits || *bits > 07777)
        return wrong("mode", value,
                     Tr::tr("a mode is suid, sgid, sticky, executable, writable, bits such as 0755, or any of some: /022"));
    if (name == kNames.end() && !isAny)
        return [bits = *bits](const Subject &subject) { return subject.entry.mode == bits; };
    const bool ofFiles = *bits == 0111;
    return [bits = *bits, ofFiles](const Subject &subject) { // a symlink's mode means nothing, a directory's x is no program
        if (subject.entry.kind == EntryKind::Symlink || (ofFiles && subject.entry.kind != EntryKind::Regular))
            return false;
        return (subject.entry.mode & bits) != 0;
    };
}

Result<std::uint32_t> userNumber(std::string_view key, std::string_view text, bool isGroup, const TreeFilter::Lookup &lookup)
{
    if (const auto number = parseNumber(text); number && *number <= std::numeric_limits<std::uint32_t>::max())
        return std::uint32_t(*number);
    if (text.empty() || !lookup)
        return wrong(key, text, Tr::tr("a number or a name of the image is needed, for example owner:0"));
    return lookup(std::string(text), isGroup);
}

Result<Fact> ownerFact(std::string_view value, const TreeFilter::Lookup &lookup)
{
    const std::size_t colon = value.find(':');
    STRATOSCOPE_TRY(const std::uint32_t uid, userNumber("owner", value.substr(0, colon), false, lookup));
    if (colon == std::string_view::npos)
        return [uid](const Subject &subject) { return subject.entry.uid == uid; };
    STRATOSCOPE_TRY(const std::uint32_t gid, userNumber("owner", value.substr(colon + 1), true, lookup));
    return [uid, gid](const Subject &subject) { return subject.entry.uid == uid && subject.entry.gid == gid; };
}

Result<Fact> groupFact(std::string_view value, const TreeFilter::Lookup &lookup)
{
    STRATOSCOPE_TRY(const std::uint32_t gid, userNumber("group", value, true, lookup));
    return [gid](const Subject &subject) { return subject.entry.gid == gid; };
}

Result<Fact> changedFact(std::string_view value)
{
    static constexpr std::array<std::pair<std::string_view, Change>, 3> kChanges{
        {{"added", Change::Added}, {"modified", Change::Modified}, {"removed", Change::Removed}}};
    const auto change = std::ranges::find_if(kChanges, [value](const auto &known) { return known.first.starts_with(value); });
    if (change == kChanges.end())
        return wrong("changed", value, Tr::tr("what changed is added, modified or removed; changed: alone finds all of them"));
    const bool isAny = value.empty();
    return [isAny, wanted = change->second](const Subject &subject) {
        if (!subject.change)
            return isAny && subject.tree.layer(subject.node) > 0;
        return isAny ? *subject.change != Change::None : *subject.change == wanted;
    };
}

Fact xattrFact(std::string_view value)
{
    return [name = std::string(value)](const Subject &subject) {
        return subject.entry.xattrs && std::ranges::any_of(*subject.entry.xattrs, [&name](const auto &known) {
                   return known.first.find(name) != std::string::npos;
               });
    };
}

} // namespace

std::unique_ptr<const TreeFilter::NameTerm> makeTextTerm(std::string_view text, bool isNegated)
{
    return std::make_unique<TextTerm>(text, isNegated);
}

std::unique_ptr<const TreeFilter::NameTerm> makeRegexTerm(NameRegex regex, bool isAboutPaths, bool isNegated)
{
    return std::make_unique<RegexTerm>(std::move(regex), isAboutPaths, isNegated);
}

Result<std::optional<Fact>> makeFact(std::string_view key, std::string_view value, const TreeFilter::Lookup &lookup)
{
    const auto made = [&]() -> std::optional<Result<Fact>> {
        if (key == "size")
            return sizeFact(value);
        if (key == "type")
            return typeFact(value);
        if (key == "mode")
            return modeFact(value);
        if (key == "layer")
            return layerFact(value);
        if (key == "owner" || key == "user")
            return ownerFact(value, lookup);
        if (key == "group")
            return groupFact(value, lookup);
        if (key == "changed")
            return changedFact(value);
        if (key == "xattr")
            return xattrFact(value);
        return std::nullopt;
    }();
    if (!made)
        return std::nullopt;
    if (!*made)
        return Failure(made->error());
    return **made;
}

} // namespace stratoscope
