// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/text_rows.h"

#include "base/cancel.h"

#include <algorithm>

namespace stratoscope::ui {

namespace {

constexpr std::uint32_t kContext = 3; ///< unchanged lines around a change
constexpr std::uint32_t kLeastFolded = 4; ///< fewer lines are not worth a row to unfold them
constexpr qsizetype kPiece = 4000; ///< bytes of a line in a row

/// A part of a line whose characters are not cut off.
QByteArrayView pieceOf(QByteArrayView line, std::uint32_t piece)
{
    const auto boundary = [line](qsizetype at) {
        at = std::min(at, line.size());
        while (at > 0 && at < line.size() && (uchar(line[at]) & 0xC0) == 0x80)
            --at;
        return at;
    };
    const qsizetype begin = boundary(qsizetype(piece) * kPiece);
    return line.sliced(begin, boundary(qsizetype(piece + 1) * kPiece) - begin);
}

std::uint32_t pieceCount(QByteArrayView line)
{
    return line.isEmpty() ? 1 : std::uint32_t((line.size() + kPiece - 1) / kPiece);
}

int widthOf(QByteArrayView line)
{
    const QByteArrayView shown = line.first(std::min(kPiece, line.size()));
    return int(shown.size()) + 7 * int(std::ranges::count(shown, '\t'));
}

/// Lines of several rows are compared from both ends only.
LinePart changedBytes(QByteArrayView line, QByteArrayView other)
{
    const auto [left, right] = std::ranges::mismatch(line, other);
    const qsizetype begin = left - line.begin();
    const qsizetype most = std::min(line.size(), other.size()) - begin;
    qsizetype suffix = 0;
    while (suffix < most && line[line.size() - 1 - suffix] == other[other.size() - 1 - suffix])
        ++suffix;
    return {begin, line.size() - suffix};
}

} // namespace

TextRows TextRows::make(std::shared_ptr<const TextDiff> diff, TextLayout layout, const std::stop_token &stop)
{
    TextRows rows;
    rows.m_diff = std::move(diff);
    rows.m_layout = layout;
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    for (const LineChange &change : rows.m_diff->changes) {
        throwIfStopped(stop);
        rows.addGap(before, after, change.before - before, before + after > 0, true);
        rows.m_changes.push_back(rows.count());
        rows.addChange(change);
        before = change.before + change.beforeCount;
        after = change.after + change.afterCount;
    }
    rows.addGap(before, after, rows.m_diff->before.count() - before, before + after > 0, false);
    return rows;
}

void TextRows::addGap(std::uint32_t before, std::uint32_t after, std::uint32_t count, bool hasChangeBefore, bool hasChangeAfter)
{
    const std::uint32_t head = hasChangeBefore ? kContext : 0;
    const std::uint32_t tail = hasChangeAfter ? kContext : 0;
    if (count < head + tail + kLeastFolded)
        return addEqual(m_rows, before, after, count);
    addEqual(m_rows, before, after, head);
    const std::uint32_t hidden = count - head - tail;
    m_rows.push_back({.kind = TextRow::Fold, .before = before + head, .after = after + head, .other = hidden});
    ++m_folds;
    addEqual(m_rows, before + head + hidden, after + head + hidden, tail);
}

void TextRows::addEqual(std::vector<TextRow> &rows, std::uint32_t before, std::uint32_t after, std::uint32_t count)
{
    for (std::uint32_t i = 0; i < count; ++i)
        addLine(rows, {.kind = TextRow::Equal, .before = before + i, .after = after + i});
}

void TextRows::addLine(std::vector<TextRow> &rows, TextRow row)
{
    std::uint32_t pieces = 1;
    for (const DiffSideName side : {DiffSideName::Before, DiffSideName::After}) {
        const std::uint32_t line = side == DiffSideName::Before ? row.before : row.after;
        if (line == TextRow::kNone)
            continue;
        const QByteArrayView text = textOf(side).text(line);
        pieces = std::max(pieces, pieceCount(text));
        m_longest = std::max(m_longest, widthOf(text));
    }
    for (row.piece = 0; row.piece < pieces; ++row.piece)
        rows.push_back(row);
}

void TextRows::addChange(const LineChange &change)
{
    const std::vector<LinePair> pairs = pairLines(*m_diff, change);
    if (m_layout == TextLayout::SideBySide) {
        for (const LinePair &pair : pairs)
            addLine(m_rows,
                    {.kind = TextRow::Changed,
                     .before = pair.before.value_or(TextRow::kNone),
                     .after = pair.after.value_or(TextRow::kNone)});
        return;
    }
    for (const LinePair &pair : pairs) {
        if (pair.before)
            addLine(m_rows, {.kind = TextRow::Removed, .before = *pair.before, .other = pair.after.value_or(TextRow::kNone)});
    }
    for (const LinePair &pair : pairs) {
        if (pair.after)
            addLine(m_rows, {.kind = TextRow::Added, .after = *pair.after, .other = pair.before.value_or(TextRow::kNone)});
    }
}

int TextRows::changeAt(int row) const
{
    return int(std::ranges::upper_bound(m_changes, row) - m_changes.begin()) - 1;
}

void TextRows::unfold(int number)
{
    const TextRow fold = row(number);
    if (fold.kind != TextRow::Fold)
        return;
    std::vector<TextRow> lines;
    addEqual(lines, fold.before, fold.after, fold.other);
    m_rows.erase(m_rows.begin() + number);
    m_rows.insert(m_rows.begin() + number, lines.begin(), lines.end());
    --m_folds;
    for (int &change : m_changes) {
        if (change > number)
            change += int(lines.size()) - 1;
    }
}

void TextRows::unfoldAll()
{
    std::vector<TextRow> rows;
    std::vector<int> changes;
    std::size_t next = 0; // change
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (next < m_changes.size() && m_changes[next] == int(i)) {
            changes.push_back(int(rows.size()));
            ++next;
        }
        if (m_rows[i].kind == TextRow::Fold)
            addEqual(rows, m_rows[i].before, m_rows[i].after, m_rows[i].other);
        else
            rows.push_back(m_rows[i]);
    }
    m_rows = std::move(rows);
    m_changes = std::move(changes);
    m_folds = 0;
}

int TextRows::rowOf(std::uint32_t line, DiffSideName side) const
{
    const auto shows = [&](const TextRow &row) {
        const std::uint32_t own = side == DiffSideName::Before ? row.before : row.after;
        const std::uint32_t count = row.kind == TextRow::Fold ? row.other : 1;
        return own != TextRow::kNone && line >= own && line - own < count;
    };
    return int(std::ranges::find_if(m_rows, shows) - m_rows.begin());
}

std::pair<int, int> TextRows::reveal(std::uint32_t line, DiffSideName side, int character)
{
    int number = rowOf(line, side);
    if (row(number).kind == TextRow::Fold) {
        unfold(number);
        number = rowOf(line, side);
    }
    const auto isGoingOn = [&] { return number + 1 < count() && row(number + 1).isContinued(); };
    for (int length = int(text(number, side).size()); character >= length && isGoingOn(); length = int(text(number, side).size())) {
        character -= length;
        ++number;
    }
    return {number, character};
}

std::uint32_t TextRows::lineOf(const TextRow &row, DiffSideName side) const
{
    return row.kind == TextRow::Fold ? TextRow::kNone : side == DiffSideName::Before ? row.before : row.after;
}

QString TextRows::text(int number, DiffSideName side) const
{
    const std::uint32_t line = lineOf(row(number), side);
    return line == TextRow::kNone ? QString() : QString::fromUtf8(pieceOf(textOf(side).text(line), row(number).piece));
}

std::vector<LinePart> TextRows::changedParts(int number, DiffSideName side) const
{
    const TextRow &shown = row(number);
    const DiffSideName otherSide = side == DiffSideName::Before ? DiffSideName::After : DiffSideName::Before;
    const std::uint32_t own = lineOf(shown, side);
    const std::uint32_t other = shown.kind == TextRow::Changed ? lineOf(shown, otherSide) : shown.other;
    if (shown.kind == TextRow::Equal || shown.kind == TextRow::Fold || own == TextRow::kNone || other == TextRow::kNone)
        return {};
    const QByteArrayView ownText = textOf(side).text(own);
    const QByteArrayView otherText = textOf(otherSide).text(other);
    if (ownText.size() <= kPiece && otherText.size() <= kPiece) {
        const bool isBefore = side == DiffSideName::Before;
        const QString before = QString::fromUtf8(isBefore ? ownText : otherText);
        const QString after = QString::fromUtf8(isBefore ? otherText : ownText);
        const ChangedParts parts = stratoscope::changedParts(before, after);
        return isBefore ? parts.before : parts.after;
    }
    const LinePart changed = changedBytes(ownText, otherText);
    const QByteArrayView piece = pieceOf(ownText, shown.piece);
    const qsizetype pieceBegin = piece.data() - ownText.data();
    const qsizetype begin = std::clamp<qsizetype>(changed.begin - pieceBegin, 0, piece.size());
    const qsizetype end = std::clamp<qsizetype>(changed.end - pieceBegin, 0, piece.size());
    if (begin >= end)
        return {LinePart()}; // nothing in this row
    return {{QString::fromUtf8(piece.first(begin)).size(), QString::fromUtf8(piece.first(end)).size()}};
}

bool TextRows::lacksLineFeed(int number, DiffSideName side) const
{
    const std::uint32_t line = lineOf(row(number), side);
    return line != TextRow::kNone && !textOf(side).line(line).endsWith('\n')
        && row(number).piece + 1 >= pieceCount(textOf(side).text(line));
}

} // namespace stratoscope::ui
