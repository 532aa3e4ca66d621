// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"
#include "ui/latest_task.h"

#include <QAbstractScrollArea>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// A file's bytes: offset, hexadecimal, characters. Reads what is in sight and a little around it, on the session's threads.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit HexView(Session &session, QWidget *parent = nullptr);

    void show(const ImageFs &fs, NodeId node, std::uint64_t size);
    using QAbstractScrollArea::show;
    void clear();
    bool isEmpty() const { return m_node == kNoNode; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    std::uint64_t lineCount() const;
    std::uint64_t firstLine() const;
    int visibleLines() const;
    int lineHeight() const;
    void updateScrollBars();
    void readWhatIsNeeded();
    QString offsetText(std::uint64_t line) const;
    QString hexText(std::uint64_t line) const;
    QString plainText(std::uint64_t line) const;
    /// The line's bytes as far as they are there.
    std::span<const std::byte> bytesOf(std::uint64_t line) const;

    Session &m_session;
    LatestTask m_reading;
    ImageFs m_fs;
    NodeId m_node = kNoNode;
    std::uint64_t m_size = 0;
    std::uint64_t m_windowBegin = 0; ///< offset of m_window in the file
    std::vector<std::byte> m_window;
    QString m_error;
};

} // namespace stratoscope::ui
