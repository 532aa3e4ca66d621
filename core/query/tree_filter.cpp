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

} // namespace

class FilterParser
{
public:
    explicit FilterParser(const TreeFilter::OwnerLookup &lookup)
        : m_lookup(lookup)
        , m_filter(new TreeFilter)
    {
    }

    FilterResult<std::shared_ptr<const TreeFilter>> parse(const std::string &text)
    {
        m_filter->m_text = text;
        for (const Word &word : wordsOf(text))
            STRATOSCOPE_CHECK(add(word));
        return std::move(m_filter);
    }

private:
    FilterResult<void> add(const Word &word)
    {
        const std::string_view text = word.text;
        if (!word.isQuoted) {
            if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
                const std::string_view key = text.substr(0, colon);
                const std::string_view value = text.substr(colon + 1);
                if (key == "re")
                    return value.empty() ? FilterResult<void>() // still being typed
                                         : addPattern(word, NameRegex::compile(std::string(value)), value);
                STRATOSCOPE_TRY(auto term, makeEntryTerm(key, value, m_lookup));
                if (term) {
                    addEntryTerm(*std::move(term), word.isNegated);
                    return {};
                }
            }
            if (text.find_first_of("*?") != std::string_view::npos)
                return addPattern(word, NameRegex::fromGlob(text), text);
        }
        m_filter->m_nameTerms.push_back(makeTextTerm(text, word.isNegated));
        return {};
    }

    FilterResult<void> addPattern(const Word &word, Result<NameRegex> regex, std::string_view pattern)
    {
        if (!regex)
            return tl::unexpected(FilterError{FilterError::Problem::Pattern, word.text, regex.error().detail});
        m_filter->m_nameTerms.push_back(
            makeRegexTerm(*std::move(regex), pattern.find('/') != std::string_view::npos, word.isNegated));
        return {};
    }

    void addEntryTerm(TreeFilter::EntryTerm term, bool isNegated)
    {
        using Candidate = TreeFilter::Candidate;
        if (isNegated)
            m_filter->m_entryTerms.emplace_back([term = std::move(term)](const Candidate &candidate) { return !term(candidate); });
        else
            m_filter->m_entryTerms.push_back(std::move(term));
    }

    const TreeFilter::OwnerLookup &m_lookup;
    std::shared_ptr<TreeFilter> m_filter;
};

TreeFilter::TreeFilter() = default;
TreeFilter::~TreeFilter() = default;

FilterResult<std::shared_ptr<const TreeFilter>> TreeFilter::parse(const std::string &text, const OwnerLookup &lookup)
{
    return FilterParser(lookup).parse(text);
}

std::shared_ptr<const TreeFilter> TreeFilter::none()
{
    static const std::shared_ptr<const TreeFilter> kNone(new TreeFilter);
    return kNone;
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
    for (const auto &term : m_nameTerms) {
        if (auto all = term->isNegated() ? std::nullopt : term->findAll(tree, nodes, stop)) {
            found = *std::move(all);
            first = term.get();
            break;
        }
    }
    if (!first) {
        found.resize(nodes.size());
        std::iota(found.begin(), found.end(), *nodes.begin());
    }
    std::size_t checked = 0;
    const auto matchesAll = [&](NodeId node) {
        if (++checked % 0x4000 == 0)
            throwIfStopped(stop);
        const auto matches = [&](const auto &term) { return term.get() == first || term->isMet(tree, node); };
        if (!std::ranges::all_of(m_nameTerms, matches))
            return false;
        if (m_entryTerms.empty())
            return true;
        const Entry entry = tree.entry(node);
        const Candidate candidate{tree, node, entry, changes ? std::optional((*changes)[node]) : std::nullopt};
        return std::ranges::all_of(m_entryTerms, [&candidate](const EntryTerm &term) { return term(candidate); });
    };
    std::erase_if(found, [&](NodeId node) { return !matchesAll(node); });
    return found;
}

std::pair<std::size_t, std::size_t> TreeFilter::matchInName(std::string_view name) const
{
    for (const auto &term : m_nameTerms) {
        if (term->isNegated())
            continue;
        if (const auto match = term->matchInName(name); match.second > 0)
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
