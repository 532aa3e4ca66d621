// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMainWindow>

class QMimeData;
class QStackedWidget;

namespace stratoscope::ui {

class Application;
class DropHint;
class ImageTab;
class ImageTabs;
class LibraryDock;
class Pulls;
struct PushSource;
class SearchPage;
class SessionRestore;
class SettingsDialog;
class TransferDock;

/// The window: a tab for each image and one for the search, or the start page while there are none; the library beside them, the
/// transfers below. Files and folders can be dropped anywhere on it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `sample`: the path of the sample image; may be empty.
    MainWindow(Application &application, const QString &sample, QWidget *parent = nullptr);

    /// Adds the tabs that were open when the program last ended.
    void restoreTabs();
    /// Opens each image in a tab of its own, by names as Session::open() takes them. The tab of an image that is open already comes
    /// to the front.
    void openImages(const QStringList &names);
    /// Lets the user choose image files, or a folder.
    void openFiles();
    void openFolder();
    /// Shows the search; with a text, as if it had been typed there.
    void showSearch(const QString &text = {});
    SettingsDialog *showSettings();
    /// The settings of one registry, or of all if empty.
    void showRegistries(const QString &address);

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildCentralWidget(const QString &sample);
    void buildSearch();
    void buildDocks();
    void updateTitle();
    void reloadRegistries();
    void addCompareMenu();
    void push(const PushSource &source);
    void logInFor(int transfer);
    static bool isTabIn(const QMimeData &data);
    ImageTab *comparedBy(const QDropEvent &event) const;
    void showDropHint(const QDropEvent &event);

    Application &m_application;
    QStackedWidget *m_pages;
    ImageTabs *m_tabs;
    SearchPage *m_search;
    TransferDock *m_transferDock;
    LibraryDock *m_libraryDock;
    Pulls *m_pulls;
    SessionRestore *m_sessionRestore = nullptr;
    DropHint *m_dropHint;
};

} // namespace stratoscope::ui
