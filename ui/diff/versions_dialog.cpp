// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/versions_dialog.h"

#include "diff/file/file_side.h"
#include "prebaked/file_digests.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/common/row_delegate.h"
#include "ui/diff/content_pane.h"
#include "ui/layers/layer_model.h"
#include "ui/settings/settings.h"
#include "ui/style/theme.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/save_file.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kColumnGap = 12;

struct VersionColumn {
    enum { Layer, Change, Size, Modified };
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

VersionsDialog::VersionsDialog(Session &session, Transfers &transfers, std::shared_ptr<const Image> image,
                               std::shared_ptr<TreeSnapshots> snapshots, const std::string &path, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_image(std::move(image))
    , m_snapshots(std::move(snapshots))
    , m_path(path)
    , m_status(makeText(this))
    , m_list(new QTreeWidget(this))
    , m_compared(makeMutedLabel(this))
    , m_content(new ContentPane(session, this))
{
    setWindowTitle(tr("History of %1").arg(printable(path)));
    resize(QSize(1100, 640).boundedTo(screen()->availableSize()));
    m_list->setHeaderLabels({tr("Layer"), tr("Change"), tr("Size"), tr("Modified")});
    m_list->headerItem()->setTextAlignment(VersionColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Versions"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setToolTip(tr("Select two versions to compare them (Ctrl+click)"));
    m_content->applySettings();
    m_compared->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_layerButton = buttons->addButton(tr("Go to &Layer"), QDialogButtonBox::ActionRole);
    m_saveButton = buttons->addButton(tr("&Save This Version…"), QDialogButtonBox::ActionRole);
    auto *const beside = new QWidget(this);
    makeColumn(beside, {m_compared, {m_content, 1}}, {.around = {}, .between = 4});
    auto *const columns = new PaneSplitter(Qt::Horizontal, this);
    columns->addWidget(m_list);
    columns->addWidget(beside);
    columns->setWanted({380, 700});
    makeColumn(this, {m_status, {columns, 1}, buttons}, {.around = {8, 8, 8, 8}, .between = 8});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_layerButton, &QPushButton::clicked, this, &VersionsDialog::showLayer);
    connect(m_saveButton, &QPushButton::clicked, this, &VersionsDialog::save);
    connect(m_list, &QTreeWidget::itemActivated, this, &VersionsDialog::showLayer);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &VersionsDialog::selectionChanged);
    updateButtons();

    m_status->setText(tr("Searching layers…"));
    const auto work = [image = m_image, snapshots = m_snapshots, path](const std::stop_token &stop) {
        return load(*image, *snapshots, path, stop);
    };
    m_loading.run(m_session, work, [this](Result<std::vector<Version>> versions) {
        if (versions)
            show(*std::move(versions));
        else
            m_status->setText(versions.error().message());
    });
}

Result<std::vector<VersionsDialog::Version>> VersionsDialog::load(const Image &image, TreeSnapshots &snapshots,
                                                                  const std::string &path, const std::stop_token &stop)
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

void VersionsDialog::show(std::vector<Version> versions)
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
        item->setToolTip(VersionColumn::Layer,
                         version.digest.isEmpty() ? command : tr("%1\nSHA-256: %2").arg(command, version.digest));
        if (!version.step.origin) {
            item->setForeground(VersionColumn::Change, tintColor(Tint::Bad, palette()));
            continue;
        }
        item->setText(VersionColumn::Size, entry.kind == EntryKind::Regular ? sizeText(entry.size) : printable(entry.linkTarget));
        item->setTextAlignment(VersionColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
        if (!entry.implied)
            item->setText(VersionColumn::Modified, timeText(entry.mtime));
    }
    for (int column = 0; column < VersionColumn::Modified; ++column) {
        m_list->resizeColumnToContents(column);
        m_list->setColumnWidth(column, m_list->columnWidth(column) + kColumnGap);
    }
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(m_list->topLevelItemCount() - 1));
    m_list->setFocus();
}

/// Two versions that are selected are compared; one, with the version before it.
void VersionsDialog::selectionChanged()
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
void VersionsDialog::compare(int before, int after)
{
    const auto layerOf = [this](int row) { return row < 0 ? -1 : m_versions[std::size_t(row)].step.layer; };
    m_compared->setText(before < 0 ? tr("First version, in layer %1").arg(layerOf(after))
                                   : tr("From layer %1 to layer %2").arg(layerOf(before)).arg(layerOf(after)));
    struct Sides {
        FileSide before;
        FileSide after;
    };
    const auto work = [snapshots = m_snapshots, path = m_path, first = layerOf(before),
                       last = layerOf(after)](const std::stop_token &stop) -> Result<Sides> {
        const auto sideAt = [&](int layer) -> Result<FileSide> {
            if (layer < 0)
                return FileSide();
            STRATOSCOPE_TRY(const ImageFs fs, snapshots->through(layer, stop));
            return FileSide{fs, fs.tree->find(path).value_or(kNoNode)};
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

const VersionsDialog::Version *VersionsDialog::current() const
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    return row < 0 ? nullptr : &m_versions[std::size_t(row)];
}

void VersionsDialog::updateButtons()
{
    const Version *const version = current();
    m_layerButton->setEnabled(version);
    m_saveButton->setEnabled(version && version->step.origin && version->entry.kind == EntryKind::Regular);
}

void VersionsDialog::showLayer()
{
    if (const Version *const version = current()) {
        Q_EMIT layerRequested(version->step.layer, m_path);
        accept();
    }
}

void VersionsDialog::save()
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
