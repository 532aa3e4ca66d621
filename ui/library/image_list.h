// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QListView>

namespace stratoscope::ui {

/// The list of the library's images, which can be dragged.
class ImageList : public QListView
{
    Q_OBJECT

public:
    using QListView::QListView;

Q_SIGNALS:
    /// The user has started to drag the current image.
    void dragRequested();

protected:
    void startDrag(Qt::DropActions) override { Q_EMIT dragRequested(); }
};

} // namespace stratoscope::ui
