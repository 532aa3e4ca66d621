// SPDX-License-Identifier: Apache-2.0
#include "layer_picture.h"

#include <QColor>
#include <QPainter>

#include <algorithm>
#include <array>
#include <vector>

namespace stratoscope {

namespace {

/// Those of the program's icon, from the lowest layer upwards.
constexpr std::array<QRgb, 3> kBarColors{qRgb(0x2f, 0x5d, 0xb0), qRgb(0x1f, 0xa3, 0x9a), qRgb(0xf0, 0xa5, 0x31)};
constexpr QRgb kCard = qRgb(0xff, 0xff, 0xff);
constexpr QRgb kCardBorder = qRgb(0x3a, 0x5f, 0xa8);
constexpr double kShortest = 0.04; ///< of the longest bar: even an empty layer is seen

/// The sums of `count` groups of neighbours. In floating point, for sizes may be wrong and add up to anything.
std::vector<double> groups(std::span<const std::uint64_t> sizes, std::size_t count)
{
    std::vector<double> sums(count);
    for (std::size_t i = 0; i < sizes.size(); ++i)
        sums[i * count / sizes.size()] += double(sizes[i]);
    return sums;
}

} // namespace

QImage layerPicture(std::span<const std::uint64_t> sizes, int side)
{
    QImage picture(side, side, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = std::max(1.0, side / 64.0);
    const QRectF card = QRectF(0, 0, side, side).adjusted(line, line, -line, -line);
    painter.setPen(QPen(QColor(kCardBorder), line));
    painter.setBrush(QColor(kCard));
    painter.drawRoundedRect(card, side / 16.0, side / 16.0);

    const auto bars = groups(sizes, std::min<std::size_t>(sizes.size(), kMostBars));
    const double longest = bars.empty() ? 0 : *std::ranges::max_element(bars);
    const double margin = side / 8.0;
    const QRectF room = card.adjusted(margin, margin, -margin, -margin);
    const double step = std::min(room.height() / double(std::max<std::size_t>(bars.size(), 3)), side / 5.0);
    const double top = room.center().y() - step * double(bars.size()) / 2;
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double share = longest > 0 ? std::max(bars[i] / longest, kShortest) : kShortest;
        const double y = top + step * double(bars.size() - 1 - i);
        painter.setBrush(QColor(kBarColors[i % kBarColors.size()]));
        painter.drawRoundedRect(QRectF(room.left(), y + step * 0.12, room.width() * share, step * 0.76), line, line);
    }
    return picture;
}

} // namespace stratoscope
