// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/archive_dialog.h"

#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/preview/archive_view.h"
#include "ui/preview/preview_pane.h"
#include "ui/settings/settings.h"
#include "ui/tree/save_file.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScreen>

namespace stratoscope::ui {

ArchiveDialog::ArchiveDialog(Session &session, const QString &name, const ImageFs &fs, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_fs(fs)
    , m_view(new ArchiveView(this))
    , m_preview(new PreviewPane(session, this))
    , m_status(makeText(this))
{
    setWindowTitle(name);
    resize(QSize(900, 560).boundedTo(screen()->availableSize()));
    auto *const columns = new PaneSplitter(Qt::Horizontal, this);
    columns->addWidget(m_view);
    columns->addWidget(m_preview);
    columns->setWanted({400, 500});
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_save = buttons->addButton(tr("&Save As…"), QDialogButtonBox::ActionRole);
    for (QAbstractButton *const button : buttons->buttons())
        static_cast<QPushButton *>(button)->setAutoDefault(false); // Enter belongs to the list
    makeColumn(this, {{columns, 1}, m_status, buttons}, {.around = {8, 8, 8, 8}, .between = 8});
    m_status->hide();
    m_preview->applySettings();

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ArchiveDialog::save);
    connect(m_view, &ArchiveView::currentNodeChanged, this, &ArchiveDialog::showCurrent);
    connect(m_preview, &PreviewPane::followed, m_view, &ArchiveView::select);
    showCurrent();
    const auto work = [tree = fs.tree](const std::stop_token &stop) -> Result<std::shared_ptr<const TreeRows>> {
        return TreeRows::make(TreeOrder::byName(tree, stop), {}, *TreeFilter::parse({}), stop);
    };
    m_sorting.run(m_session, work, [this](const Result<std::shared_ptr<const TreeRows>> &rows) {
        m_view->show(*rows);
        select(m_wanted);
        m_view->setFocus();
    });
}

void ArchiveDialog::select(const std::string &path)
{
    m_wanted = path;
    if (const auto node = m_fs.tree->find(path); m_view->rows() && node && *node != kRootNode)
        m_view->select(*node);
}

void ArchiveDialog::showCurrent()
{
    const NodeId node = m_view->currentNode();
    m_save->setEnabled(node != kNoNode && m_fs.tree->kind(node) == EntryKind::Regular);
    if (node == kNoNode)
        m_preview->clear();
    else
        m_preview->show(m_fs, node);
}

void ArchiveDialog::save()
{
    const NodeId node = m_view->currentNode();
    const QString name = printable(m_fs.tree->name(node)).replace(u'/', u'_');
    const QString path = QFileDialog::getSaveFileName(this, tr("Save File As"), QDir(settings::exportDirectory()).filePath(name));
    if (path.isEmpty())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    m_save->setEnabled(false);
    const auto work = [fs = m_fs, node, path](const std::stop_token &stop) -> Result<void> {
        ProgressMeter progress;
        return saveFile(fs, node, path, progress, stop);
    };
    m_saving.run(m_session, work, [this, path](const Result<void> &saved) {
        m_save->setEnabled(true);
        m_status->setText(saved ? tr("Saved as %1").arg(QDir::toNativeSeparators(path)) : saved.error().message());
        m_status->show();
    });
}

} // namespace stratoscope::ui
