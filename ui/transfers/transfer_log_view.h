// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTreeView>

namespace stratoscope::ui {

class TransferLog;

/// The log of transfers as a table. What is selected can be copied.
class TransferLogView : public QTreeView
{
    Q_OBJECT

public:
    explicit TransferLogView(TransferLog *log, QWidget *parent = nullptr);

    /// The selected rows, or all where none is selected, to the clipboard.
    void copy() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    TransferLog *const m_log;
};

} // namespace stratoscope::ui
