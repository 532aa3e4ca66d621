// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_list.h"

#include "ui/style/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace stratoscope::ui {

namespace {

constexpr int kHandleRadius = 5;
constexpr int kGrabRadius = 9; ///< in which a handle is grabbed

} // namespace

LayerList::LayerList(QWidget *parent)
    : QListView(parent)
{
    setMouseTracking(true);
}

void LayerList::setStops(std::array<Stops, 2> stops)
{
    m_stops = std::move(stops);
    viewport()->update();
}

std::optional<QPoint> LayerList::position(Handle handle) const
{
    const Stops &stops = m_stops[handle];
    return stops.current < stops.all.size() ? std::optional(positionOf(stops.all[stops.current])) : std::nullopt;
}

QPoint LayerList::positionOf(const Stop &stop) const
{
    const QRect row = visualRect(model()->index(stop.row, 0));
    const int x = isRightToLeft() ? viewport()->width() - kRailWidth / 2 : kRailWidth / 2;
    const int y = stop.edge == Top ? row.top() : stop.edge == Bottom ? row.bottom() : row.center().y();
    // At the end of the list, half of the handle would be cut off.
    return {x,
            std::clamp(y, row.top() + (stop.row == 0 ? kHandleRadius : 0),
                       row.bottom() - (stop.row == model()->rowCount() - 1 ? kHandleRadius : 0))};
}

std::optional<LayerList::Handle> LayerList::handleAt(const QPoint &point) const
{
    for (const Handle handle : {To, From}) {
        const auto centre = position(handle);
        if (centre && (*centre - point).manhattanLength() <= kGrabRadius)
            return handle;
    }
    return std::nullopt;
}

/// With Ctrl pressed, QListView would select everything up to what is clicked, as with Shift.
QItemSelectionModel::SelectionFlags LayerList::selectionCommand(const QModelIndex &index, const QEvent *event) const
{
    const auto *const input = event && event->isInputEvent() ? static_cast<const QInputEvent *>(event) : nullptr;
    const bool isMouse = event
        && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease
            || event->type() == QEvent::MouseMove);
    if (input && event->type() != QEvent::MouseMove)
        m_isExtending = input->modifiers() & Qt::ShiftModifier;
    if (isMouse && input->modifiers() & Qt::ControlModifier)
        return event->type() == QEvent::MouseButtonPress && index.isValid() ? QItemSelectionModel::ClearAndSelect
                                                                            : QItemSelectionModel::NoUpdate;
    return QListView::selectionCommand(index, event);
}

void LayerList::move(Handle handle, std::size_t stop)
{
    if (stop < m_stops[handle].all.size() && stop != m_stops[handle].current)
        Q_EMIT chosen(TreeChoice(m_stops[handle].all[stop].choice)); // the stops are replaced meanwhile
}

void LayerList::setHovered(std::optional<Handle> handle)
{
    if (handle == m_hovered)
        return;
    m_hovered = handle;
    if (handle)
        viewport()->setCursor(Qt::SizeVerCursor);
    else
        viewport()->unsetCursor();
    viewport()->update();
}

void LayerList::mousePressEvent(QMouseEvent *event)
{
    m_dragged = event->button() == Qt::LeftButton ? handleAt(event->position().toPoint()) : std::nullopt;
    if (!m_dragged)
        return QListView::mousePressEvent(event);
    viewport()->update();
}

void LayerList::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!m_dragged) {
        setHovered(event->buttons() == Qt::NoButton ? handleAt(point) : std::nullopt);
        return QListView::mouseMoveEvent(event);
    }
    const auto distance = [&](const Stop &stop) { return std::abs(positionOf(stop).y() - point.y()); };
    const auto &stops = m_stops[*m_dragged].all;
    const auto nearest = std::ranges::min_element(stops, {}, distance);
    move(*m_dragged, std::size_t(nearest - stops.begin()));
}

void LayerList::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_dragged)
        return QListView::mouseReleaseEvent(event);
    m_dragged.reset();
    setHovered(handleAt(event->position().toPoint()));
    viewport()->update();
}

void LayerList::keyPressEvent(QKeyEvent *event)
{
    const bool isUp = event->key() == Qt::Key_Up;
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if ((isUp || event->key() == Qt::Key_Down) && (modifiers & Qt::AltModifier) && !(modifiers & Qt::ControlModifier)) {
        const Handle handle = modifiers & Qt::ShiftModifier ? To : From;
        const std::size_t current = m_stops[handle].current;
        if (!isUp || current > 0)
            move(handle, isUp ? current - 1 : current + 1);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        && currentIndex().isValid())
        return Q_EMIT clicked(currentIndex());
    QListView::keyPressEvent(event);
}

bool LayerList::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        if (!m_dragged)
            setHovered({});
        Q_EMIT left();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        if (const auto handle = handleAt(help->pos())) {
            const bool isAtRest = m_stops[*handle].all[m_stops[*handle].current].isRest;
            QToolTip::showText(help->globalPos(),
                               *handle == To  ? tr("The state that is shown. Drag it to another layer.")
                                   : isAtRest ? tr("Drag this down to see what differs from an earlier state.")
                                              : tr("The state to compare with. Drag it to another layer."),
                               this);
            return true;
        }
    }
    return QListView::viewportEvent(event);
}

void LayerList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    const auto from = position(From);
    const auto to = position(To);
    if (!from || !to)
        return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    QColor line = tintColor(Tint::Muted, palette());
    line.setAlphaF(0.35F);
    const QColor accent = tintColor(Tint::Accent, palette());
    // The whole way that handles can go, and what lies between them.
    for (const Stops &stops : m_stops)
        painter.setPen(QPen(line, 1)), painter.drawLine(positionOf(stops.all.front()), positionOf(stops.all.back()));
    painter.setPen(QPen(accent, 2));
    painter.drawLine(*from, *to);
    const bool isAtRest = m_stops[From].all[m_stops[From].current].isRest;
    for (const Handle handle : {From, To}) {
        const bool isActive = m_dragged == handle || (!m_dragged && m_hovered == handle);
        const double radius = isActive ? kHandleRadius + 1 : handle == From && isAtRest ? kHandleRadius - 1.5 : kHandleRadius;
        const QPointF centre = QPointF(handle == From ? *from : *to) + QPointF(0.5, 0.5);
        painter.setPen(Qt::NoPen); // to be seen on a selected row
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawEllipse(centre, radius + 2.5, radius + 2.5);
        painter.setPen(QPen(handle == From && isAtRest ? tintColor(Tint::Muted, palette()) : accent, 2));
        painter.setBrush(handle == To ? accent : palette().color(QPalette::Base));
        painter.drawEllipse(centre, radius, radius);
    }
}

} // namespace stratoscope::ui
