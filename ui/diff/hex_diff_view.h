// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/file/byte_diff.h"
#include "ui/preview/hex_area.h"
#include "ui/preview/hex_buffer.h"

namespace stratoscope::ui {

/// The bytes of two files beside each other, those that differ marked. Shown at once, byte by byte of the same offset, until the
/// session's threads have found which of them belong beside each other. Reads only what is visible and some bytes around it. Bytes
/// of one side can be selected and copied. Positions are those of the alignment.
class HexDiffView : public HexArea
{
    Q_OBJECT

public:
    explicit HexDiffView(Session &session, QWidget *parent = nullptr);

    void show(const FileSide &before, const FileSide &after);
    using HexArea::show;
    void clear();
    bool isEmpty() const { return !m_before.exists() && !m_after.exists(); }
    /// The number of differences is not known before.
    bool isCompared() const { return m_isCompared; }
    /// Why the files cannot be compared; may be empty.
    const QString &problem() const { return m_problem; }

    const ByteDiff &diff() const { return m_diff; }
    int differenceCount() const { return int(m_diff.differences.size()); }
    /// The difference that was gone to; -1: none yet.
    int currentDifference() const { return m_difference; }
    void goToDifference(int difference);
    /// Copies the selected bytes of one side to the clipboard in hexadecimal, once they have been read; at most 4 MiB.
    void copy();

Q_SIGNALS:
    /// Another difference is current, or the differences are known.
    void changed();
    /// To go to the next or the previous difference.
    void stepRequested(bool backwards);

protected:
    std::uint64_t byteCount() const override { return m_diff.alignment.size(); }
    int widthOf(std::uint64_t lineLength) const override { return 2 * sideWidth(lineLength) + gutter() + 2 * kMargin; }
    std::uint64_t positionAt(const QPoint &point) const override;
    void pressed(const QPoint &point, bool extends) override;
    void readVisibleBytes() override;
    QString error() const override;
    void paintLine(QPainter &painter, std::uint64_t line, int top) const override;

    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// Left edges of the columns of one side, in pixels.
    struct Columns {
        int offset, hex, plain;
    };
    /// Between the sides: room for a sign.
    int gutter() const { return 3 * advance(); }
    Columns columns(ByteAlignment::Side side) const;
    int sideWidth(std::uint64_t lineLength) const;
    /// The byte of one side at a position; nothing if it has none there or it has not been read.
    std::optional<std::byte> byteAt(std::uint64_t position, ByteAlignment::Side side) const;
    void paintSide(QPainter &painter, std::uint64_t line, int top, ByteAlignment::Side side) const;

    Session &m_session;
    HexBuffer m_beforeBytes;
    HexBuffer m_afterBytes;
    LatestTask m_comparing{this};
    FileSide m_before;
    FileSide m_after;
    ByteDiff m_diff;
    bool m_isCompared = false;
    QString m_problem;
    int m_difference = -1;
    ByteAlignment::Side m_side = ByteAlignment::Side::After; ///< that is copied
};

} // namespace stratoscope::ui
