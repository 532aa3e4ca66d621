// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/change_list_view.h"

#include "ui/common/row_delegate.h"
#include "ui/common/shortcuts.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// A sign in front of the name, and the colours of what was added and removed.
class ChangeDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        const Change change = static_cast<const ChangeListModel *>(index.model())->change(index.row()).change;
        const Tint tint = change == Change::Added ? Tint::Good : change == Change::Removed ? Tint::Bad : Tint::Text;
        option->palette.setColor(QPalette::Text, tintColor(tint, option->palette));
        if (index.column() != ChangeListModel::Name)
            return;
        option->text = changeSign(change) + u' ' + option->text;
        option->textElideMode = Qt::ElideMiddle;
    }
};

} // namespace

ChangeListView::ChangeListView(QWidget *parent)
    : QTreeView(parent)
    , m_model(new ChangeListModel(this))
{
    setModel(m_model);
    setItemDelegate(new ChangeDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAccessibleName(tr("Differences"));
    header()->setSectionResizeMode(QHeaderView::Stretch);
}

void ChangeListView::show(ChangeList list)
{
    m_model->setList(std::move(list));
    goToChange(0);
}

void ChangeListView::goToChange(int change)
{
    if (change < 0 || change >= changeCount())
        return;
    setCurrentIndex(m_model->index(change, 0));
    scrollTo(currentIndex());
}

void ChangeListView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentChangeChanged();
}

bool ChangeListView::event(QEvent *event)
{
    return claimShortcut(event, {QKeySequence::Copy}) || QTreeView::event(event);
}

void ChangeListView::keyPressEvent(QKeyEvent *event)
{
    const bool isStep = (event->key() == Qt::Key_N || event->key() == Qt::Key_P) && event->modifiers() == Qt::NoModifier;
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid())
        QGuiApplication::clipboard()->setText(m_model->text(currentIndex().row()));
    else if (isStep)
        Q_EMIT stepRequested(event->key() == Qt::Key_P);
    else
        QTreeView::keyPressEvent(event);
}

} // namespace stratoscope::ui
