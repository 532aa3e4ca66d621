// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_row.h"

#include <QWidget>

class QBoxLayout;
class QVBoxLayout;

namespace stratoscope::ui {

class SearchField;

/// The page shown while no tab is open: ways to open an image, and the recently opened images.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    /// `sample`: the sample image, as Session::open() takes it; may be empty.
    explicit StartPage(const QString &sample, QWidget *parent = nullptr);

    void setRecent(const std::vector<LibraryRow> &rows);

Q_SIGNALS:
    void openFileRequested();
    void openFolderRequested();
    void openRequested(const QString &name);
    /// The image is to be removed from the list.
    void forgetRequested(const QString &name);
    /// The user has begun to type in the search field.
    void searchRequested(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildDropArea(const QString &sample);

    std::vector<LibraryRow> m_rows; ///< of the recently opened images shown
    SearchField *m_search;
    QBoxLayout *m_buttons = nullptr;
    QWidget *m_recent;
    QVBoxLayout *m_recentRows;
};

} // namespace stratoscope::ui
