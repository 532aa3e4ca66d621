// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/map_legend.h"

#include "ui/common/format.h"
#include "ui/common/row_painter.h"
#include "ui/size/map/map_colours.h"
#include "ui/style/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace stratoscope::ui {

namespace {

constexpr int kSwatch = 12;
constexpr int kSwatchGap = 5;
constexpr int kEntryGap = 14;
constexpr int kLines = 2;

} // namespace

MapLegend::MapLegend(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFont(smallerFont(font()));
    setAccessibleName(tr("Colours"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void MapLegend::setClasses(std::shared_ptr<const SizeClasses> classes, std::uint64_t hiddenBytes)
{
    m_classes = std::move(classes);
    m_entries.clear();
    m_hovered = -1;
    // With many of them, the largest are shown.
    QList<SizeClasses::Facts> facts = m_classes->classes();
    if (m_classes->colouring() == SizeColouring::Kind)
        std::ranges::stable_sort(facts, std::ranges::greater(), &SizeClasses::Facts::bytes);
    QStringList texts;
    for (const SizeClasses::Facts &entry : facts) {
        m_entries.push_back({entry.name, sizeText(entry.bytes), entry.number});
        texts += entry.name + u' ' + sizeText(entry.bytes);
    }
    if (hiddenBytes > 0 && m_classes->colouring() != SizeColouring::Waste)
        m_entries.push_back({tr("Hidden"), sizeText(hiddenBytes), std::nullopt});
    setAccessibleDescription(listText(texts));
    updateGeometry();
    update();
}

int MapLegend::heightForWidth(int width) const
{
    const int line = fontMetrics().height() + 3;
    const auto all = places(width);
    return all.empty() ? line : all.back().area.bottom() + 1;
}

/// What is hidden comes first, since it must not be the one that there is no room for.
std::vector<MapLegend::Place> MapLegend::places(int width) const
{
    std::vector<Place> made;
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height() + 3;
    int x = 0;
    int y = 0;
    const auto place = [&](int entry) {
        const Entry &its = m_entries[std::size_t(entry)];
        const int needed = kSwatch + kSwatchGap + metrics.horizontalAdvance(its.name + u' ' + its.size) + 2;
        if (x > 0 && x + needed > width) {
            x = 0;
            y += line;
        }
        if (y >= kLines * line)
            return false;
        made.push_back({entry, QRect(x, y, std::min(needed, width), line)});
        x += needed + kEntryGap;
        return true;
    };
    const int count = int(m_entries.size());
    const bool hasHidden = count > 0 && !m_entries.back().number;
    if (hasHidden)
        place(count - 1);
    for (int entry = 0; entry < count - (hasHidden ? 1 : 0); ++entry) {
        if (!place(entry))
            break;
    }
    return made;
}

void MapLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor text = palette().color(QPalette::WindowText);
    const QColor muted = tintColor(Tint::Muted, palette());
    for (const Place &place : places(width())) {
        const Entry &entry = m_entries[std::size_t(place.entry)];
        const auto visual = [&](const QRect &area) { return QStyle::visualRect(layoutDirection(), rect(), area); };
        const QRect swatch(place.area.left(), place.area.top() + (place.area.height() - kSwatch) / 2, kSwatch, kSwatch);
        const QColor fill = entry.number ? mapColor(m_classes->colouring(), *entry.number, palette())
                                         : blend(palette().color(QPalette::Base), text, 0.15);
        painter.fillRect(visual(swatch), fill);
        if (!entry.number)
            painter.fillRect(visual(swatch), QBrush(blend(fill, text, 0.7), Qt::BDiagPattern));
        painter.setPen(blend(fill, text, place.entry == m_hovered ? 0.9 : 0.35));
        painter.drawRect(visual(swatch).adjusted(0, 0, -1, -1));
        const int left = place.area.left() + kSwatch + kSwatchGap;
        const int nameWidth = fontMetrics().horizontalAdvance(entry.name + u' ');
        const auto draw = [&](int x, int width, const QString &drawn, const QColor &color) {
            painter.setPen(color);
            const QRect area(x, place.area.top(), width, place.area.height());
            painter.drawText(visual(area), int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter,
                             isolated(drawn, layoutDirection()));
        };
        draw(left, nameWidth, entry.name, text);
        draw(left + nameWidth, place.area.right() + 1 - left - nameWidth, entry.size, muted);
    }
}

void MapLegend::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = QStyle::visualPos(layoutDirection(), rect(), event->position().toPoint());
    const auto all = places(width());
    const auto at = std::ranges::find_if(all, [&](const Place &place) { return place.area.contains(point); });
    setHovered(at == all.end() || !m_entries[std::size_t(at->entry)].number ? -1 : at->entry);
}

void MapLegend::leaveEvent(QEvent *)
{
    setHovered(-1);
}

void MapLegend::setHovered(int entry)
{
    if (entry == m_hovered)
        return;
    m_hovered = entry;
    update();
    Q_EMIT hovered(entry < 0 ? std::nullopt : m_entries[std::size_t(entry)].number);
}

} // namespace stratoscope::ui
