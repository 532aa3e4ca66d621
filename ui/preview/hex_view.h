// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/common/latest_task.h"

#include <QAbstractScrollArea>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// A file's bytes: offset, hexadecimal, characters. Reads what is in sight and a little around it, on the session's threads; bytes
/// are selected with mouse or keyboard and copied.
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
    /// Of the byte that the keyboard is at.
    std::uint64_t cursor() const { return m_cursor; }
    /// First and count of the selected bytes; the one at the cursor where no more are.
    std::pair<std::uint64_t, std::uint64_t> selection() const;
    void select(std::uint64_t first, std::uint64_t count);
    /// Moves the cursor there, and what is in sight.
    void goTo(std::uint64_t offset);

    enum class CopyAs { Hex, Text };
    /// Puts the selected bytes on the clipboard once they are read; of more than 4 MiB the first.
    void copy(CopyAs as);

Q_SIGNALS:
    void goToRequested();
    void selectionChanged();
    void copied();

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
    static constexpr int kMargin = 8; ///< in pixels

    struct Columns {
        int offset, hex, plain, advance;
    };
    Columns columns() const;
    std::uint64_t lineCount() const;
    std::uint64_t firstLine() const;
    int visibleLines() const;
    int lineHeight() const;
    int widthOfLine() const;
    void fitLine();
    void updateScrollBars();
    void scrollToLine(std::uint64_t line);
    void readWhatIsNeeded();
    /// Left edge of a byte in its line, in characters from the column's.
    static int hexPlace(int byte) { return 3 * byte + (byte >= 8 ? 1 : 0); }
    /// The byte nearest to a point, and whether it is in the column of characters.
    std::pair<std::uint64_t, bool> byteAt(const QPoint &point) const;
    void moveCursor(std::uint64_t to, bool keepAnchor);
    void paintLine(QPainter &painter, std::uint64_t line, int top) const;
    /// The line's bytes as far as they are there.
    std::span<const std::byte> bytesOf(std::uint64_t line) const;

    Session &m_session;
    LatestTask m_reading;
    LatestTask m_copying;
    ImageFs m_fs;
    NodeId m_node = kNoNode;
    std::uint64_t m_size = 0;
    std::uint64_t m_bytesInLine = 16; ///< or 8, where there is no room for more
    std::uint64_t m_cursor = 0;
    std::uint64_t m_anchor = 0;
    bool m_inText = false; ///< the selection was made in the column of characters
    std::uint64_t m_windowBegin = 0; ///< offset of m_window in the file
    std::vector<std::byte> m_window;
    QString m_error;
};

} // namespace stratoscope::ui
