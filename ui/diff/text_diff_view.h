// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/diff/text_matches.h"

#include <QAbstractScrollArea>
#include <QTextLayout>

namespace stratoscope::ui {

/// The difference of two texts with the line numbers of both: unified or side by side. Changed words are marked, unchanged lines
/// are folded. Only the visible rows are laid out. Texts can be selected and copied. From left to right in every language, as texts
/// with line numbers and signs in front of them are.
class TextDiffView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TextDiffView(Session &session, QWidget *parent = nullptr);

    /// Scrolls to the first change.
    void show(TextRows rows);
    using QAbstractScrollArea::show;
    const TextRows &rows() const { return m_rows; }

    /// The change that was gone to; -1: none yet.
    int currentChange() const { return m_change; }
    void goToChange(int change);
    /// Marks all matches of `text` in both texts, and selects the first one from the cursor on, once they are found. Empty: removes
    /// the marks.
    void find(const QString &text, bool matchesCase);
    /// Selects the next or previous match, wrapping around.
    void findNext(bool backwards);
    int matchCount() const { return int(m_matches.size()); }
    /// The match that was gone to; -1: none.
    int currentMatch() const { return m_match; }
    /// The selected text; lines without their signs.
    QString selectedText() const;
    void selectAll();
    void copy() const;
    /// The whole difference, as `git diff` prints it.
    void copyPatch() const;

Q_SIGNALS:
    void currentChangeChanged();
    /// To go to the next or the previous change.
    void stepRequested(bool backwards);
    void findRequested();
    /// The matches or the selected one have changed.
    void matchesChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// A place in the text of a row.
    struct Place {
        int row = 0;
        int column = 0;
        auto operator<=>(const Place &) const = default;
    };
    /// The area of one side of all rows, from the left edge of its numbers to the right edge of its text.
    struct Pane {
        DiffSideName side = DiffSideName::Before; ///< of the text; Unified: of its only pane, Before
        int left = 0;
        int right = 0;
        int text = 0; ///< left edge
    };
    std::vector<Pane> panes() const;
    int lineHeight() const;
    int numberWidth() const;
    int firstRow() const;
    int rowsInPage() const;
    int rowTop(int row) const;
    /// Unified: the side that a row shows.
    DiffSideName sideOf(int row, const Pane &pane) const;
    void layOut(QTextLayout &layout, const QString &text, const QList<QTextLayout::FormatRange> &formats = {}) const;
    void updateScrollBars();
    void paintRow(QPainter &painter, int row);
    void paintFold(QPainter &painter, int row, const QRect &area) const;
    void paintText(QPainter &painter, int row, const Pane &pane, const QRect &area, bool isMarked);
    int rowAt(int y) const;
    const Pane *paneAt(int x, const std::vector<Pane> &panes) const;
    Place placeAt(const QPoint &point) const;
    bool isSelected(int row, const Pane &pane, int length, int &begin, int &end) const;
    void moveCursor(int row, bool keepAnchor);
    void unfold(int row);
    void findMatches(bool goesThere);
    void goToMatch(int match);

    Session &m_session;
    LatestTask m_finding{this};
    TextRows m_rows;
    int m_change = -1;
    Place m_anchor;
    Place m_cursor;
    DiffSideName m_side = DiffSideName::Before; ///< SideBySide: that is selected
    int m_pressedFold = -1;
    QString m_sought; ///< empty: nothing
    Qt::CaseSensitivity m_sensitivity = Qt::CaseInsensitive;
    std::vector<TextMatch> m_matches;
    int m_match = -1;
};

} // namespace stratoscope::ui
