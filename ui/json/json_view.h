// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"

#include <QTreeView>

namespace stratoscope::ui {

class JsonModel;

/// A JSON document as a tree.
class JsonView : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonView(QWidget *parent = nullptr);

    /// Expands the topmost levels if they are short.
    void show(std::shared_ptr<const JsonTree> tree);
    using QTreeView::show;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// Copies the value of the current row: text, or JSON for objects and arrays.
    void copyValue() const;

    JsonModel *m_model;
};

} // namespace stratoscope::ui
