// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/preview_pane.h"

#include "session/session.h"
#include "ui/models/format.h"
#include "ui/models/preview_text.h"
#include "ui/widgets/hex_view.h"
#include "ui/widgets/page_layout.h"
#include "ui/widgets/picture_view.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

PreviewPane::PreviewPane(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_caption(makeMutedLabel(this))
    , m_bytesButton(new QToolButton(this))
    , m_note(makeMutedLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_message(makeMutedLabel(this))
    , m_text(new QPlainTextEdit(this))
    , m_picture(new PictureView(this))
    , m_hex(new HexView(session, this))
{
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(16);
    m_text->setReadOnly(true);
    m_text->setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    m_text->viewport()->setAcceptDrops(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setUndoRedoEnabled(false);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Text of the file"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_bytesButton->setText(tr("Hex"));
    m_bytesButton->setToolTip(tr("Show the bytes"));
    m_bytesButton->setCheckable(true);
    m_bytesButton->setAutoRaise(true);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setContentsMargins(8, 2, 8, 4);
    m_note->setText(tr("The first %1 of the file; Hex shows all of it.").arg(sizeText(kTextPreviewLimit)));
    for (QWidget *const page : std::initializer_list<QWidget *>{m_message, m_text, m_picture, m_hex})
        m_stack->addWidget(page);

    auto *const top = new QHBoxLayout;
    top->setContentsMargins(8, 2, 4, 2);
    top->addWidget(m_caption, 1);
    top->addWidget(m_bytesButton);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_stack, 1);
    column->addWidget(m_note);

    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_feed.setInterval(0);
    connect(&m_feed, &QTimer::timeout, this, &PreviewPane::appendPiece);
    connect(m_bytesButton, &QToolButton::toggled, this, &PreviewPane::showBytes);
    clear();
}

void PreviewPane::show(const ImageFs &fs, NodeId node)
{
    m_fs = fs;
    auto task
        = m_session.run<Preview>([fs, node](ProgressMeter &, const std::stop_token &stop) { return readPreview(fs, node, stop); });
    m_reading.start(std::move(task), [this](const Result<Preview> &preview) {
        if (preview)
            return present(*preview);
        clear();
        showMessage(preview.error().message());
    });
}

void PreviewPane::clear()
{
    m_reading.drop();
    present({});
    showMessage(tr("Select a file to see what is in it"));
}

void PreviewPane::present(const Preview &preview)
{
    m_feed.stop();
    m_preview = preview;
    m_pieces.clear();
    m_caption->setText(preview.caption);
    m_caption->setToolTip(preview.caption);
    m_hex->clear();
    if (preview.kind == Preview::Text) {
        m_text->clear();
        m_pieces = preview.text;
        appendPiece();
        m_text->verticalScrollBar()->setValue(0);
    } else if (preview.kind == Preview::Picture) {
        m_picture->show(preview.picture);
    } else {
        showMessage(preview.message);
    }
    showBytes(m_bytesButton->isChecked());
}

void PreviewPane::showMessage(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
    m_note->hide();
}

void PreviewPane::showBytes(bool on)
{
    const bool hasBytes = m_preview.file != kNoNode && m_preview.size > 0;
    m_bytesButton->setVisible(hasBytes && m_preview.kind != Preview::Bytes);
    if (!hasBytes) {
        m_stack->setCurrentWidget(m_message);
    } else if (on || m_preview.kind == Preview::Bytes) {
        if (m_stack->currentWidget() != m_hex || m_hex->isEmpty())
            m_hex->show(m_fs, m_preview.file, m_preview.size);
        m_stack->setCurrentWidget(m_hex);
    } else {
        m_stack->setCurrentWidget(m_preview.kind == Preview::Picture ? static_cast<QWidget *>(m_picture) : m_text);
    }
    m_note->setVisible(m_stack->currentWidget() == m_text && m_preview.cut);
}

/// A megabyte of text at once would hold up the window; a piece takes a millisecond or two.
void PreviewPane::appendPiece()
{
    if (m_pieces.isEmpty()) {
        m_feed.stop();
        return;
    }
    const bool first = m_text->document()->isEmpty();
    QTextCursor cursor(m_text->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(first ? m_pieces.takeFirst() : u'\n' + m_pieces.takeFirst());
    m_feed.start();
}

} // namespace stratoscope::ui
