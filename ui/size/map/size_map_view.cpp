// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/size_map_view.h"

#include "ui/common/format.h"
#include "ui/common/row_painter.h"
#include "ui/style/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kWheelStep = 120; ///< see QWheelEvent::angleDelta()

} // namespace

SizeMapView::SizeMapView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Map of sizes"));
    setAccessibleDescription(tr("The arrow keys lead from one entry to the next. Enter zooms into a folder, Backspace out of it."));
}

void SizeMapView::setTree(std::shared_ptr<const SizeTree> tree, std::shared_ptr<const SizeClasses> classes)
{
    const auto inTree = [&](SizeItem item, SizeItem fallback) {
        if (tree == m_tree || !m_tree || item >= m_tree->size())
            return item < tree->size() ? item : fallback;
        return tree->find(m_tree->path(item)).value_or(fallback);
    };
    SizeItem root = inTree(m_root, kRootItem);
    if (!tree->isDirectory(root) || tree->bytes(root) == 0)
        root = kRootItem;
    m_current = m_current == kNoItem ? kNoItem : inTree(m_current, kNoItem);
    const bool isZoomed = root != m_root;
    m_root = root;
    if (tree != m_tree)
        m_lit.reset();
    m_tree = std::move(tree);
    m_classes = std::move(classes);
    request();
    if (isZoomed)
        Q_EMIT zoomed();
}

void SizeMapView::setShape(SizeMapRequest::Shape shape)
{
    m_shape = shape;
    request();
}

void SizeMapView::setLit(LitItems lit)
{
    if (lit == m_lit)
        return;
    m_lit = std::move(lit);
    request();
}

/// Has the picture painted. Until it is there, the previous one is shown.
void SizeMapView::request()
{
    m_isStale = false;
    if (!m_tree || size().isEmpty())
        return;
    SizeMapRequest request;
    request.shape = m_shape;
    request.root = m_root;
    request.size = size();
    const QFont font = smallerFont(this->font());
    request.lineHeight = QFontMetricsF(font).height();
    request.isMirrored = isRightToLeft();
    const MapLook look{palette(), font, devicePixelRatioF(), m_lit};
    const auto work = [tree = m_tree, classes = m_classes, request, look](const std::stop_token &stop) -> Result<Picture> {
        SizeMap map = SizeMap::make(*tree, request, stop);
        QImage image = paintSizeMap(map, *tree, *classes, look, stop);
        return Picture{tree, std::move(map), std::move(image)};
    };
    m_painting.run(m_session, work, [this](Result<Picture> picture) {
        if (picture)
            present(*std::move(picture));
    });
}

void SizeMapView::present(Picture picture)
{
    m_picture = std::move(picture);
    if (m_isStale)
        request();
    m_hovered = underMouse() ? m_picture.map.tileAt(mapFromGlobal(QCursor::pos())) : kNoTile;
    update();
    Q_EMIT shown();
    Q_EMIT describedChanged();
}

void SizeMapView::resizeEvent(QResizeEvent *)
{
    // While the window is being resized, each picture is finished and shown.
    if (m_painting.isRunning() && !m_picture.image.isNull())
        m_isStale = true;
    else
        request();
}

void SizeMapView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::LayoutDirectionChange)
        request();
    QWidget::changeEvent(event);
}

void SizeMapView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_picture.image.isNull()) {
        painter.fillRect(rect(), palette().color(QPalette::Base));
        return;
    }
    if (m_picture.image.devicePixelRatio() != devicePixelRatioF())
        QMetaObject::invokeMethod(this, &SizeMapView::request, Qt::QueuedConnection); // on another screen
    painter.drawImage(rect(), m_picture.image);
    if (m_picture.map.tiles().empty()) {
        painter.setPen(tintColor(Tint::Muted, palette()));
        painter.drawText(rect(), Qt::AlignCenter, tr("No files"));
        return;
    }
    if (!isPictureOfTree() || m_picture.map.request().size != QSizeF(size()))
        return;
    painter.setRenderHint(QPainter::Antialiasing, m_shape == SizeMapRequest::Shape::Sunburst);
    // Two lines, one of which stands out from any colour.
    const auto outline = [&](std::uint32_t tile, const QColor &color, double width) {
        QPainterPath path = tileOutline(m_picture.map, m_picture.map.tiles()[tile]);
        if (m_shape == SizeMapRequest::Shape::Treemap) {
            path = QPainterPath();
            const SizeTile &at = m_picture.map.tiles()[tile];
            path.addRect(QRectF(at.left, at.top, at.width(), at.height()).toAlignedRect().toRectF().adjusted(1, 1, -1, -1));
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Base), width + 2));
        painter.drawPath(path);
        painter.setPen(QPen(color, width));
        painter.drawPath(path);
    };
    const std::uint32_t current = m_current == kNoItem ? kNoTile : m_picture.map.tileOf(*m_tree, m_current);
    if (m_hovered != kNoTile && m_hovered != current && m_hovered != 0)
        outline(m_hovered, palette().color(QPalette::Text), 1);
    if (current != kNoTile)
        outline(current, hasFocus() ? palette().color(QPalette::Highlight) : palette().color(QPalette::Text), 2.5);
}

SizeItem SizeMapView::directoryOf(const SizeTile &tile) const
{
    return tile.isGroup() || m_tree->isDirectory(tile.item) ? tile.item : m_tree->parent(tile.item);
}

/// The directory in the root that an entry is in.
SizeItem SizeMapView::stepTowards(SizeItem item) const
{
    SizeItem step = m_root;
    for (; item != m_root && item != kRootItem; item = m_tree->parent(item)) {
        if (m_tree->isDirectory(item))
            step = item;
    }
    return item == m_root ? step : m_root;
}

void SizeMapView::zoomTo(SizeItem directory)
{
    if (!m_tree || directory == m_root || directory >= m_tree->size() || !m_tree->isDirectory(directory)
        || m_tree->bytes(directory) == 0)
        return;
    m_root = directory;
    hover(kNoTile);
    request();
    Q_EMIT zoomed();
}

void SizeMapView::zoomIn()
{
    if (m_tree && m_current != kNoItem)
        zoomTo(stepTowards(m_current));
}

/// What was zoomed into is then current, unless something in it is.
void SizeMapView::zoomOut()
{
    if (!m_tree || m_root == kRootItem)
        return;
    const SizeItem left = m_root;
    zoomTo(m_tree->parent(left));
    if (m_current == kNoItem || !m_tree->isBelow(m_current, left))
        makeCurrent(left);
}

void SizeMapView::setCurrent(SizeItem item)
{
    if (item == m_current)
        return;
    m_current = item;
    update();
    Q_EMIT describedChanged();
    tellAccessibility();
}

void SizeMapView::makeCurrent(SizeItem item)
{
    if (item == m_current)
        return;
    setCurrent(item);
    Q_EMIT currentChanged();
}

void SizeMapView::tellAccessibility()
{
    const SizeTile *const tile = described();
    setAccessibleName(tile ? tr("Map of sizes: %1").arg(description(*tile)) : tr("Map of sizes"));
}

const SizeTile *SizeMapView::described() const
{
    if (!m_tree || !isPictureOfTree())
        return nullptr;
    const std::uint32_t current = m_current == kNoItem ? kNoTile : m_picture.map.tileOf(*m_tree, m_current);
    const std::uint32_t tile = m_hovered != kNoTile ? m_hovered : current;
    return tile < m_picture.map.tiles().size() ? &m_picture.map.tiles()[tile] : nullptr;
}

QString SizeMapView::description(const SizeTile &tile) const
{
    const QString path = isolated(printable(m_tree->path(tile.item)), layoutDirection());
    const double all = double(std::max<std::uint64_t>(1, m_tree->bytes(kRootItem)));
    const double share = 100 * double(tile.bytes) / all;
    const QString percent = share < 0.1 ? tr("less than 0.1 %") : tr("%1 %").arg(QLocale().toString(share, 'f', 1));
    QStringList parts;
    if (tile.isGroup())
        parts += tr("%Ln small entries in %1", nullptr, pluralCount(m_picture.map.grouped(tile).size())).arg(path);
    else
        parts += path;
    parts += tr("%1 (%2)").arg(isolated(sizeText(tile.bytes), layoutDirection()), isolated(percent, layoutDirection()));
    if (!tile.isGroup() && (tile.item != kRootItem)) {
        const int layer = m_tree->origin(tile.item).layer;
        if (!m_tree->isDirectory(tile.item))
            parts += tr("layer %1").arg(QLocale().toString(layer));
        if (m_tree->isHidden(tile.item))
            parts += tr("hidden by a later layer");
    }
    return parts.join(u"  ·  "_s);
}

void SizeMapView::hover(std::uint32_t tile)
{
    if (tile == m_hovered)
        return;
    m_hovered = tile;
    update();
    Q_EMIT describedChanged();
}

void SizeMapView::mousePressEvent(QMouseEvent *event)
{
    if (!m_tree || !isPictureOfTree() || event->button() == Qt::MiddleButton)
        return;
    if (event->button() == Qt::BackButton)
        return zoomOut();
    const std::uint32_t tile = m_picture.map.tileAt(event->position());
    if (tile != kNoTile && tile != 0)
        makeCurrent(m_picture.map.tiles()[tile].item);
}

/// In the middle of a sunburst, which is what fills it: out of it.
void SizeMapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_tree || !isPictureOfTree() || event->button() != Qt::LeftButton)
        return;
    const std::uint32_t tile = m_picture.map.tileAt(event->position());
    if (tile == kNoTile)
        return;
    if (tile == 0)
        return zoomOut();
    zoomTo(directoryOf(m_picture.map.tiles()[tile]));
}

void SizeMapView::mouseMoveEvent(QMouseEvent *event)
{
    if (isPictureOfTree())
        hover(m_picture.map.tileAt(event->position()));
}

void SizeMapView::leaveEvent(QEvent *)
{
    hover(kNoTile);
}

void SizeMapView::wheelEvent(QWheelEvent *event)
{
    if (!m_tree || !isPictureOfTree())
        return;
    m_wheel += event->angleDelta().y();
    if (std::abs(m_wheel) < kWheelStep)
        return;
    const bool isIn = m_wheel > 0;
    m_wheel = 0;
    if (!isIn)
        return zoomOut();
    const std::uint32_t tile = m_picture.map.tileAt(event->position());
    if (tile != kNoTile)
        zoomTo(stepTowards(m_picture.map.tiles()[tile].item));
}

void SizeMapView::move(SizeMap::Direction direction)
{
    if (!m_tree || !isPictureOfTree() || m_picture.map.tiles().empty())
        return;
    const std::uint32_t current = m_current == kNoItem ? kNoTile : m_picture.map.tileOf(*m_tree, m_current);
    std::uint32_t next = kNoTile;
    if (current == kNoTile || current == 0) {
        const SizeTile &root = m_picture.map.tiles()[0];
        next = root.childCount > 0 ? root.firstChild : 0;
        while (m_shape == SizeMapRequest::Shape::Treemap && m_picture.map.tiles()[next].childCount > 0)
            next = m_picture.map.tiles()[next].firstChild;
    } else {
        next = m_picture.map.neighbour(current, direction);
    }
    if (next == kNoTile || next == current)
        return;
    m_hovered = kNoTile;
    // Of a group, an entry in it: the group alone is nothing that the tree of files has.
    const SizeTile &tile = m_picture.map.tiles()[next];
    makeCurrent(tile.isGroup() ? m_picture.map.grouped(tile).front() : tile.item);
}

void SizeMapView::keyPressEvent(QKeyEvent *event)
{
    using enum SizeMap::Direction;
    if (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier))
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
        return move(Left);
    case Qt::Key_Right:
        return move(Right);
    case Qt::Key_Up:
        return move(Up);
    case Qt::Key_Down:
        return move(Down);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Plus:
        return zoomIn();
    case Qt::Key_Backspace:
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_Home:
        return zoomTo(kRootItem);
    default:
        return QWidget::keyPressEvent(event);
    }
}

void SizeMapView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
    tellAccessibility();
}

void SizeMapView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool SizeMapView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_tree || !isPictureOfTree())
        return QWidget::event(event);
    const auto *const help = static_cast<QHelpEvent *>(event);
    const std::uint32_t number = m_picture.map.tileAt(help->pos());
    if (number == kNoTile || number == 0) {
        QToolTip::hideText();
        return true;
    }
    const SizeTile &tile = m_picture.map.tiles()[number];
    const QRectF area = m_shape == SizeMapRequest::Shape::Treemap ? QRectF(tile.left, tile.top, tile.width(), tile.height())
                                                                  : tileOutline(m_picture.map, tile).boundingRect();
    QToolTip::showText(help->globalPos(), description(tile), this, area.toAlignedRect());
    return true;
}

} // namespace stratoscope::ui
