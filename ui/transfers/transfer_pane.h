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

/// The list of transfers with what can be done to each: by its buttons, by keys (Enter opens, Space pauses and resumes, Delete
/// cancels and removes) and by a menu. On a second page the log of what ended.
class TransferPane : public QWidget
{
    Q_OBJECT

public:
    explicit TransferPane(Transfers &transfers, QWidget *parent = nullptr);

    QTreeView *view() const { return m_view; }
    TransferLogView *logView() const { return m_log; }
    void showLog(bool on);
    /// Of the row that is current, or of the transfer that a current blob belongs to; 0 where none is.
    int currentId() const;
    void select(int id);

Q_SIGNALS:
    void openRequested(int id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addButtons(int first, int last);
    void updateButtons();
    void toggle(int id);
    void cancelOrRemove(int id);
    void showMenu(const QPoint &position);
    void copyProblem(int id) const;

    QWidget *buildBar();
    void clear();

    Transfers &m_transfers;
    QButtonGroup *m_choices;
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
