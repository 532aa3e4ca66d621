// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDockWidget>

namespace stratoscope::ui {

class Application;
class ImageTab;
class ImageTabs;
class LibraryPane;
struct LibraryRow;

/// The dock beside the images with the library. It is hidden until the library first holds an image and the window has room for
/// it; from then on the user decides.
class LibraryDock : public QDockWidget
{
    Q_OBJECT

public:
    LibraryDock(Application &application, ImageTabs &tabs, QWidget *parent);

    LibraryPane &pane() { return *m_pane; }
    /// Verifies the stored image of a tab. The library shows the result, and can repair the image.
    void verify(ImageTab *tab);
    /// Takes back the width that the user has chosen, if the window has room for it again.
    void regainWidth();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showFirstImage();
    void closeTabsOf(const LibraryRow &row);

    Application &m_application;
    ImageTabs &m_tabs;
    LibraryPane *m_pane;
    int m_wantedWidth = 0; ///< as chosen by the user; 0: not known yet
};

} // namespace stratoscope::ui
