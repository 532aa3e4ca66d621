// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

class QAction;
class QDockWidget;
class QMenu;

namespace stratoscope::ui {

class Application;
class CompareMenu;
class ImageTabs;
class LoadMenu;
class MainWindow;

/// The menu bar of the main window. Commands for an image go to the one in the current tab and are enabled while there is one.
class MainMenu : public QObject
{
    Q_OBJECT

public:
    MainMenu(MainWindow &window, Application &application, ImageTabs &tabs, QDockWidget &library, QDockWidget &transfers);

private:
    QMenu *addMenu(const QString &title);
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu(QDockWidget &library, QDockWidget &transfers);
    void buildImageMenu(Application &application);
    void addDestinations(QMenu &image, Application &application);
    void buildItemMenu();
    void buildHelpMenu();
    void fillRecentMenu();
    void refresh();
    void showAbout();
    void showHelp();

    MainWindow &m_window;
    ImageTabs &m_tabs;
    QMenu *m_recent = nullptr;
    QAction *m_reopen = nullptr;
    QAction *m_reload = nullptr;
    QList<QAction *> m_tabSteps;
    QAction *m_close = nullptr;
    CompareMenu *m_compare = nullptr;
    QAction *m_mount = nullptr; ///< or unmounts it
    QAction *m_push = nullptr;
    LoadMenu *m_load = nullptr;
    QList<QAction *> m_comparisonActions; ///< enabled while two images are compared
    QAction *m_saveReport; ///< enabled while two states are
    QList<QAction *> m_imageActions; ///< enabled while an image is open
};

} // namespace stratoscope::ui
