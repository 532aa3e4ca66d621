// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSplitter>

namespace stratoscope::ui {

/// A splitter that remembers the sizes that the user has chosen. Where there is not enough room, its panes are smaller; they get
/// these sizes back when there is room again. One pane, the main one, takes what the others leave; without a main one, all panes
/// keep their shares.
class PaneSplitter : public QSplitter
{
    Q_OBJECT

public:
    explicit PaneSplitter(Qt::Orientation orientation, QWidget *parent = nullptr);

    /// The sizes that are wanted, one for each pane, and the index of the main pane (-1: none), whose size is what it needs. To be
    /// called once all panes exist.
    void setWanted(const QList<int> &sizes, int mainPane = -1);

    /// The sizes that the user has chosen, for restore().
    QByteArray state() const;
    /// Ignores what is not the state of a splitter with as many panes.
    void restore(const QByteArray &state);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QList<int> m_wanted;
    int m_mainPane = -1;
};

} // namespace stratoscope::ui
