// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/latest_task.h"
#include "ui/widgets/preview.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class HexView;
class PictureView;

/// Shows what is in an entry: text, a picture, or its bytes, which can be asked for with any file. Reads on the session's threads.
class PreviewPane : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewPane(Session &session, QWidget *parent = nullptr);

    void show(const ImageFs &fs, NodeId node);
    using QWidget::show;
    void clear();

private:
    void present(const Preview &preview);
    void showMessage(const QString &text);
    void showBytes(bool on);
    void appendPiece();

    Session &m_session;
    LatestTask m_reading;
    ImageFs m_fs;
    Preview m_preview;
    QStringList m_pieces; ///< of the text, not yet shown
    QTimer m_feed;

    QLabel *m_caption;
    QToolButton *m_bytesButton;
    QLabel *m_note;
    QStackedWidget *m_stack;
    QLabel *m_message;
    QPlainTextEdit *m_text;
    PictureView *m_picture;
    HexView *m_hex;
};

} // namespace stratoscope::ui
