// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/reference.h"
#include "ui/library/library_model.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QSplitter;
class QToolButton;

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

class Library;
class LibraryActions;
class MessageBar;
class RegistryList;

/// The library: the images in the store and local files, which can be filtered, sorted and opened; below them the registries. The
/// list of images is named "images".
class LibraryPane : public QWidget
{
    Q_OBJECT

public:
    LibraryPane(Session &session, Library &library, QWidget *parent = nullptr);

    /// Tells whether an image is open in a tab.
    void setOpenTest(std::function<bool(const LibraryRow &)> isOpen);
    /// Gives the keyboard focus to the images.
    void focusImages();
    /// Call it when the registries in the settings have changed.
    void refreshRegistries();
    void saveLayout() const;
    void verify(const LibraryRow &row);

Q_SIGNALS:
    void openRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    void pullRequested(const stratoscope::Reference &reference, const std::optional<stratoscope::Platform> &platform);
    void importRequested(const QString &name, const std::optional<stratoscope::Platform> &platform);
    /// `text` is for the search field.
    void searchRequested(const QString &text);
    /// To show the settings of a registry; of all registries if `address` is empty.
    void registryRequested(const QString &address);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildImages();
    void buildSortMenu();
    void updateHint();
    void setSort(LibrarySort sort, bool reversed);

    Library &m_library;
    LibraryOrder *m_order;
    MessageBar *m_message;
    QLineEdit *m_filter;
    QToolButton *m_sort;
    QListView *m_images;
    QLabel *m_hint;
    RegistryList *m_registries;
    QSplitter *m_parts;
    LibraryActions *m_actions;
};

} // namespace stratoscope::ui
