// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/preview/hex_cursor.h"

#include <QAbstractScrollArea>

#include <algorithm>
#include <functional>

namespace stratoscope::ui {

/// What views of bytes have in common: lines of a fixed number of bytes, as many as fit into the width; a cursor and a selection;
/// scrolling, also in files of more lines than a scroll bar can count. Bytes are counted by their position. From left to right in
/// every language, as numbers are.
class HexArea : public QAbstractScrollArea
{
    Q_OBJECT

public:
    const HexCursor &cursor() const { return m_cursor; }
    void select(std::uint64_t first, std::uint64_t count);

protected:
    static constexpr int kMargin = 8; ///< pixels
    static constexpr std::uint64_t kMaxCopied = 4 * 1024 * 1024; ///< bytes

    /// `shortestLine`: the number of bytes in a line where there is no room for more: 16, 8 or 4.
    HexArea(Session &session, std::uint64_t shortestLine, QWidget *parent);

    /// The number of positions.
    virtual std::uint64_t byteCount() const = 0;
    /// The width of lines of so many bytes, in pixels, with the margins.
    virtual int widthOf(std::uint64_t lineLength) const = 0;
    /// The position nearest to a point.
    virtual std::uint64_t positionAt(const QPoint &point) const = 0;
    /// The mouse was pressed. `extends`: to extend the selection.
    virtual void pressed(const QPoint &point, bool extends) = 0;
    virtual void readVisibleBytes() = 0;
    /// Why the bytes cannot be read; empty if they can.
    virtual QString error() const = 0;
    virtual void paintLine(QPainter &painter, std::uint64_t line, int top) const = 0;

    /// A character for a byte.
    static QChar characterOf(std::byte byte);
    int advance() const { return fontMetrics().horizontalAdvance(u'0'); }
    int lineHeight() const { return fontMetrics().height() + 2; }
    std::uint64_t lineLength() const { return m_lineLength; }
    std::uint64_t firstLine() const;
    /// The lines that are visible to their full height, at least one.
    std::uint64_t linesInPage() const { return std::uint64_t(std::max(1, viewport()->height() / lineHeight())); }
    void scrollToLine(std::uint64_t line);
    /// Shows other bytes from their beginning, or none.
    void reset();
    /// To be called when bytes have got other positions.
    void updatePositions();
    /// Moves the cursor without scrolling.
    void moveCursor(std::uint64_t position);
    /// Copies what `read` returns to the clipboard. It runs in one of the session's threads.
    void copyText(const std::function<Result<QString>()> &read);

    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    std::uint64_t lineCount() const;
    void updateScrollBars();
    void fitLine();
    void showCursor();

    Session &m_session;
    LatestTask m_copying;
    const std::uint64_t m_shortestLine;
    std::uint64_t m_lineLength = 16; ///< in bytes
    HexCursor m_cursor;
};

} // namespace stratoscope::ui
