// SPDX-License-Identifier: Apache-2.0
#include "query/tree_filter.h"

#include "base/cancel.h"
#include "base/parallel.h"
#include "query/filter_terms.h"

#include <algorithm>
#include <new>
#include <numeric>

namespace stratoscope {

namespace {

/// What a thread takes on at a time: a millisecond's work or some, more than the thread's beginning costs.
constexpr NodeId kNodesAtATime = 50'000;

constexpr std::string_view kBlanks = " \t\n";

struct Word {
    std::string text;
    bool isNegated = false;
    bool isQuoted = false; ///< its beginning: it is a text, whatever it looks like
};

/// Cuts at blanks; quotes keep together what is between them.
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
    explicit FilterParser(const TreeFilter::Lookup &lookup)
        : m_lookup(lookup)
        , m_filter(new TreeFilter)
    {
    }

    Result<std::shared_ptr<const TreeFilter>> parse(const std::string &text)
    {
        m_filter->m_text = text;
        for (const Word &word : wordsOf(text))
            STRATOSCOPE_CHECK(add(word));
        return std::move(m_filter);
    }

private:
    Result<void> add(const Word &word)
    {
        const std::string_view text = word.text;
        if (!word.isQuoted) {
            const std::size_t colon = text.find(':');
            const std::string_view key = text.substr(0, colon);
            if (colon != std::string_view::npos && key == "re")
                return addRegex(std::string(text.substr(colon + 1)), word.isNegated);
            if (colon != std::string_view::npos) {
                STRATOSCOPE_TRY(auto fact, makeFact(key, text.substr(colon + 1), m_lookup));
                if (fact) {
                    addFact(*std::move(fact), word.isNegated);
                    return {};
                }
            }
            if (text.find_first_of("*?") != std::string_view::npos) {
                STRATOSCOPE_TRY(NameRegex glob, NameRegex::fromGlob(text));
                m_filter->m_names.push_back(
                    makeRegexTerm(std::move(glob), text.find('/') != std::string_view::npos, word.isNegated));
                return {};
            }
        }
        m_filter->m_names.push_back(makeTextTerm(text, word.isNegated));
        return {};
    }

    Result<void> addRegex(const std::string &pattern, bool isNegated)
    {
        if (pattern.empty())
            return {}; // still being typed
        STRATOSCOPE_TRY(NameRegex regex, NameRegex::compile(pattern));
        m_filter->m_names.push_back(makeRegexTerm(std::move(regex), pattern.find('/') != std::string::npos, isNegated));
        return {};
    }

    void addFact(TreeFilter::Fact fact, bool isNegated)
    {
        if (isNegated)
            m_filter->m_facts.emplace_back([fact = std::move(fact)](const TreeFilter::Subject &subject) { return !fact(subject); });
        else
            m_filter->m_facts.push_back(std::move(fact));
    }

    const TreeFilter::Lookup &m_lookup;
    std::shared_ptr<TreeFilter> m_filter;
};

TreeFilter::TreeFilter() = default;
TreeFilter::~TreeFilter() = default;

Result<std::shared_ptr<const TreeFilter>> TreeFilter::parse(const std::string &text, const Lookup &lookup)
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
    std::vector<std::vector<NodeId>> parts((end - 1) / kNodesAtATime + 1);
    const auto findPart = [&](std::size_t part, const std::stop_token &innerStop) -> Result<void> {
        const NodeId first = 1 + NodeId(part) * kNodesAtATime;
        parts[part] = findAmong(NodeRange(first, std::min(kNodesAtATime, end - first)), tree, changes, innerStop);
        return {};
    };
    if (!inParallel(parts.size(), findPart, stop))
        throw std::bad_alloc(); // nothing else in it fails
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
    // One of the terms gives the candidates, the others are asked about these.
    const NameTerm *first = nullptr;
    std::vector<NodeId> found;
    for (const auto &term : m_names) {
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
    std::size_t asked = 0;
    const auto meets = [&](NodeId node) {
        if (++asked % 0x4000 == 0)
            throwIfStopped(stop);
        const auto isMet = [&](const auto &term) { return term.get() == first || term->isMet(tree, node); };
        if (!std::ranges::all_of(m_names, isMet))
            return false;
        if (m_facts.empty())
            return true;
        const Entry entry = tree.entry(node);
        const Subject subject{tree, node, entry, changes ? std::optional((*changes)[node]) : std::nullopt};
        return std::ranges::all_of(m_facts, [&subject](const Fact &fact) { return fact(subject); });
    };
    std::erase_if(found, [&](NodeId node) { return !meets(node); });
    return found;
}

std::pair<std::size_t, std::size_t> TreeFilter::matchInName(std::string_view name) const
{
    for (const auto &term : m_names) {
        if (term->isNegated())
            continue;
        if (const auto match = term->matchInName(name); match.second > 0)
            return match;
    }
    return {0, 0};
}

} // namespace stratoscope
