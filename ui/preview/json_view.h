// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"

#include <QTreeView>

namespace stratoscope::ui {

class JsonModel;

/// A JSON document that can be folded.
class JsonView : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonView(QWidget *parent = nullptr);

    /// The topmost levels are open, as far as they are short.
    void show(std::shared_ptr<const JsonTree> tree);
    using QTreeView::show;
    const std::shared_ptr<const JsonTree> &tree() const;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// Of the current row: what it says, or its JSON where it holds more.
    void copyValue() const;

    JsonModel *m_model;
};

} // namespace stratoscope::ui
