// SPDX-License-Identifier: Apache-2.0
#include "ui/grep/grep_page.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/common/search_field.h"
#include "ui/grep/grep_delegate.h"
#include "ui/grep/grep_model.h"
#include "ui/preview/preview_pane.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kTypingDelayMs = 300;
constexpr std::size_t kMoreEachTime = 10;

} // namespace

GrepPage::GrepPage(Session &session, QWidget *parent)
    : ImagePage(u"search"_s, {tr("Search"), tr("Search the contents of the files")}, parent)
    , m_session(session)
    , m_field(new SearchField(tr("Search the contents of files"), tr("Search contents"), this))
    , m_isRegex(new QCheckBox(tr("Regular e&xpression"), this))
    , m_matchesCase(new QCheckBox(tr("&Match case"), this))
    , m_hasBinaryFiles(new QCheckBox(tr("&Binary files"), this))
    , m_scopes(new QComboBox(this))
    , m_state(makeMutedLabel(this))
    , m_stop(new QPushButton(icon(u"cancel"_s), tr("Stop"), this))
    , m_more(new QPushButton(tr("Show More"), this))
    , m_problem(makeProblemLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_hint(makeHint(this))
    , m_panes(new PaneSplitter(Qt::Vertical, this))
    , m_list(new QListView(this))
    , m_model(new GrepModel(this))
    , m_preview(new PreviewPane(session, this))
{
    m_field->setObjectName(u"grepField"_s);
    m_scopes->setObjectName(u"grepScope"_s);
    m_scopes->setAccessibleName(tr("Files to search"));
    m_scopes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_scopes->setMinimumContentsLength(18);
    m_scopes->addItem(tr("The whole image"), GrepScope::Whole);
    m_scopes->addItem({}, GrepScope::Chosen);
    m_scopes->addItem(tr("All layers, with deleted files"), GrepScope::AllLayers);
    m_scopes->addItem({}, GrepScope::Selected);
    m_state->setObjectName(u"grepState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_problem->setContentsMargins(8, 0, 8, 6);
    m_isRegex->setToolTip(tr("In the syntax of Perl (PCRE2), within a line"));
    m_isRegex->setChecked(settings::searchesRegex());
    m_matchesCase->setChecked(settings::searchMatchesCase());
    m_hasBinaryFiles->setToolTip(tr("Also files that contain a zero byte, as if they were texts"));
    m_hasBinaryFiles->setChecked(settings::searchesBinaryFiles());
    m_stop->hide();
    m_more->hide();

    m_list->setModel(m_model);
    m_list->setItemDelegate(new GrepDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Lines that match"));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_panes->addWidget(m_list);
    m_panes->addWidget(m_preview);
    m_panes->setWanted({340, 260});
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_panes);

    auto *const first = makeRow(nullptr, {{m_field, 1}, m_scopes}, {.around = {6, 6, 6, 0}, .between = 8});
    auto *const second = makeRow(nullptr, {m_isRegex, m_matchesCase, m_hasBinaryFiles, {m_state, 1}, m_more, m_stop},
                                 {.around = {8, 6, 6, 6}, .between = 12});
    makeColumn(this, {first, second, m_problem, {m_stack, 1}});
    setFocusProxy(m_field);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kTypingDelayMs);
    m_preview->applySettings();
    connectParts();
    updateScopes();
    restart();
}

GrepPage::~GrepPage() = default;

void GrepPage::connectParts()
{
    connect(&m_delay, &QTimer::timeout, this, &GrepPage::search);
    connect(m_field, &SearchField::textChanged, this, [this] {
        m_most = kMostAtFirst;
        restart();
    });
    connect(m_field, &SearchField::returnPressed, this, [this] {
        if (m_delay.isActive())
            search();
        else
            focusList(m_list);
    });
    connect(m_field, &SearchField::downPressed, this, [this] { focusList(m_list); });
    const auto again = [this] {
        m_most = kMostAtFirst;
        settings::searchesRegex.set(m_isRegex->isChecked());
        settings::searchMatchesCase.set(m_matchesCase->isChecked());
        settings::searchesBinaryFiles.set(m_hasBinaryFiles->isChecked());
        search();
    };
    connect(m_isRegex, &QCheckBox::toggled, this, again);
    connect(m_matchesCase, &QCheckBox::toggled, this, again);
    connect(m_hasBinaryFiles, &QCheckBox::toggled, this, again);
    connect(m_scopes, &QComboBox::activated, this, again);
    connect(m_stop, &QPushButton::clicked, this, &GrepPage::stop);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_most *= kMoreEachTime;
        search();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &GrepPage::showCurrent);
    connect(m_list, &QListView::activated, this, &GrepPage::openCurrent);
    connect(m_list, &QWidget::customContextMenuRequested, this, &GrepPage::showMenu);
    connect(&m_searching, &LatestTask::progressed, this, [this](const Progress &progress) {
        if (progress.total > 0)
            showState(tr("Searching: %1 %").arg(progress.current * 100 / progress.total) + u"  ·  "_s + countsText());
    });
    connect(&m_searching, &LatestTask::cancelled, this, [this] {
        m_stop->hide();
        showState(tr("Stopped") + u"  ·  "_s + countsText());
    });
    connect(&settings::previewFontSize, &SettingSignal::changed, m_preview, &PreviewPane::applySettings);
    for (QWidget *const widget : std::initializer_list<QWidget *>{m_field, m_list})
        widget->installEventFilter(this);
}

/// Escape stops the search, wherever the keyboard focus is.
bool GrepPage::eventFilter(QObject *watched, QEvent *event)
{
    const auto *const key = event->type() == QEvent::KeyPress ? static_cast<const QKeyEvent *>(event) : nullptr;
    if (key && key->key() == Qt::Key_Escape && isSearching()) {
        stop();
        return true;
    }
    if (key && key->key() == Qt::Key_Escape && watched == m_list) {
        m_field->setFocus();
        return true;
    }
    if (key && watched == m_list && key->matches(QKeySequence::Copy)) {
        if (const QModelIndex index = m_list->currentIndex(); index.isValid())
            copy(index.data(GrepModel::IsFileRole).toBool() ? index.data().toString() : m_model->lineText(index));
        return true;
    }
    return ImagePage::eventFilter(watched, event);
}

void GrepPage::setImage(std::shared_ptr<const Image> image)
{
    const bool isSame = m_image && image && m_image->tree == image->tree;
    m_image = std::move(image);
    if (isSame)
        return;
    m_snapshot = {};
    m_selected.clear();
    updateScopes();
    restart();
}

void GrepPage::setSnapshot(const TreeSnapshot &snapshot)
{
    const bool isOther = snapshot.fs.tree != m_snapshot.fs.tree;
    m_snapshot = snapshot;
    if (isOther)
        m_selected.clear();
    updateScopes();
    if (isOther && m_scopes->currentData().toInt() == GrepScope::Chosen)
        restart();
}

void GrepPage::setSelected(const std::vector<NodeId> &nodes)
{
    m_selected = nodes;
    updateScopes();
}

void GrepPage::setScopeText(GrepScope::Kind kind, const QString &text)
{
    m_scopes->setItemText(m_scopes->findData(int(kind)), text);
}

void GrepPage::updateScopes()
{
    const TreeChoice &choice = m_snapshot.choice;
    switch (choice.scope) {
    case TreeChoice::UpTo:
        setScopeText(GrepScope::Chosen, tr("The layers up to %1").arg(choice.layer));
        break;
    case TreeChoice::Only:
        setScopeText(GrepScope::Chosen,
                     choice.isOneLayer() ? tr("Layer %1 alone").arg(choice.layer)
                                         : tr("The layers %1 to %2").arg(choice.first).arg(choice.layer));
        break;
    case TreeChoice::Whole:
    case TreeChoice::Between:
    case TreeChoice::BetweenLayers:
        setScopeText(GrepScope::Chosen, tr("The layers chosen (all)"));
        break;
    }
    const std::size_t count = m_snapshot.fs.tree ? m_selected.size() : 0;
    setScopeText(GrepScope::Selected,
                 count == 0       ? tr("The selected entries (none)")
                     : count == 1 ? tr("In %1").arg(printable(m_snapshot.fs.tree->path(m_selected.front())))
                                  : tr("In %Ln selected entries", nullptr, pluralCount(count)));
}

/// The selected entries by the tree that has them: what a layer removed is in the one before.
std::vector<GrepScope::Part> GrepPage::selectedParts() const
{
    std::vector<GrepScope::Part> parts;
    if (!m_snapshot.fs.tree)
        return parts;
    for (const NodeId node : m_selected) {
        const EntryPlace place = m_snapshot.place(node);
        auto part
            = std::ranges::find_if(parts, [&place](const GrepScope::Part &one) { return one.files.fs.tree == place.fs.tree; });
        if (part == parts.end())
            part = parts.insert(part, {place.state, {place.fs, {}}});
        part->files.paths.push_back(place.fs.tree->path(place.node));
    }
    return parts;
}

GrepScope GrepPage::scope() const
{
    GrepScope scope{.kind = GrepScope::Kind(m_scopes->currentData().toInt()), .hasBinaryFiles = m_hasBinaryFiles->isChecked()};
    if (scope.kind == GrepScope::Selected) {
        scope.parts = selectedParts();
        if (const auto &compared = m_snapshot.compared) {
            scope.layers = compared->before.layers;
            scope.layers.insert(scope.layers.end(), compared->after.layers.begin(), compared->after.layers.end());
        }
        if (!scope.parts.empty())
            return scope;
    }
    const TreeChoice::Scope chosen = m_snapshot.choice.scope;
    if (scope.kind == GrepScope::Chosen && (chosen == TreeChoice::UpTo || chosen == TreeChoice::Only)) {
        scope.choice = m_snapshot.choice;
        scope.fs = m_snapshot.fs;
        return scope;
    }
    if (scope.kind != GrepScope::AllLayers)
        scope.kind = GrepScope::Whole;
    return scope;
}

/// Soon, so that nothing is looked for that is still being typed.
void GrepPage::restart()
{
    m_searching.drop();
    m_stop->hide();
    if (m_field->text().isEmpty())
        search();
    else
        m_delay.start();
}

void GrepPage::search()
{
    m_delay.stop();
    m_searching.drop();
    m_preview->clear();
    m_model->clear();
    m_matches = 0;
    m_matchingFiles = 0;
    m_more->hide();
    m_stop->hide();
    showState({});
    showProblem(m_problem, {});
    m_stack->setCurrentWidget(m_hint);
    m_hint->setText(
        tr("Search the contents of all files for a text or a regular expression, also in files that a later layer deletes."));
    const GrepQuery query{.pattern = m_field->text().toUtf8().toStdString(),
                          .isText = !m_isRegex->isChecked(),
                          .ignoresCase = !m_matchesCase->isChecked()};
    if (query.pattern.empty() || !m_image)
        return;
    const auto pattern = GrepPattern::compile(query);
    if (!pattern)
        return showProblem(m_problem, pattern.error().detail);

    m_hint->clear();
    m_scope = scope();
    m_stop->show();
    showState(tr("Searching…"));
    const auto feed = m_searching.feed<GrepBatch>([this](const GrepBatch &batch) { add(batch); });
    const auto work = [image = m_image, scope = m_scope, pattern = *pattern, most = m_most, feed](ProgressMeter &progress,
                                                                                                  const std::stop_token &stop) {
        const auto send = [&feed](GrepBatch batch) { feed->send(std::move(batch)); };
        return runGrepTask(*image, scope, pattern, most, send, progress, stop);
    };
    m_searching.start(m_session.run<void>(work), [this](const Result<void> &result) { end(result); });
}

void GrepPage::add(const GrepBatch &batch)
{
    m_matches = batch.matches;
    m_matchingFiles = batch.matchingFiles;
    m_model->add(batch);
    if (m_model->rowCount() > 0)
        m_stack->setCurrentWidget(m_panes);
}

void GrepPage::end(const Result<void> &result)
{
    m_stop->hide();
    if (!result) {
        showState({});
        return showProblem(m_problem, result.error().message());
    }
    const bool isCut = m_matches > m_most;
    m_more->setVisible(isCut);
    if (m_matches == 0 && m_model->rowCount() == 0)
        m_hint->setText(tr("Nothing found"));
    showState(isCut ? tr("The first %1 of %2").arg(countText(m_most), countsText()) : m_matches > 0 ? countsText() : QString());
}

void GrepPage::stop()
{
    if (m_delay.isActive())
        m_delay.stop();
    m_searching.cancel();
}

void GrepPage::showState(const QString &text)
{
    m_state->setText(text);
}

QString GrepPage::countsText() const
{
    return tr("%1 in %2")
        .arg(tr("%Ln matching lines", nullptr, pluralCount(m_matches)), tr("%Ln files", nullptr, pluralCount(m_matchingFiles)));
}

void GrepPage::showCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return m_preview->clear();
    const GrepModel::Place place = m_model->place(index);
    m_preview->show(*place.file->fs, place.file->node, place.line);
    if (m_scope.kind != GrepScope::Selected) // what is selected there is searched
        Q_EMIT selected(place.file->path);
}

/// The tree of the image that has the file.
TreeChoice GrepPage::stateOf(const QModelIndex &index) const
{
    const GrepHits &file = *m_model->place(index).file;
    if (m_scope.kind == GrepScope::Selected) {
        const auto part = std::ranges::find_if(m_scope.parts,
                                               [&file](const GrepScope::Part &one) { return one.files.fs.tree == file.fs->tree; });
        return part == m_scope.parts.end() ? TreeChoice() : part->state;
    }
    if (m_scope.kind == GrepScope::Chosen && m_scope.choice.scope == TreeChoice::UpTo)
        return m_scope.choice;
    const auto node = m_image->tree->find(file.path);
    const bool isInImage = node && m_image->tree->layer(*node) == file.layer;
    return isInImage || m_scope.kind == GrepScope::Whole ? TreeChoice() : TreeChoice{TreeChoice::UpTo, file.layer};
}

void GrepPage::openCurrent()
{
    if (const QModelIndex index = m_list->currentIndex(); index.isValid())
        Q_EMIT entryRequested(stateOf(index), m_model->place(index).file->path);
}

void GrepPage::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    m_list->setCurrentIndex(index);
    const QString path = printable(m_model->place(index).file->path);
    QMenu menu;
    menu.addAction(icon(u"folder"_s), tr("Show in Files"), this, &GrepPage::openCurrent);
    menu.addSeparator();
    menu.addAction(icon(u"copy"_s), tr("Copy Path"), this, [this, path] { copy(path); });
    if (!index.data(GrepModel::IsFileRole).toBool()) {
        const QString line = m_model->lineText(index);
        menu.addAction(tr("Copy Line"), this, [this, line] { copy(line); });
        const QString place = path + u':' + index.data(GrepModel::LineRole).toString();
        menu.addAction(tr("Copy Path and Line Number"), this, [this, place] { copy(place); });
    }
    menu.exec(m_list->viewport()->mapToGlobal(position));
}

void GrepPage::copy(const QString &text) const
{
    QApplication::clipboard()->setText(text);
}

} // namespace stratoscope::ui
