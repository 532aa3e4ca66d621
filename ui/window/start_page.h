// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_row.h"

#include <QWidget>

class QBoxLayout;
class QLineEdit;
class QVBoxLayout;

namespace stratoscope::ui {

/// What the window shows while no image is open: how to open one, and those that were opened lately.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    /// `sample`: a name that Session::open() takes; empty where there is none.
    explicit StartPage(const QString &sample, QWidget *parent = nullptr);

    void setRecent(const std::vector<LibraryRow> &rows);
    QLineEdit *searchField() const { return m_search; }

Q_SIGNALS:
    void openFileRequested();
    void openFolderRequested();
    void openRequested(const QString &name);
    /// To be taken off the list.
    void forgetRequested(const QString &name);
    /// Somebody has begun to type.
    void searchRequested(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildDropArea(const QString &sample);

    std::vector<LibraryRow> m_rows; ///< that are shown
    QLineEdit *m_search;
    QBoxLayout *m_buttons = nullptr;
    QWidget *m_recent;
    QVBoxLayout *m_recentRows;
};

} // namespace stratoscope::ui
