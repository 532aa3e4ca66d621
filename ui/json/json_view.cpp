// SPDX-License-Identifier: Apache-2.0
#include "ui/json/json_view.h"

#include "ui/common/row_delegate.h"
#include "ui/common/shortcuts.h"
#include "ui/json/json_model.h"
#include "ui/style/icons.h"

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

void JsonView::show(std::shared_ptr<const JsonTree> tree)
{
    m_model->setTree(std::move(tree));
    if (!m_model->tree())
        return;
    constexpr int kShortLength = 40;
    const QModelIndex top = m_model->index(0, 0);
    expand(top);
    for (int row = 0; row < std::min(kShortLength, m_model->rowCount(top)); ++row) {
        const QModelIndex child = m_model->index(row, 0, top);
        if (m_model->rowCount(child) <= kShortLength && m_model->rowCount(top) <= kShortLength)
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
    const bool isNested = tree.kind(node) == JsonTree::Kind::Object || tree.kind(node) == JsonTree::Kind::Array;
    QGuiApplication::clipboard()->setText(isNested ? tree.json(node) : tree.text(node));
}

bool JsonView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy}) || QTreeView::event(event);
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
    const auto copy = [](const QString &text) { return [text] { QGuiApplication::clipboard()->setText(text); }; };
    QMenu menu;
    menu.addAction(icon(u"copy"_s), tr("Copy &Value"), this, &JsonView::copyValue);
    menu.addAction(tr("Copy &Path"), this, copy(m_model->tree()->path(node)));
    menu.addAction(tr("Copy &Name"), this, copy(m_model->data(index.siblingAtColumn(JsonModel::Name)).toString()));
    menu.addSeparator();
    menu.addAction(icon(u"expand"_s), tr("&Expand All Below"), this, [this, index] {
        constexpr int kMaxDepth = 64; // hostile documents may be deeper
        expandRecursively(index.siblingAtColumn(0), kMaxDepth);
    });
    menu.addAction(icon(u"collapse"_s), tr("&Collapse All"), this, [this] {
        collapseAll();
        expand(m_model->index(0, 0));
    });
    menu.exec(byMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(index).center()));
}

} // namespace stratoscope::ui
