// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "ui/settings/settings.h"

#include <QPointer>
#include <QTabWidget>

#include <optional>

class QMenu;

namespace stratoscope {
struct Engine;
}

namespace stratoscope::ui {

class Application;
class CompareMenu;
class ImageTab;
class ImageView;
struct ImageChoice;
struct LibraryRow;

/// The window's tabs: one for each image, and other pages between them.
class ImageTabs : public QTabWidget
{
    Q_OBJECT

public:
    explicit ImageTabs(Application &application, QWidget *parent = nullptr);

    /// Null if the current tab does not hold an image.
    ImageTab *currentTab() const;
    /// Null until the current tab's image is open.
    ImageView *currentView() const;
    ImageTab *tabAt(int index) const;
    /// The one whose title is at a point of the window; null if there is none.
    ImageTab *tabUnder(const QPoint &point) const;
    /// The tabs that show an image of the store.
    QList<ImageTab *> tabsOf(const LibraryRow &row) const;

    /// Opens an image in a tab of its own, by a name as Session::open() takes it; if it is open already, its tab comes to the
    /// front.
    void open(const QString &name, const std::optional<Platform> &platform = {});
    /// Opens an image, and compares it with another one.
    void compare(const QString &name, const std::optional<Platform> &platform, const ImageChoice &other);
    /// A tab whose image is not opened yet.
    ImageTab *add(const QString &name, const std::optional<Platform> &platform);
    /// Adds a page that does not hold an image; closing its tab does not delete it.
    void addPage(QWidget *page, const QString &title);
    void closeTab(int index);
    void closeOthers(int index);
    /// Opens the tab again that was closed last, as it was.
    void reopen();
    bool hasClosed() const { return !m_closed.isEmpty(); }
    /// Loads the image of a tab into an engine.
    void load(const ImageTab *tab, const Engine &engine);
    /// Goes to the tab at this distance, around the end.
    void step(int distance);

Q_SIGNALS:
    /// Another tab is current, or the current one's title, view or status changed.
    void currentUpdated();
    /// What is saved of a tab has changed.
    void stateChanged();
    void pullRequested(stratoscope::ui::ImageTab *tab);
    void importRequested(stratoscope::ui::ImageTab *tab);
    void verifyRequested(stratoscope::ui::ImageTab *tab);
    void pushRequested(stratoscope::ui::ImageTab *tab);
    /// A task without a dialog is to be seen in the list.
    void leftToTransfers(int id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateTitles();
    void showTabMenu(const QPoint &position);
    void addDestinations(QMenu &menu, ImageTab *tab);
    void remember(const ImageTab *tab);
    bool tabBarEvent(QEvent *event);
    void dragTab(int index);

    Application &m_application;
    QList<SavedTab> m_closed; ///< the latest last
    CompareMenu *m_compareMenu; ///< of the tab menu
    int m_pressed = -1; ///< the tab that the mouse button was pressed on
    QPointer<QWidget> m_shownBefore; ///< the page that was current before
};

} // namespace stratoscope::ui
