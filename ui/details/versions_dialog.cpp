// SPDX-License-Identifier: Apache-2.0
#include "ui/details/versions_dialog.h"

#include "prebaked/file_digests.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_delegate.h"
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
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kColumnGap = 12;

struct VersionColumn {
    enum { Layer, Size, Mode, Owner, Modified, Sha256, CreatedBy };
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
    , m_path(path)
    , m_status(makeText(this))
    , m_list(new QTreeWidget(this))
{
    setWindowTitle(tr("History of %1").arg(printable(path)));
    resize(QSize(900, 360).boundedTo(screen()->availableSize()));
    m_list->setHeaderLabels({tr("Layer"), tr("Size"), tr("Mode"), tr("Owner"), tr("Modified"), tr("SHA-256"), tr("Created by")});
    m_list->headerItem()->setTextAlignment(VersionColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("Versions"));

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_layerButton = buttons->addButton(tr("Go to &Layer"), QDialogButtonBox::ActionRole);
    m_saveButton = buttons->addButton(tr("&Save This Version…"), QDialogButtonBox::ActionRole);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_status);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_layerButton, &QPushButton::clicked, this, &VersionsDialog::showLayer);
    connect(m_saveButton, &QPushButton::clicked, this, &VersionsDialog::save);
    connect(m_list, &QTreeWidget::itemActivated, this, &VersionsDialog::showLayer);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &VersionsDialog::updateButtons);
    updateButtons();

    m_status->setText(tr("Searching layers…"));
    const auto work = [image = m_image, snapshots = std::move(snapshots), path](const std::stop_token &stop) {
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
    for (const Version &version : m_versions) {
        const Entry &entry = version.entry;
        auto *const item = new QTreeWidgetItem(m_list);
        item->setText(VersionColumn::Layer,
                      tr("%1: %2").arg(version.step.layer).arg(version.step.origin ? kindText(entry.kind) : tr("Removed")));
        item->setText(VersionColumn::CreatedBy, commands.value(version.step.layer));
        if (!version.step.origin) {
            item->setForeground(VersionColumn::Layer, tintColor(Tint::Bad, palette()));
            continue;
        }
        item->setText(VersionColumn::Size, entry.kind == EntryKind::Regular ? sizeText(entry.size) : printable(entry.linkTarget));
        item->setTextAlignment(VersionColumn::Size, Qt::AlignRight | Qt::AlignVCenter);
        item->setText(VersionColumn::Sha256, version.digest.left(12));
        item->setToolTip(VersionColumn::Sha256, version.digest);
        if (entry.implied)
            continue;
        item->setText(VersionColumn::Mode, modeText(entry));
        item->setText(VersionColumn::Owner, u"%1:%2"_s.arg(entry.uid).arg(entry.gid));
        item->setText(VersionColumn::Modified, timeText(entry.mtime));
    }
    for (int column = 0; column < VersionColumn::CreatedBy; ++column) {
        m_list->resizeColumnToContents(column);
        m_list->setColumnWidth(column, m_list->columnWidth(column) + kColumnGap);
    }
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(m_list->topLevelItemCount() - 1));
    m_list->setFocus();
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
