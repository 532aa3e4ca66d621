// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDropEvent>
#include <QListView>

#include <functional>

namespace stratoscope::ui {

/// The list of the library's images, which can be dragged, also onto an engine in the list.
class ImageList : public QListView
{
    Q_OBJECT

public:
    using QListView::QListView;

    /// What may be dropped where, and what then happens.
    struct Dropping {
        std::function<bool(const QMimeData &, const QModelIndex &)> canDrop;
        std::function<bool(const QMimeData &, const QModelIndex &)> drop;
    };
    void setDropping(Dropping dropping)
    {
        m_dropping = std::move(dropping);
        setAcceptDrops(true);
    }

Q_SIGNALS:
    /// The user has started to drag the current image.
    void dragRequested();

protected:
    void startDrag(Qt::DropActions) override { Q_EMIT dragRequested(); }
    void dragEnterEvent(QDragEnterEvent *event) override { dragMoveEvent(event); }
    // What cannot be dropped here goes to the window.
    void dragMoveEvent(QDragMoveEvent *event) override
    {
        event->setAccepted(m_dropping.canDrop(*event->mimeData(), indexAt(event->position().toPoint())));
    }
    void dropEvent(QDropEvent *event) override
    {
        event->setAccepted(m_dropping.drop(*event->mimeData(), indexAt(event->position().toPoint())));
    }

private:
    Dropping m_dropping;
};

} // namespace stratoscope::ui
