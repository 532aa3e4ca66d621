// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLineEdit;
class QVBoxLayout;

namespace stratoscope::ui {

/// What the window shows while no image is open: how to open one.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    /// `sample`: a name that Session::open() takes; empty where there is none.
    explicit StartPage(const QString &sample, QWidget *parent = nullptr);

    void setRecent(const QStringList &names);
    QLineEdit *searchField() const { return m_search; }

Q_SIGNALS:
    void openFileRequested();
    void openFolderRequested();
    void openRequested(const QString &name);
    /// Somebody has begun to type.
    void searchRequested(const QString &text);

private:
    QLineEdit *m_search;
    QWidget *m_recent;
    QVBoxLayout *m_recentRows;
};

} // namespace stratoscope::ui
