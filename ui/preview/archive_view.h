// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_model.h"

#include <QTreeView>

namespace stratoscope::ui {

/// The contents of an archive as a tree.
class ArchiveView : public QTreeView
{
    Q_OBJECT

public:
    explicit ArchiveView(QWidget *parent = nullptr);

    void show(std::shared_ptr<const TreeRows> rows);
    using QTreeView::show;

    /// The current entry; kNoNode if there is none.
    NodeId currentNode() const;
    std::shared_ptr<const TreeRows> rows() const { return m_model->rows(); }
    void select(NodeId node);

Q_SIGNALS:
    /// A file was double-clicked, or Enter was pressed on it.
    void opened(const std::string &path);
    void currentNodeChanged();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void open(const QModelIndex &index);

    TreeModel *m_model;
};

} // namespace stratoscope::ui
