// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QTreeView>

namespace stratoscope::ui {

class ArchiveModel;

/// The contents of an archive as a tree.
class ArchiveView : public QTreeView
{
    Q_OBJECT

public:
    explicit ArchiveView(QWidget *parent = nullptr);

    void show(std::shared_ptr<const MergedTree> tree);
    using QTreeView::show;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    ArchiveModel *m_model;
};

} // namespace stratoscope::ui
