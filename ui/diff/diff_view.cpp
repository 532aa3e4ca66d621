// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/diff_view.h"

#include "ui/common/elided_label.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/diff/change_list_view.h"
#include "ui/diff/hex_diff_view.h"
#include "ui/diff/picture_diff_view.h"
#include "ui/diff/pill_bar.h"
#include "ui/diff/text_diff_view.h"
#include "ui/preview/find_bar.h"
#include "ui/preview/preview.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QKeySequence>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

enum Arrangement { InOne, Beside };

QString lineEndsText(LineEnds ends)
{
    switch (ends) {
    case LineEnds::None:
        return DiffView::tr("none");
    case LineEnds::LineFeed:
        return u"LF"_s;
    case LineEnds::CarriageReturnLineFeed:
        return u"CR LF"_s;
    case LineEnds::Mixed:
        return DiffView::tr("mixed");
    }
    Q_UNREACHABLE();
}

/// What a picture is decoded to; null if it cannot be.
Result<QImage> pictureOf(const FileSide &file, const std::stop_token &stop)
{
    if (!file.isFile())
        return QImage();
    STRATOSCOPE_TRY(const Preview preview, readPreview(file.fs, file.node, stop));
    return preview.picture;
}

bool isNamedLikeSvg(const FileSide &file)
{
    return file.isFile() && printable(file.fs.tree->name(file.node)).endsWith(u".svg"_s, Qt::CaseInsensitive);
}

} // namespace

DiffView::DiffView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_bar(new QWidget(this))
    , m_caption(new ElidedLabel(Qt::ElideRight, m_bar))
    , m_state(makeMutedLabel(m_bar))
    , m_previous(makeIconButton(
          icon(u"up"_s),
          tr("Previous difference (%1)").arg(QKeySequence(Qt::SHIFT | Qt::Key_F7).toString(QKeySequence::NativeText)), m_bar))
    , m_next(makeIconButton(icon(u"down"_s),
                            tr("Next difference (%1)").arg(QKeySequence(Qt::Key_F7).toString(QKeySequence::NativeText)), m_bar))
    , m_arrangement(new SegmentBar({{tr("Unified"), tr("Show what was removed above what was added")},
                                    {tr("Side by Side"), tr("Show both sides beside each other")}},
                                   m_bar))
    , m_views(new SegmentBar({{tr("Text"), tr("Show the lines that differ")},
                              {tr("Members"), tr("Show the members of the JSON documents that differ")},
                              {tr("Contents"), tr("Show the entries of the archives that differ")},
                              {tr("Program"), tr("Show what is known about the programs and differs")},
                              {tr("Picture"), tr("Show both pictures")},
                              {tr("Bytes"), tr("Show the bytes in hexadecimal")}},
                             m_bar))
    , m_pills(new PillBar(this))
    , m_stack(new QStackedWidget(this))
    , m_message(makeHint(this))
    , m_text(new TextDiffView(session, this))
    , m_list(new ChangeListView(this))
    , m_picture(new PictureDiffView(this))
    , m_hex(new HexDiffView(session, this))
    , m_note(makeNote(this))
    , m_find(new FindBar(this))
{
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_state->setObjectName(u"differenceState"_s);
    m_arrangement->setObjectName(u"arrangement"_s);
    m_views->setObjectName(u"views"_s);
    m_note->setContentsMargins(8, 2, 8, 4);
    for (QWidget *const page : std::initializer_list<QWidget *>{m_message, m_text, m_list, m_picture, m_hex})
        m_stack->addWidget(page);
    makeRow(m_bar, {{m_caption, 1}, m_state, m_previous, m_next, m_arrangement, m_views}, {.around = {}, .between = 4});
    makeColumn(this, {m_pills, {m_stack, 1}, m_note, m_find});
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    m_slow.setSingleShot(true);
    m_slow.setInterval(300);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        present({});
        showMessage(tr("Comparing…"));
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(true); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(false); });
    connect(m_views, &SegmentBar::selected, this, [this](int view) { setView(View(view)); });
    connect(m_arrangement, &SegmentBar::selected, this, &DiffView::setArrangement);
    connect(m_text, &TextDiffView::currentChangeChanged, this, &DiffView::updateState);
    connect(m_text, &TextDiffView::stepRequested, this, &DiffView::step);
    m_find->setView(m_text);
    connect(m_list, &ChangeListView::currentChangeChanged, this, &DiffView::updateState);
    connect(m_list, &ChangeListView::stepRequested, this, &DiffView::step);
    connect(m_list, &QTreeView::activated, this, &DiffView::openCurrentEntry);
    connect(m_hex, &HexDiffView::changed, this, &DiffView::updateState);
    connect(m_hex, &HexDiffView::stepRequested, this, &DiffView::step);
    m_arrangement->setCurrent(settings::showsSideBySide() ? Beside : InOne);
    m_picture->setArrangement(settings::overlaysPictures() ? PictureDiffView::Overlaid : PictureDiffView::SideBySide);
    clear();
}

Result<DiffView::Loaded> DiffView::load(const FileSide &before, const FileSide &after, TextLayout layout,
                                        const QString &spoolDirectory, const std::stop_token &stop)
{
    Loaded loaded;
    STRATOSCOPE_TRY(loaded.diff, diffFiles(before, after, spoolDirectory, stop));
    if (loaded.diff.text)
        loaded.rows = TextRows::make(loaded.diff.text, layout, stop);
    const bool isDrawn = loaded.diff.text && (isNamedLikeSvg(before) || isNamedLikeSvg(after));
    if (loaded.diff.kind == FileDiff::Kind::Picture || isDrawn) {
        STRATOSCOPE_TRY(loaded.before, pictureOf(before, stop));
        STRATOSCOPE_TRY(loaded.after, pictureOf(after, stop));
    }
    return loaded;
}

void DiffView::show(const FileSide &before, const FileSide &after)
{
    m_before = before;
    m_after = after;
    m_slow.start();
    const TextLayout layout = settings::showsSideBySide() ? TextLayout::SideBySide : TextLayout::Unified;
    const auto work = [before, after, layout, spool = m_session.store().temporaryDirectory()](const std::stop_token &stop) {
        return load(before, after, layout, spool, stop);
    };
    m_loading.run(m_session, work, [this](Result<Loaded> loaded) {
        m_slow.stop();
        if (loaded)
            return present(*std::move(loaded));
        present({});
        showMessage(loaded.error().message());
    });
}

void DiffView::clear()
{
    m_loading.drop();
    m_slow.stop();
    m_before = {};
    m_after = {};
    present({});
    showMessage({});
}

void DiffView::present(Loaded loaded)
{
    m_arranging.drop();
    m_loaded = std::move(loaded);
    m_pills->show(attributeChanges(m_before, m_after));
    m_hex->clear();
    m_text->show(m_loaded.rows);
    m_picture->show(m_loaded.before, m_loaded.after);
    const FileDiff &diff = m_loaded.diff;
    m_list->show(diff.json                                  ? changeList(diff.json)
                     : diff.archive                         ? changeList(diff.archive)
                     : diff.kind == FileDiff::Kind::Program ? changeList(diff.beforeProgram, diff.afterProgram)
                                                            : ChangeList());
    m_caption->setText(captionText());
    updateView();
}

void DiffView::showMessage(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
}

bool DiffView::has(View view) const
{
    const FileDiff &diff = m_loaded.diff;
    switch (view) {
    case Text:
        return diff.text != nullptr;
    case Members:
        return diff.json != nullptr;
    case Contents:
        return diff.archive != nullptr;
    case Facts:
        return diff.kind == FileDiff::Kind::Program;
    case Picture:
        return !m_loaded.before.isNull() || !m_loaded.after.isNull();
    case Bytes:
        return diff.kind != FileDiff::Kind::None && diff.kind != FileDiff::Kind::Same;
    }
    return false;
}

void DiffView::setView(View view)
{
    m_wanted = view;
    updateView();
}

void DiffView::updateView()
{
    const bool differs = has(Bytes);
    m_shown = Bytes;
    if (has(m_wanted)) {
        m_shown = m_wanted;
    } else {
        for (const View view : {Members, Contents, Facts, Picture, Text}) {
            if (m_wanted != Bytes && has(view)) {
                m_shown = view;
                break;
            }
        }
    }
    for (const View view : {Text, Members, Contents, Facts, Picture, Bytes})
        m_views->segment(view)->setVisible(has(view));
    m_views->setCurrent(m_shown);
    m_views->setVisible(differs && m_loaded.diff.kind != FileDiff::Kind::Bytes);
    m_arrangement->setVisible(m_shown == Text || m_shown == Picture);
    m_arrangement->segment(InOne)->setText(m_shown == Picture ? tr("Slider") : tr("Unified"));
    m_arrangement->setCurrent(m_shown == Picture ? m_picture->arrangement() == PictureDiffView::SideBySide
                                                 : settings::showsSideBySide());
    const bool isList = m_shown == Members || m_shown == Contents || m_shown == Facts;
    if (!differs) {
        showMessage(m_loaded.diff.kind == FileDiff::Kind::Same  ? tr("The contents are the same")
                        : m_before.exists() || m_after.exists() ? tr("There are no contents to compare")
                                                                : QString());
    } else if (isList && m_list->changeCount() == 0) {
        showMessage(m_shown == Members        ? tr("All members are the same. Only their order or the blanks between them differ.")
                        : m_shown == Contents ? tr("All entries are the same. The archives differ in how they were packed.")
                                              : tr("What is known about the programs is the same. Bytes shows where they differ."));
    } else if (m_shown == Bytes) {
        if (m_hex->isEmpty())
            m_hex->show(m_before, m_after);
        m_stack->setCurrentWidget(m_hex);
    } else {
        m_stack->setCurrentWidget(m_shown == Text          ? static_cast<QWidget *>(m_text)
                                      : m_shown == Picture ? static_cast<QWidget *>(m_picture)
                                                           : m_list);
    }
    if (m_find->isVisible() && m_stack->currentWidget() != m_text) {
        m_find->hide();
        m_text->find({}, false);
    }
    m_note->setText(noteText());
    m_note->setVisible(!m_note->text().isEmpty());
    updateState();
}

std::pair<int, int> DiffView::position() const
{
    if (!has(Bytes) || m_shown == Picture)
        return {-1, -1};
    if (m_shown == Text)
        return {m_text->rows().changeCount(), m_text->currentChange()};
    if (m_shown == Bytes)
        return {m_hex->isCompared() ? m_hex->differenceCount() : -1, m_hex->currentDifference()};
    return {m_list->changeCount(), m_list->currentChange()};
}

void DiffView::updateState()
{
    const auto [count, current] = position();
    const bool isComplete
        = m_shown == Bytes ? m_hex->diff().isComplete : m_shown != Members || !m_loaded.diff.json || m_loaded.diff.json->isComplete;
    if (m_shown == Bytes && has(Bytes) && count < 0)
        m_state->setText(m_hex->problem().isEmpty() ? tr("Comparing…") : m_hex->problem());
    else if (count <= 0)
        m_state->clear();
    else
        m_state->setText((isComplete ? tr("%1 of %2") : tr("%1 of more than %2"))
                             .arg(countText(std::uint64_t(current + 1)), countText(std::uint64_t(count))));
    m_state->setVisible(!m_state->text().isEmpty());
    for (QToolButton *const button : {m_previous, m_next})
        button->setVisible(count > 0);
    m_previous->setEnabled(current > 0);
    m_next->setEnabled(current + 1 < count);
}

void DiffView::step(bool backwards)
{
    const auto [count, current] = position();
    const int wanted = backwards ? current - 1 : current + 1;
    if (wanted < 0 || wanted >= count)
        return;
    if (m_shown == Text)
        m_text->goToChange(wanted);
    else if (m_shown == Bytes)
        m_hex->goToDifference(wanted);
    else
        m_list->goToChange(wanted);
}

void DiffView::openFindBar()
{
    if (!has(Text))
        return;
    if (m_shown != Text)
        setView(Text);
    Q_EMIT m_text->findRequested();
}

void DiffView::setArrangement(int arrangement)
{
    if (m_shown == Picture) {
        settings::overlaysPictures.set(arrangement == InOne);
        m_picture->setArrangement(arrangement == InOne ? PictureDiffView::Overlaid : PictureDiffView::SideBySide);
        return;
    }
    settings::showsSideBySide.set(arrangement == Beside);
    if (!m_loaded.diff.text)
        return;
    const TextLayout layout = arrangement == Beside ? TextLayout::SideBySide : TextLayout::Unified;
    using Rows = std::shared_ptr<TextRows>;
    const auto work = [diff = m_loaded.diff.text, layout](const std::stop_token &stop) -> Result<Rows> {
        return std::make_shared<TextRows>(TextRows::make(diff, layout, stop));
    };
    m_arranging.run(m_session, work, [this](const Result<Rows> &rows) {
        const int change = m_text->currentChange();
        m_text->show(std::move(**rows));
        m_text->goToChange(change);
    });
}

QString DiffView::captionText() const
{
    const FileDiff &diff = m_loaded.diff;
    QStringList parts;
    if (m_before.isFile() && m_after.isFile()) {
        const QString before = sizeText(m_before.size());
        const QString after = sizeText(m_after.size());
        parts += before == after ? after : fromToText(before, after);
    } else if (m_after.isFile()) {
        parts += m_before.exists() ? sizeText(m_after.size()) : tr("Added: %1").arg(sizeText(m_after.size()));
    } else if (m_before.isFile()) {
        parts += m_after.exists() ? sizeText(m_before.size()) : tr("Removed: %1").arg(sizeText(m_before.size()));
    }
    if (diff.text)
        parts += tr("+%1 \u2212%2 lines").arg(countText(diff.text->addedLines()), countText(diff.text->removedLines()));
    return listText(parts);
}

QString DiffView::noteText() const
{
    const FileDiff &diff = m_loaded.diff;
    QStringList notes;
    if (diff.problem)
        notes += tr("Only the bytes are compared: %1.").arg(diff.problem->message());
    if (diff.text) {
        const auto differs = [&diff](auto field) {
            return diff.beforeText.encoding != TextEncoding::None && diff.afterText.encoding != TextEncoding::None
                && diff.beforeText.*field != diff.afterText.*field;
        };
        if (differs(&TextFacts::encoding))
            notes += tr("Encoding: %1 → %2.").arg(encodingName(diff.beforeText.encoding), encodingName(diff.afterText.encoding));
        if (differs(&TextFacts::compression))
            notes += tr("Compression: %1 → %2.")
                         .arg(compressionName(diff.beforeText.compression), compressionName(diff.afterText.compression));
        if (differs(&TextFacts::lineEnds))
            notes += tr("Line ends: %1 → %2.").arg(lineEndsText(diff.beforeText.lineEnds), lineEndsText(diff.afterText.lineEnds));
        if (diff.text->isCoarse && m_shown == Text)
            notes
                += tr("The texts are long and differ in most lines: some of those that they have in common are shown as changed.");
        if (diff.text->changes.empty() && m_shown == Text)
            notes += tr("The lines are the same.");
    }
    return notes.join(u' ');
}

/// Of two archives.
void DiffView::openCurrentEntry()
{
    const auto &archive = m_loaded.diff.archive;
    if (m_shown != Contents || !archive || m_list->currentChange() < 0)
        return;
    const ArchiveChange &change = archive->changes[std::size_t(m_list->currentChange())];
    Q_EMIT openRequested({archive->before, change.before}, {archive->after, change.after}, printable(archive->path(change)).mid(1));
}

void DiffView::applySettings()
{
    applyContentFont({m_text, m_hex});
}

} // namespace stratoscope::ui
