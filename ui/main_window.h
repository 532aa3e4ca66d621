// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings.h"

#include <QMainWindow>

class QLabel;
class QMenu;
class QMimeData;
class QProgressBar;
class QStackedWidget;
class QTabWidget;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ImageTab;
class ImageView;
class StartPage;

/// The window: a tab for each image, or the page that says how to open one. Images and folders can be dropped anywhere on it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `sample`: the sample image's file; empty where there is none.
    MainWindow(Session &session, const QString &sample, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens images, each in a tab of its own, by names as Session::open() takes them. One that is open already is brought to the
    /// front.
    void openImages(const QStringList &names);

    ImageTab *currentTab() const;
    ImageTab *tabAt(int index) const;
    int tabCount() const;

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildMenus();
    void buildFileMenu();
    void buildViewMenu();
    void buildStatusBar();
    void askForFiles();
    void askForFolder();
    void openOne(const QString &name);
    QWidget *makeCloseButton(ImageTab *tab);
    void closeTab(int index);
    void moveToTab(int step);
    void updateTab(ImageTab *tab);
    void updateWindow();
    void updateRecent();
    void showDropHint(bool on);
    void chooseTheme(Theme theme);
    void showAbout();
    ImageView *currentView() const;

    Session &m_session;
    QStackedWidget *m_pages;
    StartPage *m_start;
    QTabWidget *m_tabs;
    QMenu *m_recentMenu = nullptr;
    QList<QAction *> m_imageActions; ///< those that need an open image
    QAction *m_closeAction = nullptr;
    QLabel *m_where;
    QLabel *m_verifyText;
    QProgressBar *m_verifyBar;
    QWidget *m_dropHint;
};

} // namespace stratoscope::ui
