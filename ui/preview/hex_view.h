// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preview/hex_area.h"
#include "ui/preview/hex_buffer.h"

namespace stratoscope::ui {

/// A file's bytes: offset, hexadecimal, characters. Reads only what is visible and some bytes around it, on the session's threads.
/// Bytes can be selected with mouse and keyboard, and copied.
class HexView : public HexArea
{
    Q_OBJECT

public:
    explicit HexView(Session &session, QWidget *parent = nullptr);

    void show(const ImageFs &fs, NodeId node, std::uint64_t size);
    using HexArea::show;
    void clear();
    bool isEmpty() const { return m_node == kNoNode; }

    std::uint64_t size() const { return m_size; }
    /// Moves the cursor to an offset and scrolls to it.
    void goTo(std::uint64_t offset);

    enum class CopyAs { Hex, Text };
    /// Copies the selected bytes to the clipboard once they have been read; at most the first 4 MiB.
    void copy(CopyAs as);

Q_SIGNALS:
    void goToRequested();

protected:
    std::uint64_t byteCount() const override { return m_size; }
    int widthOf(std::uint64_t lineLength) const override;
    std::uint64_t positionAt(const QPoint &point) const override { return byteAt(point).first; }
    void pressed(const QPoint &point, bool) override { m_isInText = byteAt(point).second; }
    void readVisibleBytes() override;
    QString error() const override { return m_buffer.error(); }
    void paintLine(QPainter &painter, std::uint64_t line, int top) const override;

    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// Left edges of the columns, in pixels.
    struct Columns {
        int offset, hex, plain;
    };
    Columns columns(std::uint64_t lineLength) const;
    /// The byte nearest to a point, and whether the point is in the column of characters.
    std::pair<std::uint64_t, bool> byteAt(const QPoint &point) const;

    HexBuffer m_buffer;
    ImageFs m_fs;
    NodeId m_node = kNoNode;
    std::uint64_t m_size = 0;
    bool m_isInText = false; ///< the selection was made in the column of characters
};

} // namespace stratoscope::ui
