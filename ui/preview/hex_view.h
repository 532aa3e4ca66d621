// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/latest_task.h"
#include "ui/preview/hex_buffer.h"
#include "ui/preview/hex_cursor.h"

#include <QAbstractScrollArea>

#include <algorithm>

namespace stratoscope::ui {

/// A file's bytes: offset, hexadecimal, characters. Reads only what is visible and some bytes around it, on the session's threads.
/// Bytes can be selected with mouse and keyboard, and copied.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit HexView(Session &session, QWidget *parent = nullptr);

    void show(const ImageFs &fs, NodeId node, std::uint64_t size);
    using QAbstractScrollArea::show;
    void clear();
    bool isEmpty() const { return m_node == kNoNode; }

    std::uint64_t size() const { return m_size; }
    const HexCursor &cursor() const { return m_cursor; }
    void select(std::uint64_t first, std::uint64_t count);
    /// Moves the cursor to an offset and scrolls to it.
    void goTo(std::uint64_t offset);

    enum class CopyAs { Hex, Text };
    /// Copies the selected bytes to the clipboard once they have been read; at most the first 4 MiB.
    void copy(CopyAs as);

Q_SIGNALS:
    void goToRequested();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// Left edges of the columns and the width of a character, in pixels.
    struct Columns {
        int offset, hex, plain, advance;
    };
    Columns columns() const;
    std::uint64_t lineCount() const;
    std::uint64_t firstLine() const;
    int visibleLines() const { return viewport()->height() / lineHeight() + 1; }
    /// The lines that are visible to their full height, at least one.
    std::uint64_t linesInPage() const { return std::uint64_t(std::max(1, visibleLines() - 1)); }
    int lineHeight() const { return fontMetrics().height() + 2; }
    int lineWidth() const;
    void fitLine();
    void updateScrollBars();
    void scrollToLine(std::uint64_t line);
    void readVisibleBytes();
    /// The byte nearest to a point, and whether the point is in the column of characters.
    std::pair<std::uint64_t, bool> byteAt(const QPoint &point) const;
    void showCursor();
    void paintLine(QPainter &painter, std::uint64_t line, int top) const;

    Session &m_session;
    HexBuffer m_buffer;
    LatestTask m_copying;
    ImageFs m_fs;
    NodeId m_node = kNoNode;
    std::uint64_t m_size = 0;
    std::uint64_t m_lineLength = 16; ///< in bytes; 8 where there is no room for 16
    HexCursor m_cursor;
    bool m_isInText = false; ///< the selection was made in the column of characters
};

} // namespace stratoscope::ui
