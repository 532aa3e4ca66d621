// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/library/library_model.h"

#include <QWidget>

class QLabel;
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
class SearchField;

/// The library: the images in the store and local files, which can be filtered, sorted and opened; below them the registries. The
/// list of images is named "images".
class LibraryPane : public QWidget
{
    Q_OBJECT

public:
    LibraryPane(Session &session, Library &library, QWidget *parent = nullptr);

    /// What can be done with the current image.
    LibraryActions &actions() { return *m_actions; }
    /// Gives the keyboard focus to the images.
    void focusImages();
    RegistryList &registries() { return *m_registries; }
    void saveLayout() const;

private:
    QWidget *buildImages();
    void buildSortMenu();
    void updateHint();
    void setSort(LibrarySort sort, bool reversed);

    Library &m_library;
    LibraryOrder *m_order;
    MessageBar *m_message;
    SearchField *m_filter;
    QToolButton *m_sort;
    QListView *m_images;
    QLabel *m_hint;
    RegistryList *m_registries;
    QSplitter *m_parts;
    LibraryActions *m_actions;
};

} // namespace stratoscope::ui
