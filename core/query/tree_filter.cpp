// SPDX-License-Identifier: Apache-2.0
#include "query/tree_filter.h"

#include "base/cancel.h"
#include "base/parallel.h"
#include "query/filter_terms.h"
#include "tree/user.h"

#include <algorithm>
#include <new>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The unit of work of a thread: about a millisecond, well above the cost of starting the thread.
constexpr NodeId kNodesPerThread = 50'000;

constexpr std::string_view kBlanks = " \t\n";

/// Whether it is written like the key of a term: `size:`, but not `10:30`, `Foo::Bar` or `C:`.
bool isKey(std::string_view key, std::string_view value)
{
    const auto isLetter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    return key.size() > 1 && std::ranges::all_of(key, isLetter) && !value.starts_with(':');
}

struct Word {
    std::string text;
    bool isNegated = false;
    bool isQuoted = false; ///< starts with a quote, and so is literal text
};

/// Splits at blanks outside of quotes.
std::vector<Word> wordsOf(std::string_view text)
{
    std::vector<Word> words;
    while (true) {
        const std::size_t begin = text.find_first_not_of(kBlanks);
        if (begin == std::string_view::npos)
            return words;
        text.remove_prefix(begin);
        Word word;
        if (text.size() > 1 && text.front() == '-' && kBlanks.find(text[1]) == std::string_view::npos) {
            word.isNegated = true;
            text.remove_prefix(1);
        }
        word.isQuoted = text.front() == '"';
        bool inQuotes = false;
        std::size_t end = 0;
        for (; end < text.size() && (inQuotes || kBlanks.find(text[end]) == std::string_view::npos); ++end) {
            if (text[end] == '"')
                inQuotes = !inQuotes;
            else
                word.text += text[end];
        }
        text.remove_prefix(end);
        if (!word.text.empty())
            words.push_back(std::move(word));
    }
}

QString sentence(const FilterError &error)
{
    switch (error.problem) {
    case FilterError::Problem::Size:
        return u"expected a size, such as size:>10M, size:<=4k or size:1M..2M"_s;
    case FilterError::Problem::Type:
        return u"expected file, directory, symlink, hardlink, device, character, block, fifo or socket"_s;
    case FilterError::Problem::Mode:
        return u"expected suid, sgid, sticky, executable, writable, octal bits (0755), or any of several bits (/022)"_s;
    case FilterError::Problem::Layer:
        return u"expected a layer, such as layer:3, layer:>0 or layer:2..4"_s;
    case FilterError::Problem::Owner:
        return u"expected a numeric ID or a name from the image, such as owner:0"_s;
    case FilterError::Problem::UnknownOwner:
        return error.detail;
    case FilterError::Problem::Change:
        return u"expected added, modified, removed, moved or copied; changed: on its own finds them all"_s;
    case FilterError::Problem::Pattern:
        return u"invalid pattern: %1"_s.arg(error.detail);
    case FilterError::Problem::Key:
        return u"is not a term; put it in quotes to search for the text"_s;
    case FilterError::Problem::NoChanges:
        return u"finds what layers change; select layers with --layers or --upto"_s;
    case FilterError::Problem::NoRemovals:
        return u"finds what layers remove; select layers with --layers"_s;
    case FilterError::Problem::NoMoves:
        return u"finds what a comparison found elsewhere; layers have no such entries"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Error FilterError::toError() const
{
    return {.kind = ErrorKind::Invalid, .subject = printable(term), .detail = sentence(*this)};
}

bool TreeFilter::NameTerm::isMet(const MergedTree &tree, NodeId node) const
{
    const auto matches
        = [this](std::string_view name) { return regex ? regex->matches(name) : text.find(name) != std::string_view::npos; };
    return (matchesPaths ? matches(tree.path(node)) : matches(tree.name(node))) != isNegated;
}

std::pair<std::size_t, std::size_t> TreeFilter::NameTerm::matchInName(std::string_view name) const
{
    if (!regex)
        return text.matchInName(name);
    const auto match = matchesPaths ? std::pair(std::string_view::npos, std::size_t(0)) : regex->match(name);
    return match.first == std::string_view::npos ? std::pair<std::size_t, std::size_t>() : match;
}

FilterResult<std::shared_ptr<const TreeFilter>> TreeFilter::parse(const std::string &text, const OwnerLookup &lookup,
                                                                  int layersBefore)
{
    const std::shared_ptr<TreeFilter> filter(new TreeFilter);
    filter->m_text = text;
    filter->m_layersBefore = layersBefore;
    for (const Word &word : wordsOf(text))
        STRATOSCOPE_CHECK(filter->add(word.text, word.isNegated, word.isQuoted, lookup));
    return filter;
}

FilterResult<void> TreeFilter::add(std::string_view term, bool isNegated, bool isLiteral, const OwnerLookup &lookup)
{
    const std::size_t colon = isLiteral ? std::string_view::npos : term.find(':');
    if (colon != std::string_view::npos) {
        std::string key(term.substr(0, colon));
        std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
        const std::string_view value = term.substr(colon + 1);
        if (key == "re" && value.empty()) // still being typed
            return {};
        if (key == "re")
            return addRegex(NameRegex::compile(std::string(value)), value, term, isNegated);
        STRATOSCOPE_TRY(auto matches, makeEntryTerm(key, value, lookup));
        if (matches) {
            m_entryTerms.push_back({*std::move(matches), isNegated});
            if (key == "changed" && m_changeTerm.empty())
                m_changeTerm = term;
            if (key == "changed" && m_removalTerm.empty() && !isNegated && value.starts_with('r'))
                m_removalTerm = term;
            if (key == "changed" && m_moveTerm.empty() && (value.starts_with("mov") || value.starts_with('c')))
                m_moveTerm = term;
            return {};
        }
        if (isKey(key, value))
            return tl::unexpected(FilterError{FilterError::Problem::Key, std::string(term)});
    }
    if (!isLiteral && term.find_first_of("*?") != std::string_view::npos)
        return addRegex(NameRegex::fromGlob(term), term, term, isNegated);
    const NamePattern text(term);
    m_nameTerms.push_back({.isNegated = isNegated, .matchesPaths = text.hasSlash(), .text = text, .regex = {}});
    return {};
}

FilterResult<void> TreeFilter::addRegex(Result<NameRegex> regex, std::string_view pattern, std::string_view term, bool isNegated)
{
    if (!regex)
        return tl::unexpected(FilterError{FilterError::Problem::Pattern, std::string(term), regex.error().detail});
    const bool matchesPaths = pattern.find('/') != std::string_view::npos;
    m_nameTerms.push_back({.isNegated = isNegated,
                           .matchesPaths = matchesPaths,
                           .text = NamePattern(std::string_view()),
                           .regex = *std::move(regex)});
    return {};
}

std::vector<NodeId> TreeFilter::find(const MergedTree &tree, const std::vector<Change> *changes, const std::stop_token &stop) const
{
    const NodeId end = tree.size();
    std::vector<std::vector<NodeId>> parts((end - 1) / kNodesPerThread + 1);
    const auto findPart = [&](std::size_t part, const std::stop_token &innerStop) -> Result<void> {
        const NodeId first = 1 + NodeId(part) * kNodesPerThread;
        parts[part] = findAmong(NodeRange(first, std::min(kNodesPerThread, end - first)), tree, changes, innerStop);
        return {};
    };
    if (!inParallel(parts.size(), findPart, stop))
        throw std::bad_alloc(); // findPart has no other errors
    if (parts.size() == 1)
        return std::move(parts.front());
    std::vector<NodeId> found;
    found.reserve(std::transform_reduce(parts.begin(), parts.end(), std::size_t(0), std::plus(),
                                        [](const auto &part) { return part.size(); }));
    for (const auto &part : parts)
        found.insert(found.end(), part.begin(), part.end());
    return found;
}

std::vector<NodeId> TreeFilter::findAmong(const NodeRange &nodes, const MergedTree &tree, const std::vector<Change> *changes,
                                          const std::stop_token &stop) const
{
    // One of the terms finds the candidates; the others only check these.
    const NameTerm *first = nullptr;
    std::vector<NodeId> found;
    const auto text = std::ranges::find_if(m_nameTerms, [](const NameTerm &term) { return !term.isNegated && !term.regex; });
    if (text != m_nameTerms.end()) {
        found = findNames(tree, nodes, text->text, stop);
        first = &*text;
    } else {
        found.resize(nodes.size());
        std::iota(found.begin(), found.end(), *nodes.begin());
    }
    std::size_t checked = 0;
    const auto matchesAll = [&](NodeId node) {
        if (++checked % 0x4000 == 0)
            throwIfStopped(stop);
        const auto matches = [&](const NameTerm &term) { return &term == first || term.isMet(tree, node); };
        if (!std::ranges::all_of(m_nameTerms, matches))
            return false;
        if (m_entryTerms.empty())
            return true;
        const Entry entry = tree.entry(node);
        const int layer = tree.layer(node) < m_layersBefore ? tree.layer(node) : tree.layer(node) - m_layersBefore;
        const Candidate candidate{tree, node, entry, layer, changes ? std::optional((*changes)[node]) : std::nullopt};
        return std::ranges::all_of(m_entryTerms,
                                   [&candidate](const auto &term) { return term.matches(candidate) != term.isNegated; });
    };
    std::erase_if(found, [&](NodeId node) { return !matchesAll(node); });
    return found;
}

bool TreeFilter::asksForName(std::string_view name) const
{
    const auto isMet = [name](const NameTerm &term) {
        return !term.isNegated && !term.matchesPaths
            && (term.regex ? term.regex->matches(name) : term.text.find(name) != std::string_view::npos);
    };
    return m_entryTerms.empty() && !m_nameTerms.empty() && std::ranges::all_of(m_nameTerms, isMet);
}

std::pair<std::size_t, std::size_t> TreeFilter::matchInName(std::string_view name) const
{
    for (const NameTerm &term : m_nameTerms) {
        if (term.isNegated)
            continue;
        if (const auto match = term.matchInName(name); match.second > 0)
            return match;
    }
    return {0, 0};
}

TreeFilter::OwnerLookup ownersIn(ImageFs fs)
{
    return [fs = std::move(fs)](const std::string &name, bool isGroup) -> Result<std::uint32_t> {
        const QString text = QString::fromStdString(name);
        STRATOSCOPE_TRY(const UserIds ids, resolveUser(isGroup ? u"0:"_s + text : text, fs));
        return isGroup ? ids.gid : ids.uid;
    };
}

} // namespace stratoscope
