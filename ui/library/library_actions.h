// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/verify_image.h"
#include "oci/reference.h"
#include "ui/library/library_row.h"

#include <QObject>

#include <functional>

class QAction;
class QListView;
class QMenu;
class QMimeData;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class ImageMenu;
class Library;
class LoadMenu;
class MessageBar;

/// The actions on the current image of the library, as a menu and as keyboard shortcuts. Reports their results in a message bar.
class LibraryActions : public QObject
{
    Q_OBJECT

public:
    /// `images` shows a LibraryOrder.
    LibraryActions(Session &session, Library &library, QListView *images, MessageBar *message);

    /// Tells whether an image is open in a tab.
    void setOpenTest(std::function<bool(const LibraryRow &)> isOpen) { m_isOpen = std::move(isOpen); }
    QMenu *menu() const { return m_menu; }
    /// Adds a menu of what the current image can be compared with.
    void addCompareMenu(QMenu *menu);
    /// Null if there is none.
    const LibraryRow *current() const;
    /// Opens the current image.
    void open();
    void verify(const LibraryRow &row);
    /// Drags the current image out of the window: dropped on a file manager, it is exported there, like the last export.
    void drag();
    /// Loads an image that was dropped on a row of an engine into it. False if it is nothing of the kind.
    bool drop(const QMimeData &data, const QModelIndex &onto);
    /// Whether drop() would do it.
    bool canDrop(const QMimeData &data, const QModelIndex &onto) const;
    /// What is dragged then. Null without a current image.
    QMimeData *dragged();

Q_SIGNALS:
    void openRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    /// Another image is current, or it has changed.
    void currentChanged();
    void importRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    /// The image is to be opened, and mounted.
    void mountRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    void pushRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);

private:
    template <typename Run>
    QAction *add(const QString &iconName, const QString &text, const QKeySequence &key, Run run);
    void connectLibrary();
    void update();
    void toggleVerification();
    void remove();
    void confirmRemoval(const LibraryRow &row, quint64 bytes);
    void reveal();
    void showVerified(const LibraryRow &row, const ImageVerification &found);
    void pull(const LibraryRow &row);

    Session &m_session;
    Library &m_library;
    QListView *const m_images;
    MessageBar *const m_message;
    std::function<bool(const LibraryRow &)> m_isOpen;

    QMenu *m_menu;
    QAction *m_open;
    ImageMenu *m_platforms;
    QAction *m_import;
    LoadMenu *m_load;
    QAction *m_mount;
    QAction *m_push;
    QAction *m_compare = nullptr; ///< null until there is a menu for it
    QAction *m_pin;
    QAction *m_verify;
    QAction *m_copy;
    QAction *m_reveal;
    QAction *m_remove;
};

} // namespace stratoscope::ui
