// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/byte_diff.h"
#include "ui/preview/hex_buffer.h"
#include "ui/preview/hex_cursor.h"

#include <QAbstractScrollArea>

#include <algorithm>

namespace stratoscope::ui {

/// The bytes of two files beside each other, those that differ marked. Shown at once, byte by byte of the same offset, until the
/// session's threads have found which of them belong beside each other. Reads only what is visible and some bytes around it. Bytes
/// of one side can be selected and copied. From left to right in every language, as numbers are.
class HexDiffView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit HexDiffView(Session &session, QWidget *parent = nullptr);

    void show(const FileSide &before, const FileSide &after);
    using QAbstractScrollArea::show;
    void clear();
    bool isEmpty() const { return !m_before.exists() && !m_after.exists(); }
    /// The number of differences is not known before.
    bool isCompared() const { return m_isCompared; }
    /// Why the files cannot be compared; may be empty.
    const QString &error() const { return m_error; }

    const ByteDiff &diff() const { return m_diff; }
    int differenceCount() const { return int(m_diff.differences.size()); }
    /// The difference that was gone to; -1: none yet.
    int currentDifference() const { return m_difference; }
    void goToDifference(int difference);
    void select(std::uint64_t firstPosition, std::uint64_t count);
    /// Copies the selected bytes of one side to the clipboard in hexadecimal, once they have been read; at most 4 MiB.
    void copy();

Q_SIGNALS:
    /// Another difference is current, or the differences are known.
    void changed();
    /// To go to the next or the previous difference.
    void stepRequested(bool backwards);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// Left edges of the columns of one side, in pixels.
    struct Columns {
        int offset, hex, plain;
    };
    int advance() const;
    int lineHeight() const;
    int gutter() const;
    Columns columns(ByteAlignment::Side side) const;
    int sideWidth(std::uint64_t lineLength) const;
    std::uint64_t lineCount() const;
    std::uint64_t firstLine() const;
    std::uint64_t linesInPage() const { return std::uint64_t(std::max(1, viewport()->height() / lineHeight())); }
    void scrollToLine(std::uint64_t line);
    void updateScrollBars();
    void fitLine();
    void readVisibleBytes();
    void showCursor();
    /// The byte of one side at a position; nothing if it has none there or it has not been read.
    std::optional<std::byte> byteAt(std::uint64_t position, ByteAlignment::Side side) const;
    void paintLine(QPainter &painter, std::uint64_t line, int top) const;
    void paintSide(QPainter &painter, std::uint64_t line, int top, ByteAlignment::Side side) const;
    std::uint64_t positionAt(const QPoint &point) const;

    Session &m_session;
    HexBuffer m_beforeBytes;
    HexBuffer m_afterBytes;
    LatestTask m_comparing{this};
    LatestTask m_copying{this};
    FileSide m_before;
    FileSide m_after;
    ByteDiff m_diff;
    bool m_isCompared = false;
    QString m_error;
    int m_difference = -1;
    std::uint64_t m_lineLength = 16; ///< positions; 8 or 4 where there is no room for 16
    HexCursor m_cursor; ///< of positions
    ByteAlignment::Side m_side = ByteAlignment::Side::After; ///< that is copied
};

} // namespace stratoscope::ui
