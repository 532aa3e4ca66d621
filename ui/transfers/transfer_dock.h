// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDockWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace stratoscope::ui {

class SegmentBar;
class TransferLogView;
class Transfers;

/// The dock below the images with the list of transfers. Each has buttons and a context menu; Enter opens, Space pauses and
/// resumes, Delete cancels and removes it. A second page shows the log. Its views are named "transfers" and "log".
class TransferDock : public QDockWidget
{
    Q_OBJECT

public:
    explicit TransferDock(Transfers &transfers, QWidget *parent = nullptr);

    /// Shows a transfer in the list.
    void showTransfer(int id);

Q_SIGNALS:
    /// What openText() says is to be done.
    void openRequested(int id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildBar();
    void showLog(bool on);
    int currentId() const;
    void addButtons(int first, int last);
    void updateButtons();
    void toggle(int id);
    void cancelOrRemove(int id);
    void showMenu(const QPoint &position);
    void copyProblem(int id) const;
    void clear();

    Transfers &m_transfers;
    SegmentBar *m_pageSwitch;
    QStackedWidget *m_pages;
    QTreeView *m_view;
    TransferLogView *m_log;
    QLabel *m_summary;
    QPushButton *m_pauseAll;
    QPushButton *m_resumeAll;
    QPushButton *m_copyLog;
    QPushButton *m_clear;
};

} // namespace stratoscope::ui
