// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTreeView>

namespace stratoscope::ui {

class TransferLog;

/// The log of ended tasks as a table whose rows can be copied.
class TransferLogView : public QTreeView
{
    Q_OBJECT

public:
    explicit TransferLogView(TransferLog *log, QWidget *parent = nullptr);

    /// Copies the selected rows to the clipboard, or all rows if none is selected.
    void copy() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    TransferLog *const m_log;
};

} // namespace stratoscope::ui
