// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/map_painter.h"

#include "base/cancel.h"
#include "base/error.h"
#include "ui/common/format.h"
#include "ui/size/map/map_colours.h"
#include "ui/style/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stratoscope::ui {

namespace {

struct MapPainterTr {
    Q_DECLARE_TR_FUNCTIONS(MapPainter)
};

constexpr double kDimmed = 0.82; ///< how much of the background what is not lit has
constexpr int kHatchPeriod = 7; ///< pixels
constexpr int kShine = 26; ///< how much white the top of a tile has, of 256
constexpr int kTilesBetweenStops = 1024;
constexpr qsizetype kFewestLetters = 6; ///< of a name that is cut short

/// The colours of a tile.
struct Fill {
    QColor color;
    bool isHidden = false;
    bool isDimmed = false;
};

/// Draws one map.
class MapPainter
{
public:
    MapPainter(const SizeMap &map, const SizeTree &tree, const SizeClasses &classes, const MapLook &look)
        : m_map(map)
        , m_tree(tree)
        , m_classes(classes)
        , m_look(look)
        , m_metrics(look.font)
        , m_base(look.palette.color(QPalette::Base))
        , m_text(look.palette.color(QPalette::Text))
    {
        const QSizeF size = map.request().size * look.ratio;
        m_image = QImage(qRound(size.width()), qRound(size.height()), QImage::Format_RGB32);
        m_image.setDevicePixelRatio(look.ratio);
        m_image.fill(m_base);
        for (const SizeClasses::Facts &facts : classes.classes()) {
            m_colours.resize(std::max(m_colours.size(), std::size_t(facts.number) + 1));
            m_colours[facts.number] = mapColor(classes.colouring(), facts.number, look.palette);
        }
    }

    QImage paint(const std::stop_token &stop)
    {
        if (m_image.isNull() || m_map.tiles().empty())
            return m_image;
        if (m_map.request().shape == SizeMapRequest::Shape::Treemap)
            paintTreemap(stop);
        else
            paintSunburst(stop);
        return m_image;
    }

private:
    bool isLit(const SizeTile &tile) const
    {
        if (!m_look.lit)
            return true;
        const auto has = [this](SizeItem item) { return (*m_look.lit)[item]; };
        return tile.isGroup() ? std::ranges::any_of(m_map.grouped(tile), has) : has(tile.item);
    }

    Fill fillOf(const SizeTile &tile) const
    {
        const auto grouped = m_map.grouped(tile);
        const auto number = tile.isGroup() ? m_classes.of(m_tree, grouped) : m_classes.of(tile.item);
        Fill fill{number < m_colours.size() ? m_colours[number] : m_base};
        fill.isHidden = tile.isGroup() ? std::ranges::all_of(grouped, [this](SizeItem item) { return m_tree.isHidden(item); })
                                       : m_tree.isHidden(tile.item);
        if (tile.isGroup())
            fill.color = blend(fill.color, m_base, 0.35);
        fill.isDimmed = !isLit(tile);
        if (fill.isDimmed)
            fill.color = blend(fill.color, m_base, kDimmed);
        return fill;
    }

    QColor frameColor(const SizeTile &tile) const
    {
        const QColor color = blend(m_base, m_text, std::min(0.3, 0.1 + 0.04 * (tile.depth - 1)));
        return isLit(tile) ? color : blend(color, m_base, kDimmed / 2);
    }

    /// The first pixel whose middle is not before a position.
    int pixel(double position) const { return int(std::ceil(position * m_look.ratio - 0.5)); }
    QRect pixels(float left, float top, float right, float bottom) const
    {
        return QRect(QPoint(pixel(double(left)), pixel(double(top))), QPoint(pixel(double(right)) - 1, pixel(double(bottom)) - 1))
            & m_image.rect();
    }

    void fillPixels(const QRect &area, const Fill &fill)
    {
        if (area.isEmpty())
            return;
        const QRgb plain = fill.color.rgb();
        const bool hasEdge = area.width() >= 4 && area.height() >= 4;
        const int edge = hasEdge ? std::max(1, int(m_look.ratio)) : 0;
        const QRgb dark = hasEdge ? fill.color.darker(128).rgb() : plain;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            auto *const line = reinterpret_cast<QRgb *>(m_image.scanLine(y));
            if (y > area.bottom() - edge) {
                std::fill(line + area.left(), line + area.right() + 1, dark);
                continue;
            }
            // Somewhat lighter at the top, so that neighbours of one colour stand apart.
            const int share = hasEdge ? kShine - kShine * (y - area.top()) / area.height() : 0;
            std::fill(line + area.left(), line + area.right() + 1 - edge, lighter(plain, share));
            std::fill(line + area.right() + 1 - edge, line + area.right() + 1, dark);
        }
        if (fill.isHidden)
            hatch(area.adjusted(0, 0, -edge, -edge), blend(fill.color, textColorOn(fill.color), fill.isDimmed ? 0.12 : 0.35).rgb());
    }

    void hatch(const QRect &area, QRgb color)
    {
        const int period = std::max(3, int(kHatchPeriod * m_look.ratio));
        const int stripe = std::max(1, int(1.5 * m_look.ratio));
        for (int y = area.top(); y <= area.bottom(); ++y) {
            auto *const line = reinterpret_cast<QRgb *>(m_image.scanLine(y));
            for (int x = area.left(); x <= area.right(); ++x) {
                if ((x + y) % period < stripe)
                    line[x] = color;
            }
        }
    }

    /// With a share of white, of 256.
    static QRgb lighter(QRgb color, int share)
    {
        const auto mixed = [share](int part) { return part + (255 - part) * share / 256; };
        return qRgb(mixed(qRed(color)), mixed(qGreen(color)), mixed(qBlue(color)));
    }

    void paintTreemap(const std::stop_token &stop)
    {
        m_image.detach();
        std::vector<std::uint32_t> named;
        std::vector<std::uint32_t> headers;
        const double line = m_metrics.height();
        const auto &tiles = m_map.tiles();
        for (std::uint32_t number = 0; number < tiles.size(); ++number) {
            if (number % kTilesBetweenStops == 0)
                throwIfStopped(stop);
            const SizeTile &tile = tiles[number];
            if (tile.childCount > 0) {
                if (tile.header > 0) {
                    paintFrame(tile);
                    headers.push_back(number);
                }
                continue;
            }
            fillPixels(pixels(tile.left, tile.top, tile.right, tile.bottom), fillOf(tile));
            if (double(tile.width()) >= 3 * line && double(tile.height()) >= 1.3 * line)
                named.push_back(number);
        }
        QPainter painter(&m_image);
        painter.setFont(m_look.font);
        for (const std::uint32_t number : headers)
            paintHeader(painter, tiles[number]);
        for (const std::uint32_t number : named) {
            throwIfStopped(stop);
            paintName(painter, tiles[number]);
        }
    }

    void paintFrame(const SizeTile &tile)
    {
        const QRect area = pixels(tile.left, tile.top, tile.right, tile.bottom);
        const QRgb color = frameColor(tile).rgb();
        const QRgb dark = frameColor(tile).darker(125).rgb();
        for (int y = area.top(); y <= area.bottom(); ++y) {
            auto *const line = reinterpret_cast<QRgb *>(m_image.scanLine(y));
            std::fill(line + area.left(), line + area.right() + 1, y == area.bottom() ? dark : color);
            line[area.right()] = dark;
        }
    }

    /// The names of the directories that have no frame of their own are in front.
    void paintHeader(QPainter &painter, const SizeTile &tile)
    {
        QString name = printable(m_tree.name(tile.item));
        for (const SizeTile *above = &m_map.tiles()[tile.parent]; above->depth > 0 && above->header == 0 && above->childCount == 1;
             above = &m_map.tiles()[above->parent])
            name = printable(m_tree.name(above->item)) + u'/' + name;
        const QString size = sizeText(tile.bytes);
        const QRectF area(tile.left + 5, tile.top, tile.width() - 10, tile.header);
        const double forSize = m_metrics.horizontalAdvance(size) + 12;
        const bool showsSize = m_metrics.horizontalAdvance(name) + forSize < area.width();
        const QColor color = isLit(tile) ? m_text : blend(m_text, m_base, 0.5);
        painter.setPen(color);
        const bool isMirrored = m_map.request().isMirrored;
        painter.drawText(area, int(isMirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine,
                         elided(name, Qt::ElideMiddle, area.width()));
        if (!showsSize)
            return;
        painter.setPen(blend(color, m_base, 0.3));
        painter.drawText(area, int(isMirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextSingleLine, size);
    }

    void paintName(QPainter &painter, const SizeTile &tile)
    {
        const Fill fill = fillOf(tile);
        const double line = m_metrics.height();
        const QRectF area = QRectF(tile.left, tile.top, tile.width(), tile.height()).adjusted(4, 2, -4, -2);
        const QString name = elided(tileName(m_map, m_tree, tile), Qt::ElideMiddle, area.width());
        if (name.size() < kFewestLetters && name != tileName(m_map, m_tree, tile))
            return;
        const QString size = sizeText(tile.bytes);
        const bool showsSize = area.height() >= 2 * line && m_metrics.horizontalAdvance(size) <= area.width();
        QColor color = textColorOn(fill.color);
        if (!isLit(tile))
            color = blend(color, fill.color, 0.6);
        const double top = area.top() + (area.height() - (showsSize ? 2 : 1) * line) / 2;
        if (fill.isHidden) { // to be readable on the stripes
            const double width
                = std::max(m_metrics.horizontalAdvance(name), showsSize ? m_metrics.horizontalAdvance(sizeText(tile.bytes)) : 0.0);
            const QRectF plate(area.center().x() - width / 2 - 3, top, width + 6, (showsSize ? 2 : 1) * line);
            painter.fillRect(plate & area, fill.color);
        }
        painter.setPen(color);
        painter.drawText(QRectF(area.left(), top, area.width(), line), Qt::AlignCenter | Qt::TextSingleLine, name);
        if (!showsSize)
            return;
        painter.setPen(blend(color, fill.color, 0.3));
        painter.drawText(QRectF(area.left(), top + line, area.width(), line), Qt::AlignCenter | Qt::TextSingleLine, size);
    }

    QString elided(const QString &text, Qt::TextElideMode mode, double width) const
    {
        // Measuring takes longer than painting; most names are short.
        return double(text.size()) * m_metrics.maxWidth() <= width ? text : m_metrics.elidedText(text, mode, width);
    }

    void paintSunburst(const std::stop_token &stop)
    {
        QPainter painter(&m_image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setFont(m_look.font);
        const auto &tiles = m_map.tiles();
        for (std::uint32_t number = 1; number < tiles.size(); ++number) {
            if (number % 64 == 0)
                throwIfStopped(stop);
            const SizeTile &tile = tiles[number];
            Fill fill = fillOf(tile);
            if (tile.childCount > 0)
                fill.color = blend(fill.color, m_base, 0.3);
            const QPainterPath outline = tileOutline(m_map, tile);
            painter.setPen(QPen(m_base, 1));
            painter.setBrush(fill.color);
            painter.drawPath(outline);
            if (fill.isHidden) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(QBrush(blend(fill.color, textColorOn(fill.color), fill.isDimmed ? 0.12 : 0.4), Qt::BDiagPattern));
                painter.drawPath(outline);
            }
            paintRingName(painter, tile, fill.color);
        }
        paintCentre(painter, tiles[0]);
    }

    void paintRingName(QPainter &painter, const SizeTile &tile, const QColor &under)
    {
        const double turns = double(tile.left + tile.right) / 2;
        const double angle = (m_map.request().isMirrored ? 1 - turns : turns) * 2 * std::numbers::pi;
        const double distance = double(tile.top + tile.bottom) / 2;
        const double arc = 2 * std::numbers::pi * distance * std::min(0.25, double(tile.width()));
        const double thickness = double(tile.height());
        const double across = std::abs(std::sin(angle)) + 1e-6;
        const double along = std::abs(std::cos(angle)) + 1e-6;
        const double width = std::min(thickness / across, arc / along) - 6;
        const double height = std::min(thickness / along, arc / across);
        const double line = m_metrics.height();
        if (width < line || height < 1.2 * line)
            return;
        const QPointF middle = m_map.centre() + QPointF(std::sin(angle), -std::cos(angle)) * distance;
        painter.setPen(isLit(tile) ? textColorOn(under) : blend(textColorOn(under), under, 0.6));
        const QString name = elided(tileName(m_map, m_tree, tile), Qt::ElideMiddle, width);
        if (name.size() < kFewestLetters && name != tileName(m_map, m_tree, tile))
            return;
        painter.drawText(QRectF(middle.x() - width / 2, middle.y() - line / 2, width, line), Qt::AlignCenter | Qt::TextSingleLine,
                         name);
    }

    void paintCentre(QPainter &painter, const SizeTile &tile)
    {
        painter.setPen(Qt::NoPen);
        painter.setBrush(blend(m_base, m_text, 0.08));
        painter.drawPath(tileOutline(m_map, tile));
        const double line = m_metrics.height();
        const double width = 1.7 * double(tile.bottom);
        const QPointF middle = m_map.centre();
        painter.setPen(m_text);
        painter.drawText(QRectF(middle.x() - width / 2, middle.y() - line, width, line), Qt::AlignCenter | Qt::TextSingleLine,
                         m_metrics.elidedText(tileName(m_map, m_tree, tile), Qt::ElideMiddle, width));
        painter.setPen(blend(m_text, m_base, 0.3));
        painter.drawText(QRectF(middle.x() - width / 2, middle.y(), width, line), Qt::AlignCenter | Qt::TextSingleLine,
                         sizeText(tile.bytes));
    }

    const SizeMap &m_map;
    const SizeTree &m_tree;
    const SizeClasses &m_classes;
    const MapLook &m_look;
    const QFontMetricsF m_metrics;
    const QColor m_base;
    const QColor m_text;
    std::vector<QColor> m_colours; ///< by class
    QImage m_image;
};

} // namespace

QImage paintSizeMap(const SizeMap &map, const SizeTree &tree, const SizeClasses &classes, const MapLook &look,
                    const std::stop_token &stop)
{
    return MapPainter(map, tree, classes, look).paint(stop);
}

QPainterPath tileOutline(const SizeMap &map, const SizeTile &tile)
{
    QPainterPath path;
    if (map.request().shape == SizeMapRequest::Shape::Treemap) {
        path.addRect(QRectF(tile.left, tile.top, tile.width(), tile.height()));
        return path;
    }
    const QPointF centre = map.centre();
    const auto circle
        = [&centre](double radius) { return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius); };
    const auto inner = double(tile.top);
    const auto outer = double(tile.bottom);
    if (double(tile.width()) > 0.9999) {
        path.addEllipse(circle(outer));
        if (inner > 0)
            path.addEllipse(circle(inner)); // the path is filled between them
        return path;
    }
    // QPainterPath counts degrees anticlockwise from the right.
    const bool isMirrored = map.request().isMirrored;
    const double from = isMirrored ? 90 + 360 * double(tile.left) : 90 - 360 * double(tile.left);
    const double span = isMirrored ? 360 * double(tile.width()) : -360 * double(tile.width());
    path.arcMoveTo(circle(inner), from);
    path.arcTo(circle(outer), from, span);
    path.arcTo(circle(inner), from + span, -span);
    path.closeSubpath();
    return path;
}

QString tileName(const SizeMap &map, const SizeTree &tree, const SizeTile &tile)
{
    if (tile.isGroup())
        return MapPainterTr::tr("%Ln more", nullptr, pluralCount(map.grouped(tile).size()));
    return tile.item == kRootItem ? QStringLiteral("/") : printable(tree.name(tile.item));
}

} // namespace stratoscope::ui
