// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tree/tree_snapshot.h"

#include <QListView>

#include <array>
#include <optional>
#include <vector>

namespace stratoscope::ui {

/// The list of layers, with a rail beside the rows. On it, two handles mark the states that are shown: with the first one at rest,
/// at the top, the image as of the second one; otherwise what differs between the two. They are dragged, or moved by Alt+Up and
/// Alt+Down (the first one) and the same with Shift (the second one).
class LayerList : public QListView
{
    Q_OBJECT

public:
    enum Handle { From, To };
    enum Edge { Top, Middle, Bottom };
    /// A position of a handle: at an edge of a row.
    struct Stop {
        int row = 0;
        Edge edge = Bottom;
        TreeChoice choice{}; ///< what is chosen by moving the handle there
        bool isRest = false; ///< the handle marks nothing there
    };
    /// Where a handle can be, from top to bottom, and where it is.
    struct Stops {
        std::vector<Stop> all;
        std::size_t current = 0;
    };
    /// The width of the rail, at the leading edge of the rows.
    static constexpr int kRailWidth = 15;

    explicit LayerList(QWidget *parent = nullptr);

    void setStops(std::array<Stops, 2> stops);
    /// The centre of a handle in the viewport; nothing if it has no stops.
    std::optional<QPoint> position(Handle handle) const;
    /// Whether the last click or key was to extend the selection.
    bool isExtending() const { return m_isExtending; }

Q_SIGNALS:
    /// A handle was moved.
    void chosen(const stratoscope::ui::TreeChoice &choice);
    /// The mouse pointer has left the list.
    void left();

protected:
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    QPoint positionOf(const Stop &stop) const;
    std::optional<Handle> handleAt(const QPoint &point) const;
    void move(Handle handle, std::size_t stop);
    void setHovered(std::optional<Handle> handle);

    std::array<Stops, 2> m_stops;
    std::optional<Handle> m_dragged;
    std::optional<Handle> m_hovered;
    mutable bool m_isExtending = false;
};

} // namespace stratoscope::ui
