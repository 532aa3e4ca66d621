// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QButtonGroup;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace stratoscope::ui {

class TransferLogView;
class Transfers;

/// The list of transfers. Each has buttons and a context menu; Enter opens, Space pauses and resumes, Delete cancels and removes
/// it. A second page shows the log. Its views are named "transfers" and "log".
class TransferPane : public QWidget
{
    Q_OBJECT

public:
    explicit TransferPane(Transfers &transfers, QWidget *parent = nullptr);

    void showLog(bool on);
    void select(int id);

Q_SIGNALS:
    void openRequested(int id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildBar();
    int currentId() const;
    void addButtons(int first, int last);
    void updateButtons();
    void toggle(int id);
    void cancelOrRemove(int id);
    void showMenu(const QPoint &position);
    void copyProblem(int id) const;
    void clear();

    Transfers &m_transfers;
    QButtonGroup *m_pageSwitch;
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
