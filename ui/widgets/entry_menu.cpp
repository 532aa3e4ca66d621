// SPDX-License-Identifier: Apache-2.0
//
// What can be done with an entry of an ImageView.
#include "session/session.h"
#include "ui/models/format.h"
#include "ui/save_file.h"
#include "ui/settings.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/image_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/tree_view.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QProgressDialog>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

void ImageView::showEntryMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    QMenu menu;
    if (index.isValid())
        addEntryActions(menu, m_tree->treeModel()->node(index));
    menu.addAction(icon(u"expand"_s), tr("Expand All"), this, [this] { m_tree->expandBelow({}); });
    menu.addAction(icon(u"collapse"_s), tr("Collapse All"), m_tree, &QTreeView::collapseAll);
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

void ImageView::addEntryActions(QMenu &menu, NodeId node)
{
    const MergedTree &tree = *m_fs.tree;
    const auto copy
        = [](std::string_view bytes) { return [text = printable(bytes)] { QGuiApplication::clipboard()->setText(text); }; };
    if (tree.kind(node) == EntryKind::Symlink) {
        const auto target = tree.resolve(tree.path(node));
        QAction *const followLink
            = menu.addAction(icon(u"link-arrow"_s), tr("Follow Link"), this, [this, target] { follow(*target); });
        followLink->setEnabled(target.has_value());
        menu.addSeparator();
    }
    menu.addAction(icon(u"copy"_s), tr("Copy Path"), this, copy(tree.path(node)));
    menu.addAction(tr("Copy Name"), this, copy(tree.name(node)));
    if (!tree.entry(node).linkTarget.empty())
        menu.addAction(tr("Copy Link Target"), this, copy(tree.entry(node).linkTarget));
    menu.addSeparator();
    QAction *const save = menu.addAction(tr("Save As…"), this, [this, node] { saveAs(node); });
    save->setEnabled(tree.kind(node) == EntryKind::Regular);
    menu.addAction(icon(u"export"_s), tr("Export to a Folder…"), this, &ImageView::exportRequested);
    menu.addSeparator();
    if (tree.isDirectory(node)) {
        const QPersistentModelIndex index = m_tree->treeModel()->indexOf(node);
        menu.addAction(tr("Expand All Below"), this, [this, index] { m_tree->expandBelow(index); });
    }
}

void ImageView::copyPath() const
{
    if (const NodeId node = m_tree->currentNode(); node != kNoNode)
        QGuiApplication::clipboard()->setText(printable(m_fs.tree->path(node)));
}

void ImageView::follow(NodeId node)
{
    if (!m_fs.tree || node >= m_fs.tree->size())
        return;
    if (!m_tree->reveal(node) && !m_filter->text().isEmpty()) {
        // The filter hides it: take that away, then go there.
        connect(
            this, &ImageView::shown, m_tree, [this, node] { m_tree->reveal(node); }, Qt::SingleShotConnection);
        m_filter->clear();
    }
    m_tree->setFocus();
}

void ImageView::saveAs(NodeId node)
{
    const QString name = printable(m_fs.tree->name(node)).replace(u'/', u'_');
    const QString path = QFileDialog::getSaveFileName(this, tr("Save File As"), QDir(settings::exportDirectory()).filePath(name));
    if (path.isEmpty())
        return;
    settings::setExportDirectory(QFileInfo(path).absolutePath());
    auto task = m_session.run<void>([fs = m_fs, node, path](ProgressMeter &progress, const std::stop_token &stop) {
        return saveFile(fs, node, path, progress, stop);
    });
    auto *const dialog = new QProgressDialog(tr("Saving %1").arg(QFileInfo(path).fileName()), tr("Cancel"), 0, 1000, this);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setMinimumDuration(500);
    connect(dialog, &QProgressDialog::canceled, &m_saving, &LatestTask::cancel);
    connect(&m_saving, &LatestTask::progressed, dialog,
            [dialog](const Progress &progress) { dialog->setValue(std::min(999, progressPermille(progress))); });
    connect(&m_saving, &LatestTask::cancelled, dialog, &QObject::deleteLater);
    m_saving.start(std::move(task), [this, dialog](const Result<void> &saved) {
        dialog->deleteLater();
        if (!saved)
            m_problem->showProblem(tr("The file could not be saved"), saved.error().message());
    });
}

} // namespace stratoscope::ui
