// SPDX-License-Identifier: Apache-2.0
#include "diff/file/line_pairs.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace stratoscope {

namespace {

// Limits that keep the cost of a line, and of a change, small.
constexpr std::uint64_t kMostComparedPairs = 400;
constexpr qsizetype kComparedBytes = 512;
constexpr std::size_t kMostComparedWords = 40'000; ///< words of one line times words of the other

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || uchar(c) >= 0x80;
}

/// A word of a line: its hash and its length.
struct WeighedWord {
    std::size_t hash = 0;
    std::uint32_t weight = 0;
};
/// What a line consists of, without blanks, in the order of the hashes.
using WordBag = std::vector<WeighedWord>;

WordBag wordBag(QByteArrayView line)
{
    WordBag bag;
    line = line.first(std::min(kComparedBytes, line.size()));
    for (qsizetype at = 0; at < line.size();) {
        qsizetype end = at + 1;
        while (isWordByte(line[at]) && end < line.size() && isWordByte(line[end]))
            ++end;
        if (line[at] != ' ' && line[at] != '\t' && line[at] != '\r' && line[at] != '\n')
            bag.push_back({std::hash<std::string_view>()({line.data() + at, std::size_t(end - at)}), std::uint32_t(end - at)});
        at = end;
    }
    std::ranges::sort(bag, {}, &WeighedWord::hash);
    return bag;
}

std::uint32_t weightOf(const WordBag &bag)
{
    return std::accumulate(bag.begin(), bag.end(), std::uint32_t(0),
                           [](std::uint32_t sum, const WeighedWord &word) { return sum + word.weight; });
}

/// How much two lines have in common, in percent; 0 for less than a third.
std::uint32_t similarity(const WordBag &left, const WordBag &right)
{
    std::uint32_t common = 0;
    for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
        if (l->hash == r->hash) {
            common += l->weight;
            ++l;
            ++r;
        } else {
            (l->hash < r->hash ? l : r) += 1;
        }
    }
    const std::uint32_t most = std::max(weightOf(left), weightOf(right));
    return most > 0 && common * 3 >= most ? common * 100 / most : 0;
}

/// The pairs of lines that have most in common altogether, without crossing each other: indexes into the lines of the change.
std::vector<std::pair<std::uint32_t, std::uint32_t>> similarLines(const TextDiff &diff, const LineChange &change)
{
    const std::size_t rows = change.beforeCount;
    const std::size_t columns = change.afterCount;
    std::vector<WordBag> before(rows);
    std::vector<WordBag> after(columns);
    for (std::uint32_t i = 0; i < rows; ++i)
        before[i] = wordBag(diff.before.line(change.before + i));
    for (std::uint32_t i = 0; i < columns; ++i)
        after[i] = wordBag(diff.after.line(change.after + i));

    std::vector<std::uint32_t> own(rows * columns); // similarity of two lines
    std::vector<std::uint32_t> best((rows + 1) * (columns + 1)); // of the lines from there on
    const auto bestAt = [&](std::size_t row, std::size_t column) -> std::uint32_t & { return best[row * (columns + 1) + column]; };
    for (std::size_t row = rows; row-- > 0;) {
        for (std::size_t column = columns; column-- > 0;) {
            const std::uint32_t value = own[row * columns + column] = similarity(before[row], after[column]);
            bestAt(row, column)
                = std::max({bestAt(row + 1, column), bestAt(row, column + 1), value > 0 ? value + bestAt(row + 1, column + 1) : 0});
        }
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t row = 0, column = 0; row < rows && column < columns;) {
        const std::uint32_t value = own[row * columns + column];
        if (value > 0 && bestAt(row, column) == value + bestAt(row + 1, column + 1))
            pairs.emplace_back(std::uint32_t(row++), std::uint32_t(column++));
        else
            ++(bestAt(row, column) == bestAt(row + 1, column) ? row : column);
    }
    return pairs;
}

std::vector<QStringView> wordsOf(QStringView text)
{
    const auto isWord = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c.isMark() || c.isSurrogate(); };
    std::vector<QStringView> words;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        while (end < text.size() && ((isWord(text[at]) && isWord(text[end])) || (text[at].isSpace() && text[end].isSpace())))
            ++end;
        words.push_back(text.sliced(at, end - at));
        at = end;
    }
    return words;
}

qsizetype visibleLength(QStringView text)
{
    return std::ranges::count_if(text, [](QChar c) { return !c.isSpace(); });
}

/// Adds a part, joined with the one before if there are only blanks between them.
void addPart(std::vector<LinePart> &parts, QStringView line, qsizetype begin, qsizetype end)
{
    if (!parts.empty() && visibleLength(line.sliced(parts.back().end, begin - parts.back().end)) == 0)
        parts.back().end = end;
    else
        parts.push_back({begin, end});
}

/// Marks the words that are not part of the longest sequence that both lines have.
void compareWords(ChangedParts &parts, QStringView before, QStringView after, const std::vector<QStringView> &left,
                  const std::vector<QStringView> &right)
{
    const std::size_t columns = right.size() + 1;
    std::vector<std::uint32_t> longest((left.size() + 1) * columns); // in visible characters
    for (std::size_t i = left.size(); i-- > 0;) {
        for (std::size_t j = right.size(); j-- > 0;) {
            longest[i * columns + j] = left[i] == right[j]
                ? longest[(i + 1) * columns + j + 1] + 1 + std::uint32_t(visibleLength(left[i]))
                : std::max(longest[(i + 1) * columns + j], longest[i * columns + j + 1]);
        }
    }
    const auto mark = [](std::vector<LinePart> &marked, QStringView line, QStringView word) {
        const qsizetype begin = word.data() - line.data();
        addPart(marked, line, begin, begin + word.size());
    };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() || j < right.size()) {
        if (i < left.size() && j < right.size() && left[i] == right[j]) {
            ++i;
            ++j;
        } else if (j == right.size() || (i < left.size() && longest[(i + 1) * columns + j] >= longest[i * columns + j + 1])) {
            mark(parts.before, before, left[i++]);
        } else {
            mark(parts.after, after, right[j++]);
        }
    }
}

} // namespace

std::vector<LinePair> pairLines(const TextDiff &diff, const LineChange &change)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> anchors;
    if (std::uint64_t(change.beforeCount) * change.afterCount <= kMostComparedPairs)
        anchors = similarLines(diff, change);
    anchors.emplace_back(change.beforeCount, change.afterCount);

    std::vector<LinePair> pairs;
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    for (const auto &[beforeEnd, afterEnd] : anchors) {
        while (before < beforeEnd || after < afterEnd) {
            LinePair pair;
            if (before < beforeEnd)
                pair.before = change.before + before++;
            if (after < afterEnd)
                pair.after = change.after + after++;
            pairs.push_back(pair);
        }
        if (beforeEnd < change.beforeCount && afterEnd < change.afterCount)
            pairs.push_back({change.before + before++, change.after + after++});
    }
    return pairs;
}

ChangedParts changedParts(QStringView before, QStringView after)
{
    const std::vector<QStringView> left = wordsOf(before);
    const std::vector<QStringView> right = wordsOf(after);
    const std::size_t most = std::min(left.size(), right.size());
    std::size_t prefix = 0;
    while (prefix < most && left[prefix] == right[prefix])
        ++prefix;
    std::size_t suffix = 0;
    while (suffix < most - prefix && left[left.size() - 1 - suffix] == right[right.size() - 1 - suffix])
        ++suffix;
    const std::vector<QStringView> leftMiddle(left.begin() + std::ptrdiff_t(prefix), left.end() - std::ptrdiff_t(suffix));
    const std::vector<QStringView> rightMiddle(right.begin() + std::ptrdiff_t(prefix), right.end() - std::ptrdiff_t(suffix));

    ChangedParts parts;
    if (leftMiddle.size() * rightMiddle.size() <= kMostComparedWords) {
        compareWords(parts, before, after, leftMiddle, rightMiddle);
    } else {
        const auto all = [](QStringView line, const std::vector<QStringView> &words) {
            return std::vector{
                LinePart{words.front().data() - line.data(), words.back().data() + words.back().size() - line.data()}};
        };
        parts = {all(before, leftMiddle), all(after, rightMiddle)};
    }
    const auto unmarked = [](QStringView line, const std::vector<LinePart> &marked) {
        qsizetype length = visibleLength(line);
        for (const LinePart &part : marked)
            length -= visibleLength(line.sliced(part.begin, part.end - part.begin));
        return length;
    };
    const qsizetype common = std::max(unmarked(before, parts.before), unmarked(after, parts.after));
    const qsizetype longer = std::max(visibleLength(before), visibleLength(after));
    return common * 3 >= longer && common > 0 ? parts : ChangedParts();
}

} // namespace stratoscope
