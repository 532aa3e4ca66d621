// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/preview_pane.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/details/details_view.h"
#include "ui/json/json_view.h"
#include "ui/preview/archive_view.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/hex_view.h"
#include "ui/preview/picture_view.h"
#include "ui/preview/text_view.h"
#include "ui/settings/settings.h"

#include <QAbstractButton>
#include <QFontDatabase>
#include <QLabel>
#include <QStackedWidget>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

PreviewPane::PreviewPane(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_caption(makeMutedLabel(this))
    , m_modes(new SegmentBar({{tr("Text"), tr("Show the file's contents")},
                              {tr("Tree"), tr("Show the JSON document as a tree")},
                              {tr("Bytes"), tr("Show the bytes in hexadecimal")}},
                             this))
    , m_facts(new DetailsView(this))
    , m_rule(new QFrame(this))
    , m_note(makeNote(this))
    , m_stack(new QStackedWidget(this))
    , m_message(makeHint(this))
    , m_text(new TextView(this))
    , m_json(new JsonView(this))
    , m_archive(new ArchiveView(this))
    , m_picture(new PictureView(this))
    , m_hex(new HexView(session, this))
    , m_find(new FindBar(this))
{
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setContentsMargins(8, 2, 8, 4);
    m_facts->setCompact(true);
    m_rule->setFrameShape(QFrame::HLine);
    m_rule->setForegroundRole(QPalette::Midlight);
    m_facts->setAccessibleName(tr("File information"));
    for (QWidget *const page : std::initializer_list<QWidget *>{m_message, m_text, m_json, m_archive, m_picture, m_hex})
        m_stack->addWidget(page);
    connect(m_modes, &SegmentBar::selected, this, [this](int mode) { setViewMode(ViewMode(mode)); });

    auto *const top = makeRow(nullptr, {{m_caption, 1}, m_modes}, {.around = {8, 4, 4, 4}, .between = kUsualSpacing});
    makeColumn(this, {top, m_facts, m_rule, {m_stack, 1}, m_note, m_find});

    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_slow.setSingleShot(true);
    m_slow.setInterval(300);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        present({});
        showMessage(tr("Loading…"));
    });
    connect(m_facts, &DetailsView::followed, this, &PreviewPane::followed);
    connectFinding();
    clear();
}

void PreviewPane::connectFinding()
{
    m_find->setTextView(m_text);
    connect(m_hex, &HexView::goToRequested, this, &PreviewPane::openFindBar);
    connect(m_find, &FindBar::entered, this, [this] {
        if (m_find->mode() == FindBar::Offset)
            goToOffset();
    });
    connect(m_find, &FindBar::closed, this, [this] {
        if (m_find->mode() == FindBar::Offset)
            m_hex->setFocus();
    });
}

void PreviewPane::show(const ImageFs &fs, NodeId node)
{
    m_fs = fs;
    const auto work = [fs, node](const std::stop_token &stop) { return readPreview(fs, node, stop); };
    m_slow.start();
    m_reading.run(m_session, work, [this](const Result<Preview> &preview) {
        m_slow.stop();
        if (preview)
            return present(*preview);
        clear();
        showMessage(preview.error().message());
    });
}

void PreviewPane::clear()
{
    m_reading.drop();
    m_slow.stop();
    present({});
    showMessage(tr("Select a file to preview it"));
}

void PreviewPane::present(const Preview &preview)
{
    m_preview = preview;
    m_caption->setText(preview.caption);
    m_caption->setToolTip(preview.caption);
    m_facts->show(preview.facts);
    fitFacts();
    m_hex->clear();
    m_json->show(preview.json);
    m_archive->show(preview.archive);
    m_text->show(preview.text, preview.name);
    m_picture->show(preview.picture);
    showMessage(preview.message);
    updateView();
}

void PreviewPane::showMessage(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
    m_note->hide();
}

void PreviewPane::setViewMode(ViewMode mode)
{
    m_mode = mode;
    updateView();
}

void PreviewPane::updateView()
{
    const bool hasBytes = m_preview.file != kNoNode && m_preview.size > 0;
    const bool hasContent = m_preview.kind != Preview::Bytes && m_preview.kind != Preview::Message;
    const ViewMode mode = !hasContent || m_mode == Bytes ? Bytes : m_mode == Tree && m_preview.json ? Tree : Content;
    m_modes->setVisible(hasBytes && hasContent);
    m_modes->segment(Tree)->setVisible(m_preview.json != nullptr);
    m_modes->segment(Content)->setText(m_preview.kind == Preview::Picture       ? tr("Picture")
                                           : m_preview.kind == Preview::Archive ? tr("Contents")
                                                                                : tr("Text"));
    m_modes->setCurrent(mode);
    QWidget *shown = m_message;
    if (hasBytes && mode == Bytes) {
        if (m_hex->isEmpty())
            m_hex->show(m_fs, m_preview.file, m_preview.size);
        shown = m_hex;
    } else if (hasBytes && mode == Tree) {
        shown = m_json;
    } else if (hasBytes) {
        shown = m_preview.kind == Preview::Picture ? static_cast<QWidget *>(m_picture)
            : m_preview.kind == Preview::Archive   ? static_cast<QWidget *>(m_archive)
                                                   : m_text;
    }
    m_stack->setCurrentWidget(shown);
    m_note->setText(m_preview.note);
    m_note->setVisible(!m_preview.note.isEmpty() && (shown != m_hex || !hasContent));
    const bool canFind = shown == m_text || shown == m_hex;
    if (m_find->isVisible() && (!canFind || (m_find->mode() == FindBar::Offset) != (shown == m_hex)))
        m_find->hide();
}

/// Fits the height to the facts, but leaves most of the room to the content.
void PreviewPane::fitFacts()
{
    m_facts->setVisible(!m_facts->details().isEmpty());
    m_rule->setVisible(m_facts->isVisibleTo(this));
    m_facts->document()->setTextWidth(m_facts->viewport()->width());
    const int wanted = int(m_facts->document()->size().height()) + 2;
    m_facts->setFixedHeight(std::min(wanted, std::max(60, height() * 2 / 5)));
}

void PreviewPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitFacts();
}

void PreviewPane::openFindBar()
{
    if (m_stack->currentWidget() == m_hex)
        m_find->open(FindBar::Offset);
    else if (m_stack->currentWidget() == m_text)
        Q_EMIT m_text->findRequested();
}

void PreviewPane::goToOffset()
{
    bool ok = false;
    const QString text = m_find->text().trimmed();
    const bool isHex = text.startsWith(u"0x"_s, Qt::CaseInsensitive);
    const qulonglong offset = isHex ? text.mid(2).toULongLong(&ok, 16) : text.toULongLong(&ok, 10);
    if (!ok)
        return m_find->setState(tr("Not a number"), true);
    if (offset >= m_hex->size())
        return m_find->setState(tr("Past the end of the file"), true);
    m_find->setState({}, false);
    m_hex->goTo(offset);
    m_hex->setFocus();
}

void PreviewPane::applySettings()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (const int points = settings::previewFontSize(); points > 0)
        font.setPointSize(points);
    for (QWidget *const view : {static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_hex)}) {
        if (view->font() != font)
            view->setFont(font);
    }
}

} // namespace stratoscope::ui
