// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QTreeView;

namespace stratoscope::ui {

class Transfers;

/// The list of pulls with what can be done to each: by its buttons, by keys (Enter opens, Space pauses and resumes, Delete cancels
/// and removes) and by a menu.
class TransferPane : public QWidget
{
    Q_OBJECT

public:
    explicit TransferPane(Transfers &transfers, QWidget *parent = nullptr);

    QTreeView *view() const { return m_view; }
    /// Of the row that is current, or of the pull that a current blob belongs to; 0 where none is.
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

    Transfers &m_transfers;
    QTreeView *m_view;
    QLabel *m_summary;
    QPushButton *m_pauseAll;
    QPushButton *m_resumeAll;
    QPushButton *m_clear;
};

} // namespace stratoscope::ui
