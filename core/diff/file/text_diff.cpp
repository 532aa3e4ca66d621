// SPDX-License-Identifier: Apache-2.0
#include "diff/file/text_diff.h"

#include "base/cancel.h"
#include "diff/file/rising_sequence.h"

#include <git2.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Parts that are compared at once. The worst pairs of this length take about a second.
constexpr std::uint32_t kMaxPartLines = 100'000;
constexpr std::uint32_t kMaxPartBytes = 16 * 1024 * 1024;
/// The number of lines around a part that are compared with it: where a change is placed depends on what surrounds it, such as
/// blank lines.
constexpr std::uint32_t kMargin = 64;

/// Among more lines, none are searched for that occur in both texts: that would take more than 100 MB of memory.
constexpr std::uint32_t kMaxSearchedLines = 4'000'000;

/// libgit2 has a state of its own that has to be set up.
class GitLibrary
{
public:
    GitLibrary() { git_libgit2_init(); }
    ~GitLibrary() { git_libgit2_shutdown(); }
    GitLibrary(const GitLibrary &) = delete;
    GitLibrary &operator=(const GitLibrary &) = delete;
};

/// Lines that both texts have.
struct LineRun {
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    std::uint32_t count = 0;
};

/// A part of both texts.
struct LineRanges {
    std::uint32_t beforeBegin = 0;
    std::uint32_t beforeEnd = 0;
    std::uint32_t afterBegin = 0;
    std::uint32_t afterEnd = 0;
};

/// Finds the lines that occur once in each text.
class UniqueLines
{
public:
    explicit UniqueLines(std::uint32_t beforeLines)
    {
        std::size_t size = 16;
        while (size < std::size_t(beforeLines) * 2)
            size *= 2;
        m_slots.resize(size);
    }

    void addBefore(std::uint32_t number, QByteArrayView line)
    {
        Slot &slot = find(line);
        slot.before = slot.before == kNone ? number : kMany;
    }
    void addAfter(std::uint32_t number, QByteArrayView line)
    {
        Slot &slot = find(line);
        if (slot.before != kNone)
            slot.after = slot.after == kNone ? number : kMany;
    }
    /// The number of such a line in the text after for each line of the text before, whose first line is `begin`; kNone for
    /// others. Lines of different content may be among them.
    std::vector<std::uint32_t> pairs(std::uint32_t begin, std::uint32_t end) const
    {
        std::vector<std::uint32_t> after(end - begin, kNone);
        for (const Slot &slot : m_slots) {
            if (slot.before < kMany && slot.after < kMany)
                after[slot.before - begin] = slot.after;
        }
        return after;
    }

    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

private:
    static constexpr std::uint32_t kMany = 0xFFFFFFFE;
    struct Slot {
        std::uint32_t hash = 0; ///< of the line: the part that its place does not depend on
        std::uint32_t before = kNone;
        std::uint32_t after = kNone;
    };
    /// Where a line is, or may be put. The number of slots is a power of two, at least twice that of the lines in them.
    Slot &find(QByteArrayView line)
    {
        const std::uint64_t hash = std::hash<std::string_view>()({line.data(), std::size_t(line.size())});
        const auto own = std::uint32_t(hash >> 32);
        std::size_t at = std::size_t(hash) & (m_slots.size() - 1);
        while (m_slots[at].before != kNone && m_slots[at].hash != own)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at].hash = own;
        return m_slots[at];
    }

    std::vector<Slot> m_slots;
};

class TextComparer
{
public:
    TextComparer(TextDiff &diff, const std::stop_token &stop)
        : m_diff(diff)
        , m_stop(stop)
    {
    }

    Result<void> run()
    {
        const LineRanges all{0, m_diff.before.count(), 0, m_diff.after.count()};
        if (isSmall(all))
            return compare(all);
        return divide(all, findRuns(all), 2 * kMargin, kMargin);
    }

private:
    bool isSmall(const LineRanges &part) const
    {
        const auto bytes
            = [](const TextLines &lines, std::uint32_t begin, std::uint32_t end) { return lines.begin(end) - lines.begin(begin); };
        return part.beforeEnd - part.beforeBegin <= kMaxPartLines && part.afterEnd - part.afterBegin <= kMaxPartLines
            && bytes(m_diff.before, part.beforeBegin, part.beforeEnd) <= kMaxPartBytes
            && bytes(m_diff.after, part.afterBegin, part.afterEnd) <= kMaxPartBytes;
    }

    bool isSame(std::uint32_t before, std::uint32_t after) const { return m_diff.before.line(before) == m_diff.after.line(after); }

    LineRanges withoutCommonEnds(LineRanges part) const
    {
        const auto isEmpty = [&part] { return part.beforeBegin == part.beforeEnd || part.afterBegin == part.afterEnd; };
        while (!isEmpty() && isSame(part.beforeBegin, part.afterBegin)) {
            ++part.beforeBegin;
            ++part.afterBegin;
        }
        while (!isEmpty() && isSame(part.beforeEnd - 1, part.afterEnd - 1)) {
            --part.beforeEnd;
            --part.afterEnd;
        }
        return part;
    }

    /// Lines that occur once in both texts, in an order that they have in both.
    std::vector<LineRun> uniquePairs(const LineRanges &part) const
    {
        if (part.beforeEnd - part.beforeBegin > kMaxSearchedLines)
            return {};
        UniqueLines unique(part.beforeEnd - part.beforeBegin);
        for (std::uint32_t i = part.beforeBegin; i < part.beforeEnd; ++i) {
            stopSometimes(i);
            unique.addBefore(i, m_diff.before.line(i));
        }
        for (std::uint32_t i = part.afterBegin; i < part.afterEnd; ++i) {
            stopSometimes(i);
            unique.addAfter(i, m_diff.after.line(i));
        }
        const std::vector<std::uint32_t> partners = unique.pairs(part.beforeBegin, part.beforeEnd);
        std::vector<std::uint32_t> before;
        std::vector<std::uint32_t> after;
        for (std::uint32_t i = 0; i < partners.size(); ++i) {
            if (partners[i] == UniqueLines::kNone)
                continue;
            before.push_back(part.beforeBegin + i);
            after.push_back(partners[i]);
        }
        std::vector<LineRun> found;
        for (const std::uint32_t index : risingSequence(after))
            found.push_back({before[index], after[index], 1});
        return found;
    }

    void stopSometimes(std::uint32_t line) const
    {
        if (line % 65'536 == 0)
            throwIfStopped(m_stop);
    }

    /// Lines that are the same in both texts, in order, without a run that touches the one before it.
    std::vector<LineRun> findRuns(const LineRanges &all) const
    {
        const LineRanges middle = withoutCommonEnds(all);
        throwIfStopped(m_stop);

        std::vector<LineRun> runs;
        if (middle.beforeBegin > 0)
            runs.push_back({0, 0, middle.beforeBegin});
        std::uint32_t before = middle.beforeBegin; // from where on lines belong to no run
        std::uint32_t after = middle.afterBegin;
        for (LineRun run : uniquePairs(middle)) {
            if (run.before < before || run.after < after || !isSame(run.before, run.after))
                continue;
            while (run.before > before && run.after > after && isSame(run.before - 1, run.after - 1))
                run = {run.before - 1, run.after - 1, run.count + 1};
            while (run.before + run.count < middle.beforeEnd && run.after + run.count < middle.afterEnd
                   && isSame(run.before + run.count, run.after + run.count))
                ++run.count;
            runs.push_back(run);
            before = run.before + run.count;
            after = run.after + run.count;
        }
        if (middle.beforeEnd < all.beforeEnd)
            runs.push_back({middle.beforeEnd, middle.afterEnd, all.beforeEnd - middle.beforeEnd});
        return runs;
    }

    /// Compares what is between the runs of at least so many lines. `margin`: at most half as much.
    Result<void> divide(const LineRanges &whole, std::span<const LineRun> runs, std::uint32_t shortest, std::uint32_t margin)
    {
        LineRanges part = whole;
        auto first = runs.begin(); // of the runs in the part
        for (auto run = runs.begin(); run != runs.end(); ++run) {
            if (run->count < shortest)
                continue;
            part.beforeEnd = run->before + margin;
            part.afterEnd = run->after + margin;
            STRATOSCOPE_CHECK(comparePart(part, {first, run}, margin > 0));
            part.beforeBegin = run->before + run->count - margin;
            part.afterBegin = run->after + run->count - margin;
            first = run + 1;
        }
        part.beforeEnd = whole.beforeEnd;
        part.afterEnd = whole.afterEnd;
        return comparePart(part, {first, runs.end()}, margin > 0);
    }

    Result<void> comparePart(const LineRanges &part, std::span<const LineRun> runs, bool canBeDivided)
    {
        if (isSmall(part))
            return compare(part);
        if (canBeDivided)
            return divide(part, runs, 1, 0);
        const LineRanges rest = withoutCommonEnds(part);
        m_diff.isCoarse = m_diff.isCoarse || (rest.beforeBegin < rest.beforeEnd && rest.afterBegin < rest.afterEnd);
        add({rest.beforeBegin, rest.beforeEnd - rest.beforeBegin, rest.afterBegin, rest.afterEnd - rest.afterBegin});
        return {};
    }

    void add(const LineChange &change)
    {
        if (change.beforeCount > 0 || change.afterCount > 0)
            m_diff.changes.push_back(change);
    }

    Result<void> compare(const LineRanges &part)
    {
        throwIfStopped(m_stop);
        const std::uint32_t beforeCount = part.beforeEnd - part.beforeBegin;
        const std::uint32_t afterCount = part.afterEnd - part.afterBegin;
        const QByteArrayView before = m_diff.before.lines(part.beforeBegin, beforeCount);
        const QByteArrayView after = m_diff.after.lines(part.afterBegin, afterCount);
        if (before == after)
            return {};
        if (beforeCount == 0 || afterCount == 0 || (beforeCount == 1 && afterCount == 1)) {
            add({part.beforeBegin, beforeCount, part.afterBegin, afterCount});
            return {};
        }

        static const GitLibrary library;
        git_diff_options options;
        git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
        options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC; // git's default
        options.context_lines = 0;
        options.interhunk_lines = 0;
        options.max_size = -1;
        struct Found {
            TextComparer &comparer;
            const LineRanges &part;
        } found{*this, part};
        const auto addHunk = [](const git_diff_delta *, const git_diff_hunk *hunk, void *payload) {
            const Found &to = *static_cast<Found *>(payload);
            // Numbers count from 1; where there are no lines, they are those of the line before.
            const auto index = [](int start, int lines) { return std::uint32_t(lines > 0 ? start - 1 : start); };
            to.comparer.add({to.part.beforeBegin + index(hunk->old_start, hunk->old_lines), std::uint32_t(hunk->old_lines),
                             to.part.afterBegin + index(hunk->new_start, hunk->new_lines), std::uint32_t(hunk->new_lines)});
            return 0;
        };
        const int failed
            = git_diff_buffers(before.data(), std::size_t(before.size()), nullptr, after.data(), std::size_t(after.size()), nullptr,
                               &options, nullptr, nullptr, addHunk, nullptr, &found);
        // Nothing else can go wrong with bytes in memory.
        return failed == 0 ? Result<void>() : fail(ErrorKind::NoMemory, {}, u"not enough memory to compare two texts"_s);
    }

    TextDiff &m_diff;
    const std::stop_token &m_stop;
};

/// What git prints after `@@`: the nearest line before the hunk that looks like the beginning of a function.
class FunctionFinder
{
public:
    explicit FunctionFinder(const TextLines &lines)
        : m_lines(lines)
    {
    }

    /// To be called for one hunk after another. `first`: the hunk's first line.
    const QByteArray &before(std::uint32_t first)
    {
        for (std::uint32_t number = first; number > m_searched; --number) {
            const QByteArrayView line = m_lines.line(number - 1);
            const char c = line.isEmpty() ? '\0' : line.front();
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$') {
                m_found = shortened(line);
                break;
            }
        }
        m_searched = std::max(m_searched, first);
        return m_found;
    }

private:
    static QByteArray shortened(QByteArrayView line)
    {
        constexpr qsizetype kMost = 80;
        line = line.first(std::min(kMost, line.size()));
        while (!line.isEmpty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\n' || line.back() == '\r'))
            line.chop(1);
        while (!line.isValidUtf8())
            line.chop(1);
        return line.toByteArray();
    }

    const TextLines &m_lines;
    QByteArray m_found;
    std::uint32_t m_searched = 0; ///< the lines before it have been searched
};

void appendLine(QByteArray &text, char mark, QByteArrayView line)
{
    text.append(mark).append(line);
    if (!line.endsWith('\n'))
        text.append("\n\\ No newline at end of file\n");
}

QByteArray rangeText(std::uint32_t first, std::uint32_t count)
{
    const QByteArray start = QByteArray::number(count == 0 ? first : first + 1);
    return count == 1 ? start : start + ',' + QByteArray::number(count);
}

} // namespace

std::uint64_t TextDiff::removedLines() const
{
    return std::accumulate(changes.begin(), changes.end(), std::uint64_t(0),
                           [](std::uint64_t sum, const LineChange &change) { return sum + change.beforeCount; });
}

std::uint64_t TextDiff::addedLines() const
{
    return std::accumulate(changes.begin(), changes.end(), std::uint64_t(0),
                           [](std::uint64_t sum, const LineChange &change) { return sum + change.afterCount; });
}

Result<TextDiff> diffTexts(QByteArray before, QByteArray after, const std::stop_token &stop)
{
    if (before.size() > kMaxComparedText || after.size() > kMaxComparedText)
        return fail(ErrorKind::TooLarge, {}, u"texts of more than 128 MiB are not compared by lines"_s);
    TextDiff diff;
    const bool isSame = before == after;
    diff.before = TextLines(std::move(before));
    diff.after = isSame ? diff.before : TextLines(std::move(after));
    if (!isSame)
        STRATOSCOPE_CHECK(TextComparer(diff, stop).run());
    return diff;
}

QByteArray unifiedText(const TextDiff &diff, std::uint32_t contextLines)
{
    QByteArray text;
    FunctionFinder functions(diff.before);
    for (auto first = diff.changes.begin(); first != diff.changes.end();) {
        // Changes whose context would touch are one hunk.
        auto last = first;
        while (last + 1 != diff.changes.end() && (last + 1)->before - (last->before + last->beforeCount) <= 2 * contextLines)
            ++last;
        const std::uint32_t leading = std::min({contextLines, first->before, first->after});
        const std::uint32_t trailing = std::min({contextLines, diff.before.count() - (last->before + last->beforeCount),
                                                 diff.after.count() - (last->after + last->afterCount)});
        const std::uint32_t beforeBegin = first->before - leading;
        const std::uint32_t afterBegin = first->after - leading;
        text += "@@ -" + rangeText(beforeBegin, last->before + last->beforeCount + trailing - beforeBegin) + " +"
            + rangeText(afterBegin, last->after + last->afterCount + trailing - afterBegin) + " @@";
        if (const QByteArray &function = functions.before(beforeBegin); !function.isEmpty())
            text += ' ' + function;
        text += '\n';
        std::uint32_t line = beforeBegin;
        for (; first <= last; ++first) {
            for (; line < first->before; ++line)
                appendLine(text, ' ', diff.before.line(line));
            for (; line < first->before + first->beforeCount; ++line)
                appendLine(text, '-', diff.before.line(line));
            for (std::uint32_t i = 0; i < first->afterCount; ++i)
                appendLine(text, '+', diff.after.line(first->after + i));
            if (first == last) {
                for (std::uint32_t i = 0; i < trailing; ++i)
                    appendLine(text, ' ', diff.before.line(line++));
            }
        }
    }
    return text;
}

} // namespace stratoscope
