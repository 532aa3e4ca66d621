// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/reverify.h"
#include "oci/reference.h"
#include "ui/library/library_model.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QListWidget;
class QMenu;
class QSplitter;
class QToolButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ImageMenu;
class Library;
class MessageBar;

/// The library: images of the store and files, to be opened and looked after; below them the registries.
class LibraryPane : public QWidget
{
    Q_OBJECT

public:
    LibraryPane(Session &session, Library &library, QWidget *parent = nullptr);

    /// Tells whether an image is open in a tab.
    void setOpenTest(std::function<bool(const LibraryRow &)> isOpen) { m_isOpen = std::move(isOpen); }
    /// The keyboard goes to the images.
    void focusImages();
    /// The user's registries are others now.
    void refreshRegistries();
    void saveLayout() const;
    void recheck(const LibraryRow &row);

    QLineEdit *filterField() const { return m_filter; }
    QListView *imageView() const { return m_images; }
    QListWidget *registryView() const { return m_registries; }
    /// What can be done with the chosen image.
    QMenu *imageMenu() const { return m_menu; }

Q_SIGNALS:
    void openRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    /// What is to be typed into the search field.
    void searchRequested(const QString &text);
    void registryRequested(const QString &address);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildImages();
    QWidget *buildRegistries();
    void buildSortMenu();
    void buildImageMenu();
    void connectLibrary();
    const LibraryRow *current() const;
    void updateMenu();
    void updateHint();
    void chooseSort(LibrarySort sort, bool reversed);
    void open();
    void togglePin();
    void remove();
    void askRemoval(const LibraryRow &row, quint64 bytes);
    void reveal();
    void copyName();
    void tellRechecked(const LibraryRow &row, const Reverification &found);
    void pull(const LibraryRow &row);
    void showRegistryMenu(const QPoint &position);
    void searchRegistry();

    Session &m_session;
    Library &m_library;
    LibraryOrder *m_order;
    std::function<bool(const LibraryRow &)> m_isOpen;

    MessageBar *m_message;
    QLineEdit *m_filter;
    QToolButton *m_sort;
    QListView *m_images;
    QLabel *m_hint;
    QListWidget *m_registries;
    QSplitter *m_parts;
    QMenu *m_menu;
    QAction *m_open;
    ImageMenu *m_platforms;
    QAction *m_pin;
    QAction *m_remove;
    QAction *m_reveal;
    QAction *m_copy;
    QAction *m_recheck;
};

} // namespace stratoscope::ui
