// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/line_pairs.h"

#include <QString>

#include <memory>
#include <stop_token>
#include <utility>

namespace stratoscope::ui {

/// Whether changed lines are shown below or beside each other.
enum class TextLayout { Unified, SideBySide };

/// A side of a comparison.
enum class DiffSideName { Before, After };

/// A row of the view of a text difference. What it does not have is kNone.
struct TextRow {
    enum Kind : std::uint8_t {
        Equal,
        Removed, ///< Unified only
        Added, ///< Unified only
        Changed, ///< SideBySide only: a line of both texts or of one
        Fold, ///< stands for unchanged lines
    };
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    Kind kind = Equal;
    std::uint32_t before = kNone; ///< the line; of a Fold, the first one
    std::uint32_t after = kNone;
    std::uint32_t other = kNone; ///< of a Removed or Added line: the one that it is compared with; of a Fold: the number of lines
    std::uint32_t piece = 0; ///< long lines are several rows

    bool isContinued() const { return piece > 0; }
};

/// The difference of two texts as rows. Unchanged lines other than those around a change are folded. For one thread at a time.
class TextRows
{
public:
    TextRows() = default;
    /// Blocks for large differences. Throws Cancelled.
    static TextRows make(std::shared_ptr<const TextDiff> diff, TextLayout layout, const std::stop_token &stop);

    int count() const { return int(m_rows.size()); }
    const TextRow &row(int number) const { return m_rows[std::size_t(number)]; }
    TextLayout layout() const { return m_layout; }
    const std::shared_ptr<const TextDiff> &diff() const { return m_diff; }

    int changeCount() const { return int(m_changes.size()); }
    /// The first row of a change.
    int changeRow(int change) const { return m_changes[std::size_t(change)]; }
    /// The last change that begins at a row or before it; -1: none.
    int changeAt(int row) const;
    /// Replaces a Fold by the lines that it stands for.
    void unfold(int row);
    void unfoldAll();
    bool hasFolds() const { return m_folds > 0; }

    /// The row that shows a line of a side, or a Fold that stands for it; of a long line, the first one.
    int rowOf(std::uint32_t line, DiffSideName side) const;
    /// Where a character of a line is shown: the row, and the character in it. Unfolds the line.
    std::pair<int, int> reveal(std::uint32_t line, DiffSideName side, int character);

    /// The text of a row, without the end of its line; empty if that side has none.
    QString text(int row, DiffSideName side) const;
    /// The parts of text() that differ from the other side; empty if all of the line does.
    std::vector<LinePart> changedParts(int row, DiffSideName side) const;
    /// Whether the line is the last one of its text and not ended by a line feed.
    bool lacksLineFeed(int row, DiffSideName side) const;
    /// Of the longest row, in bytes of UTF-8; a tab counts as eight.
    int longestRow() const { return m_longest; }

private:
    std::uint32_t lineOf(const TextRow &row, DiffSideName side) const;
    const TextLines &textOf(DiffSideName side) const { return side == DiffSideName::Before ? m_diff->before : m_diff->after; }
    void addEqual(std::vector<TextRow> &rows, std::uint32_t before, std::uint32_t after, std::uint32_t count);
    void addLine(std::vector<TextRow> &rows, TextRow row);
    void addChange(const LineChange &change);
    void addGap(std::uint32_t before, std::uint32_t after, std::uint32_t count, bool hasChangeBefore, bool hasChangeAfter);

    std::shared_ptr<const TextDiff> m_diff;
    TextLayout m_layout = TextLayout::Unified;
    std::vector<TextRow> m_rows;
    std::vector<int> m_changes; ///< the first row of each
    int m_folds = 0;
    int m_longest = 0;
};

} // namespace stratoscope::ui
