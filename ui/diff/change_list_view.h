// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/diff/change_list.h"

#include <QTreeView>

namespace stratoscope::ui {

/// What differs inside two files as a table: the name, the value before, the value after.
class ChangeListView : public QTreeView
{
    Q_OBJECT

public:
    explicit ChangeListView(QWidget *parent = nullptr);

    void show(ChangeList list);
    using QTreeView::show;
    int changeCount() const { return m_model->rowCount(); }
    /// -1: none.
    int currentChange() const { return currentIndex().isValid() ? currentIndex().row() : -1; }
    void goToChange(int change);

Q_SIGNALS:
    void currentChangeChanged();
    /// To go to the next or the previous change.
    void stepRequested(bool backwards);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    ChangeListModel *m_model;
};

} // namespace stratoscope::ui
