// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/json_view.h"

#include "ui/common/icons.h"
#include "ui/common/row_delegate.h"
#include "ui/preview/json_model.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

JsonView::JsonView(QWidget *parent)
    : QTreeView(parent)
    , m_model(new JsonModel(this))
{
    setModel(m_model);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setItemDelegate(new RowDelegate(this));
    setAllColumnsShowFocus(true);
    setAccessibleName(tr("JSON document"));
    header()->setSectionResizeMode(JsonModel::Name, QHeaderView::Interactive);
    header()->setDefaultSectionSize(240);
    header()->setStretchLastSection(true);
}

const std::shared_ptr<const JsonTree> &JsonView::tree() const
{
    return m_model->tree();
}

void JsonView::show(std::shared_ptr<const JsonTree> tree)
{
    m_model->setTree(std::move(tree));
    if (!m_model->tree())
        return;
    constexpr int kShort = 40;
    const QModelIndex top = m_model->index(0, 0);
    expand(top);
    for (int row = 0; row < std::min(kShort, m_model->rowCount(top)); ++row) {
        const QModelIndex child = m_model->index(row, 0, top);
        if (m_model->rowCount(child) <= kShort && m_model->rowCount(top) <= kShort)
            expand(child);
    }
    selectionModel()->setCurrentIndex(top, QItemSelectionModel::NoUpdate);
}

void JsonView::copyValue() const
{
    if (!currentIndex().isValid())
        return;
    const JsonTree &tree = *m_model->tree();
    const JsonTree::Node node = m_model->node(currentIndex());
    const bool nests = tree.kind(node) == JsonTree::Kind::Object || tree.kind(node) == JsonTree::Kind::Array;
    QGuiApplication::clipboard()->setText(nests ? tree.json(node) : tree.text(node));
}

bool JsonView::event(QEvent *event)
{
    // The window may have this key for something else.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

void JsonView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copyValue();
    else
        QTreeView::keyPressEvent(event);
}

void JsonView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(viewport()->mapFromGlobal(event->globalPos())) : currentIndex();
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const JsonTree::Node node = m_model->node(index);
    const auto copy = [this](const QString &text) { return [text] { QGuiApplication::clipboard()->setText(text); }; };
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("Copy &Value"), this, &JsonView::copyValue);
    menu.addAction(tr("Copy &Path"), this, copy(m_model->tree()->path(node)));
    menu.addAction(tr("Copy &Name"), this, copy(m_model->data(index.siblingAtColumn(JsonModel::Name)).toString()));
    menu.addSeparator();
    menu.addAction(icon(u"expand"_s), tr("&Expand All Below"), this, [this, index] {
        constexpr int kDeepest = 64; // a hostile document's depth is its own
        expandRecursively(index.siblingAtColumn(0), kDeepest);
    });
    menu.addAction(icon(u"collapse"_s), tr("&Collapse All"), this, [this] {
        collapseAll();
        expand(m_model->index(0, 0));
    });
    menu.exec(byMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(index).center()));
}

} // namespace stratoscope::ui
