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

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    TreeModel *m_model;
};

} // namespace stratoscope::ui
