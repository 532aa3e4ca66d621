// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/preview_pane.h"

#include "content/archive_contents.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/details/details_view.h"
#include "ui/json/json_view.h"
#include "ui/preview/archive_dialog.h"
#include "ui/preview/archive_view.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/hex_view.h"
#include "ui/preview/picture_view.h"
#include "ui/preview/text_view.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

PreviewPane::PreviewPane(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_caption(makeMutedLabel(this))
    , m_open(new QPushButton(icon(u"open"_s), tr("Open Archive"), this))
    , m_modes(new SegmentBar({{tr("Text"), tr("Show the file's contents")},
                              {tr("Text"), tr("Show the document's text")},
                              {tr("Tree"), tr("Show the JSON document as a tree")},
                              {tr("Bytes"), tr("Show the bytes in hexadecimal")}},
                             this))
    , m_facts(new DetailsView(this))
    , m_rule(makeRule(this))
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
    m_facts->setAccessibleName(tr("File information"));
    for (QWidget *const page : std::initializer_list<QWidget *>{m_message, m_text, m_json, m_archive, m_picture, m_hex})
        m_stack->addWidget(page);
    connect(m_modes, &SegmentBar::selected, this, [this](int mode) { setViewMode(ViewMode(mode)); });

    auto *const top = makeRow(nullptr, {{m_caption, 1}, m_open, m_modes}, {.around = {8, 4, 4, 4}, .between = kUsualSpacing});
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
    connect(m_text, &TextView::moreNeeded, this, &PreviewPane::readMore);
    m_open->setObjectName(u"openArchive"_s);
    m_open->setToolTip(tr("Look into the files of the archive"));
    connect(m_open, &QPushButton::clicked, this, [this] { openArchive({}); });
    connect(m_archive, &ArchiveView::opened, this, &PreviewPane::openArchive);
    connectFinding();
    clear();
}

void PreviewPane::connectFinding()
{
    m_find->setView(m_text);
    connect(m_find, &FindBar::changed, this, &PreviewPane::countMatches);
    connect(m_text, &TextView::findRequested, this, &PreviewPane::countMatches);
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

void PreviewPane::show(const ImageFs &fs, NodeId node, int line)
{
    m_fs = fs;
    const auto work = [fs, node](const std::stop_token &stop) { return readPreview(fs, node, stop); };
    m_slow.start();
    m_reading.run(m_session, work, [this, line](const Result<Preview> &preview) {
        m_slow.stop();
        if (preview) {
            present(*preview);
            return m_text->showLine(line);
        }
        clear();
        showMessage(preview.error().message());
    });
}

void PreviewPane::clear()
{
    showAbsence(tr("Select a file to preview it"));
}

void PreviewPane::showAbsence(const QString &text)
{
    m_reading.drop();
    m_slow.stop();
    present({});
    showMessage(text);
}

void PreviewPane::present(const Preview &preview)
{
    m_readingMore.drop();
    m_counting.drop();
    m_opening.drop();
    m_counted = {};
    m_find->setTotal(0, true);
    m_preview = preview;
    m_caption->setText(preview.caption);
    m_caption->setToolTip(preview.caption);
    m_facts->show(preview.facts);
    fitFacts();
    m_hex->clear();
    m_json->show(preview.json);
    m_archive->show(preview.archive);
    m_text->show(preview.text, preview.name, preview.rest != nullptr);
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
    const bool isDrawn = m_preview.kind == Preview::Text && !m_preview.picture.isNull(); // an SVG document
    const ViewMode mode = !hasContent || m_mode == Bytes ? Bytes
        : m_mode == Tree && m_preview.json               ? Tree
        : m_mode == AsText && isDrawn                    ? AsText
                                                         : Content;
    const bool isPicture = m_preview.kind == Preview::Picture || (isDrawn && mode == Content);
    m_modes->setVisible(hasBytes && hasContent);
    m_modes->segment(Tree)->setVisible(m_preview.json != nullptr);
    m_modes->segment(AsText)->setVisible(isDrawn);
    m_open->setVisible(m_preview.kind == Preview::Archive);
    m_open->setEnabled(!m_opening.isRunning());
    m_modes->segment(Content)->setText(m_preview.kind == Preview::Picture || isDrawn ? tr("Picture")
                                           : m_preview.kind == Preview::Archive      ? tr("Contents")
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
        shown = isPicture                        ? static_cast<QWidget *>(m_picture)
            : m_preview.kind == Preview::Archive ? static_cast<QWidget *>(m_archive)
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

/// The next part is as long as everything before it.
void PreviewPane::readMore()
{
    constexpr std::uint64_t kMostShown = 32 * 1024 * 1024; // a widget needs several times as much memory
    const std::shared_ptr<TextStream> rest = m_preview.rest;
    if (!rest || rest->isComplete() || m_readingMore.isRunning())
        return;
    if (rest->position() >= kMostShown) {
        m_preview.note = tr("Only the first %1 of the text are shown. Bytes shows the entire file.").arg(sizeText(kMostShown));
        m_text->append({}, false);
        return updateView();
    }
    const auto work = [rest](const std::stop_token &stop) { return rest->next(std::size_t(rest->position()), stop); };
    m_readingMore.run(m_session, work, [this, rest](const Result<DecodedText> &more) {
        m_text->append(more.value_or(DecodedText()), more && !rest->isComplete());
        if (!more)
            m_preview.note = more.error().message();
        else if (rest->isComplete())
            m_preview.note.clear();
        updateView();
    });
}

/// In all of a text of which only the beginning is shown.
void PreviewPane::countMatches()
{
    const TextQuery query{m_find->text(), m_find->matchesCase()};
    if (!m_preview.rest || m_preview.rest->isComplete() || m_find->mode() != FindBar::Text || query.text.isEmpty())
        return m_find->setTotal(0, true);
    if (query == m_counted)
        return;
    m_counted = query;
    m_find->setTotal(0, false);
    const auto feed = m_counting.feed<std::uint64_t>([this](std::uint64_t count) { m_find->setTotal(count, false); });
    const auto work = [fs = m_fs, node = m_preview.file, compression = m_preview.compression, encoding = m_preview.encoding, query,
                       feed](const std::stop_token &stop) {
        return stratoscope::countMatches(
            ContentReader(fs, node, compression), encoding, query, [&feed](std::uint64_t count) { feed->send(count); }, stop);
    };
    m_counting.run(m_session, work, [this](const Result<std::uint64_t> &count) { m_find->setTotal(count.value_or(0), true); });
}

/// `path`: to be selected; may be empty.
void PreviewPane::openArchive(const std::string &path)
{
    const auto work = [fs = m_fs, node = m_preview.file,
                       spool = m_session.store().temporaryDirectory()](const std::stop_token &stop) -> Result<ImageFs> {
        std::vector<std::byte> head(std::size_t(std::min<std::uint64_t>(64 * 1024, fs.tree->entry(node).size)));
        STRATOSCOPE_TRY(const std::size_t count, fs.read(node, 0, head));
        return openArchiveFs(fs, node, stratoscope::Bytes(head).first(count), spool, stop);
    };
    m_open->setEnabled(false);
    m_opening.run(m_session, work, [this, path, name = m_preview.name](const Result<ImageFs> &opened) {
        m_open->setEnabled(true);
        if (!opened) {
            m_preview.note = opened.error().message();
            return updateView();
        }
        auto *const dialog = new ArchiveDialog(m_session, name, *opened, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->select(path);
        dialog->show();
    });
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
    applyContentFont({m_text, m_hex});
}

} // namespace stratoscope::ui
