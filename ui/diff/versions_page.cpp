// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/versions_page.h"

#include "diff/file/file_side.h"
#include "prebaked/file_digests.h"
#include "ui/common/elided_label.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/common/row_delegate.h"
#include "ui/diff/content_pane.h"
#include "ui/layers/layer_model.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/save_file.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kColumnGap = 12;

struct VersionColumn {
    enum { Layer, Change, Size, Modified, Command };
};

QString digestOf(const ImageLayer &layer, RecordId record)
{
    const auto digests = layer.check->fileDigests();
    if (!digests || layer.index->kind(record) != EntryKind::Regular)
        return {};
    const auto digest = FileDigests::Reader(digests, layer.index).digest(record);
    return digest ? QString::fromStdString(toHex(*digest)) : QString();
}

} // namespace

VersionsPage::VersionsPage(Session &session, Transfers &transfers, QWidget *parent)
    : ImagePage(u"history"_s, {}, parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_title(new ElidedLabel(Qt::ElideMiddle, this))
    , m_status(makeMutedLabel(this))
    , m_list(new QTreeWidget(this))
    , m_below(new QWidget(this))
    , m_compared(makeMutedLabel(m_below))
    , m_layerButton(new QToolButton(this))
    , m_saveButton(new QToolButton(this))
{
    m_list->setHeaderLabels({tr("Layer"), tr("Change"), tr("Size"), tr("Modified"), tr("Made by")});
    m_list->headerItem()->setTextAlignment(VersionColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Versions"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_compared->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_compared->setContentsMargins(8, 4, 8, 0);
    setFocusProxy(m_list);

    auto *const back = new QToolButton(this);
    back->setIcon(icon(u"back"_s));
    back->setText(tr("Files"));
    back->setToolTip(tr("Back to the files (Esc)"));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_layerButton->setText(tr("Go to Layer"));
    m_layerButton->setToolTip(tr("Show what the layer of this version changes"));
    m_saveButton->setText(tr("Save Version…"));
    for (QToolButton *const button : {back, m_layerButton, m_saveButton})
        button->setAutoRaise(true);
    auto *const bar
        = makeRow(nullptr, {back, {m_title, 1}, m_status, m_layerButton, m_saveButton}, {.around = {6, 6, 6, 6}, .between = 8});
    auto *const rows = new PaneSplitter(Qt::Vertical, this);
    rows->addWidget(m_list);
    rows->addWidget(m_below);
    rows->setWanted({160, 440}, 1);
    makeColumn(this, {bar, {rows, 1}});
    connect(back, &QToolButton::clicked, this, &VersionsPage::closeRequested);
    connect(m_layerButton, &QToolButton::clicked, this, &VersionsPage::showLayer);
    connect(m_saveButton, &QToolButton::clicked, this, &VersionsPage::save);
    connect(m_list, &QTreeWidget::itemActivated, this, &VersionsPage::showLayer);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &VersionsPage::selectionChanged);
    updateButtons();
}

/// When the page is needed: most images are never asked for the history of a path.
void VersionsPage::buildContent()
{
    m_content = new ContentPane(m_session, m_below);
    makeColumn(m_below, {m_compared, {m_content, 1}}, {.around = {}, .between = 4});
    connect(m_content, &ContentPane::followed, this, [this](const FileSide &entry) {
        if (const Version *const version = current(); version && m_hasLayers)
            Q_EMIT entryRequested({TreeChoice::UpTo, version->step.layer}, entry.fs.tree->path(entry.node));
    });
    connect(&settings::previewFontSize, &SettingSignal::changed, m_content, &ContentPane::applySettings);
    m_content->applySettings();
}

void VersionsPage::show(std::shared_ptr<const Image> image, std::shared_ptr<TreeSnapshots> snapshots, const std::string &path,
                        bool hasLayers)
{
    m_image = std::move(image);
    m_snapshots = std::move(snapshots);
    m_path = path;
    m_hasLayers = hasLayers;
    if (!m_content)
        buildContent();
    m_comparing.drop();
    m_list->clear();
    m_versions.clear();
    m_content->clear();
    m_compared->clear();
    m_title->setText(tr("History of %1").arg(printable(path)));
    m_status->setText(tr("Searching layers…"));
    updateButtons();
    const auto work = [image = m_image, snapshots = m_snapshots, path](const std::stop_token &stop) {
        return load(*image, *snapshots, path, stop);
    };
    m_loading.run(m_session, work, [this](Result<std::vector<Version>> versions) {
        if (versions)
            present(*std::move(versions));
        else
            m_status->setText(versions.error().message());
    });
}

void VersionsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else
        ImagePage::keyPressEvent(event);
}

Result<std::vector<VersionsPage::Version>> VersionsPage::load(const Image &image, TreeSnapshots &snapshots, const std::string &path,
                                                              const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto steps, snapshots.versions(path, stop));
    std::vector<Version> versions;
    for (const PathVersion &step : steps) {
        Version version{step, MergedTree::impliedDirectory(), {}};
        if (step.origin && step.origin->record != kNoRecord) {
            const ImageLayer &layer = image.layers[std::size_t(step.origin->layer)];
            version.entry = layer.index->entry(step.origin->record);
            version.digest = digestOf(layer, step.origin->record);
        }
        versions.push_back(std::move(version));
    }
    return versions;
}

void VersionsPage::present(std::vector<Version> versions)
{
    m_versions = std::move(versions);
    const QStringList commands = layerCommands(*m_image);
    m_status->setText(tr("Changed in %Ln layers", nullptr, int(m_versions.size())));
    for (std::size_t i = 0; i < m_versions.size(); ++i) {
        const Version &version = m_versions[i];
        const Entry &entry = version.entry;
        auto *const item = new QTreeWidgetItem(m_list);
        const bool existed = i > 0 && m_versions[i - 1].step.origin;
        item->setText(VersionColumn::Layer,
                      tr("%1: %2").arg(version.step.layer).arg(version.step.origin ? kindText(entry.kind) : tr("Removed")));
        item->setText(VersionColumn::Change, !version.step.origin ? tr("Removed") : existed ? tr("Changed") : tr("Added"));
        const QString command = commands.value(version.step.layer);
        item->setText(VersionColumn::Command, command);
        for (const int column : {VersionColumn::Layer, VersionColumn::Command})
            item->setToolTip(column, version.digest.isEmpty() ? command : tr("%1\nSHA-256: %2").arg(command, version.digest));
        if (!version.step.origin) {
            item->setForeground(VersionColumn::Change, tintColor(Tint::Bad, palette()));
            continue;
        }
        item->setText(VersionColumn::Size, entry.kind == EntryKind::Regular ? sizeText(entry.size) : printable(entry.linkTarget));
        item->setTextAlignment(VersionColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
        if (!entry.implied)
            item->setText(VersionColumn::Modified, timeText(entry.mtime));
    }
    for (int column = 0; column < VersionColumn::Command; ++column) {
        m_list->resizeColumnToContents(column);
        m_list->setColumnWidth(column, m_list->columnWidth(column) + kColumnGap);
    }
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(m_list->topLevelItemCount() - 1));
    if (isVisible())
        m_list->setFocus();
}

/// Two versions that are selected are compared; one, with the version before it.
void VersionsPage::selectionChanged()
{
    updateButtons();
    std::vector<int> rows;
    for (QTreeWidgetItem *const item : m_list->selectedItems())
        rows.push_back(m_list->indexOfTopLevelItem(item));
    std::ranges::sort(rows);
    if (rows.empty())
        return;
    compare(rows.size() > 1 ? rows.front() : rows.front() - 1, rows.back());
}

/// `before`: -1 for none.
void VersionsPage::compare(int before, int after)
{
    const auto layerOf = [this](int row) { return row < 0 ? -1 : m_versions[std::size_t(row)].step.layer; };
    const QString what = before < 0 ? tr("First version, in layer %1").arg(layerOf(after))
                                    : tr("From layer %1 to layer %2").arg(layerOf(before)).arg(layerOf(after));
    const bool isHintNeeded = m_versions.size() > 2 && m_list->selectedItems().size() < 2;
    m_compared->setText(isHintNeeded ? tr("%1. Select two versions to compare any of them (Ctrl+click).").arg(what) : what);
    struct Sides {
        FileSide before;
        FileSide after;
    };
    const auto work = [snapshots = m_snapshots, path = m_path, first = layerOf(before),
                       last = layerOf(after)](const std::stop_token &stop) -> Result<Sides> {
        const auto sideAt = [&](int layer) -> Result<FileSide> {
            if (layer < 0)
                return FileSide();
            STRATOSCOPE_TRY(const DiffSide state, snapshots->state(layer, stop));
            return FileSide{state.fs, state.fs.tree->find(path).value_or(kNoNode)};
        };
        Sides sides;
        STRATOSCOPE_TRY(sides.before, sideAt(first));
        STRATOSCOPE_TRY(sides.after, sideAt(last));
        return sides;
    };
    m_comparing.run(m_session, work, [this](const Result<Sides> &sides) {
        if (!sides)
            m_status->setText(sides.error().message());
        else if (sides->before.exists() || !sides->after.exists())
            m_content->showDifference(sides->before, sides->after);
        else
            m_content->show(sides->after.fs, sides->after.node);
    });
}

const VersionsPage::Version *VersionsPage::current() const
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    return row < 0 ? nullptr : &m_versions[std::size_t(row)];
}

void VersionsPage::updateButtons()
{
    const Version *const version = current();
    m_layerButton->setEnabled(version && m_hasLayers);
    m_saveButton->setEnabled(version && version->step.origin && version->entry.kind == EntryKind::Regular);
}

void VersionsPage::showLayer()
{
    if (const Version *const version = current(); version && m_hasLayers)
        Q_EMIT layerRequested(version->step.layer, m_path);
}

void VersionsPage::save()
{
    const Version *const version = current();
    if (!version || !version->step.origin)
        return;
    const QString name = printable(m_path).section(u'/', -1) + u".layer-"_s + QString::number(version->step.layer);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save File As"), QDir(settings::exportDirectory()).filePath(name));
    if (path.isEmpty())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    m_saveButton->setEnabled(false);
    const auto save = [image = m_image, layer = version->step.layer, wanted = m_path,
                       path](ProgressMeter &progress, const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_TRY(const ImageFs fs, image->fsUpTo(layer, stop));
        const auto node = fs.tree->find(wanted);
        if (!node)
            return fail(ErrorKind::NotFound, printable(wanted), tr("does not exist"));
        return saveFile(fs, *node, path, progress, stop);
    };
    m_transfers.run<void>(this,
                          {.kind = TransferKind::Save,
                           .name = printable(m_path),
                           .target = path,
                           .begin = [&session = m_session, save] { return session.run<void>(save); },
                           .done =
                               [this, path](const Result<void> &saved) {
                                   m_status->setText(saved ? tr("Saved as %1").arg(QDir::toNativeSeparators(path))
                                                           : saved.error().message());
                                   updateButtons();
                               },
                           .cancelled = [this] { updateButtons(); }});
}

} // namespace stratoscope::ui
