// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "oci/reference.h"
#include "ui/common/latest_task.h"
#include "ui/settings/settings.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>
#include <optional>

class QDockWidget;
class QLabel;
class QMenu;
class QMimeData;
class QProgressBar;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ImageTab;
class ImageView;
class Library;
class LibraryPane;
struct LibraryRow;
class Notifier;
class SearchPage;
class SettingsDialog;
class StartPage;
class TransferPane;
class Transfers;

/// The window: a tab for each image and one for the search, or the page that says how to open an image; beside them the library,
/// below them the transfers. Images and folders can be dropped anywhere on it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `sample`: the sample image's file; empty where there is none.
    MainWindow(Session &session, const QString &sample, Memory memory = Memory::Kept, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens what was open last time: the tab in front now, the others when they are first looked at.
    void restoreTabs();

    /// Opens images, each in a tab of its own, by names as Session::open() takes them. One that is open already is brought to the
    /// front.
    void openImages(const QStringList &names);

    /// Goes to the search; with a text, as if it had been typed there.
    void showSearch(const QString &text = {});

    /// Null where it is no image's.
    ImageTab *currentTab() const;
    ImageTab *tabAt(int index) const;
    int tabCount() const;
    Transfers &transfers() const { return *m_transfers; }
    SearchPage *searchPage() const { return m_search; }
    TransferPane *transferPane() const { return m_transferPane; }
    Library &library() const { return *m_library; }
    LibraryPane *libraryPane() const { return m_libraryPane; }
    Notifier *notifier() const { return m_notifier; }

protected:
    bool event(QEvent *event) override;
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
    void openOne(const QString &name, const std::optional<Platform> &platform = {});
    ImageTab *addImageTab(const QString &name, const std::optional<Platform> &platform);
    void addTab(QWidget *tab, const QString &title);
    void closeTab(int index);
    void moveToTab(int step);
    void updateTab(ImageTab *tab);
    void updateWindow();
    void updateRecent();
    void buildTransfers();
    void buildLibrary();
    void libraryChanged();
    void recheck(ImageTab *tab);
    QList<ImageTab *> tabsOf(const LibraryRow &row) const;
    void buildSearch();
    void pull(const Reference &reference, const std::optional<Platform> &platform);
    void pullInto(ImageTab *tab);
    void openTransfer(int id);
    void showTransfer(int id);
    void tellEnded(int id);
    void updateTransfers();
    void buildSettings();
    SettingsDialog *showSettings();
    void showRegistries(const QString &address);
    void applySettings();
    void applyViewSettings();
    void keepStoreWithinLimit();
    void addPaneActions(QMenu &menu);
    void addWindowActions(QMenu &menu);
    bool mayClose();
    void startKeeping();
    void keepSoon();
    void keepState();
    void showDropHint(bool on);
    void showAbout();
    ImageView *currentView() const;

    Session &m_session;
    const Memory m_memory;
    std::unique_ptr<Transfers> m_transfers;
    std::unique_ptr<Library> m_library;
    LatestTask m_cleaning; ///< of the store
    QTimer m_keeping; ///< runs once what is to be kept has changed
    QStackedWidget *m_pages;
    StartPage *m_start;
    QTabWidget *m_tabs;
    QMenu *m_recentMenu = nullptr;
    QList<QAction *> m_imageActions; ///< those that need an open image
    QAction *m_closeAction = nullptr;
    QLabel *m_where;
    QLabel *m_verifyText;
    QProgressBar *m_verifyBar;
    QToolButton *m_transferButton;
    SearchPage *m_search = nullptr;
    TransferPane *m_transferPane = nullptr;
    QDockWidget *m_transferDock = nullptr;
    LibraryPane *m_libraryPane = nullptr;
    QDockWidget *m_libraryDock = nullptr;
    Notifier *m_notifier;
    QWidget *m_dropHint;
};

} // namespace stratoscope::ui
