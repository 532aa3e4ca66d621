// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/map_colours.h"

#include "ui/size/map/file_kind.h"
#include "ui/style/theme.h"

#include <array>

namespace stratoscope::ui {

namespace {

constexpr std::array<QRgb, 12> kLayerColours{0xff6d9fd8, 0xffe8a866, 0xff7dbd8b, 0xffc393d6, 0xffe0c55a, 0xff66bfc0,
                                             0xffe28a95, 0xffa3b86a, 0xff8f98dd, 0xffcf9a78, 0xff84c6e6, 0xffb3aab5};
constexpr std::array<QRgb, kFileKinds> kKindColours{0xffe28a95, 0xff6d9fd8, 0xff7dbd8b, 0xff66bfc0,
                                                    0xffe0c55a, 0xffc393d6, 0xffe8a866, 0xffb3b3b8};
/// Of what is needed, a shade of the background.
constexpr std::array<QRgb, kWastes> kWasteColours{0, 0xffe0c55a, 0xff66bfc0, 0xffeb9a4c, 0xffe0705f, 0xffc75a8a};

} // namespace

QColor mapColor(SizeColouring colouring, SizeClasses::Class number, const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    QColor color;
    switch (colouring) {
    case SizeColouring::Layer:
        color = QColor::fromRgb(kLayerColours[number % kLayerColours.size()]);
        break;
    case SizeColouring::Kind:
        color = QColor::fromRgb(kKindColours[number % kKindColours.size()]);
        break;
    case SizeColouring::Waste:
        if (number == 0)
            return blend(base, palette.color(QPalette::Text), isDark(palette) ? 0.24 : 0.16);
        color = QColor::fromRgb(kWasteColours[number % kWasteColours.size()]);
        break;
    }
    return isDark(palette) ? blend(color, base, 0.2) : color;
}

QColor textColorOn(const QColor &background)
{
    const double luminance = 0.299 * background.redF() + 0.587 * background.greenF() + 0.114 * background.blueF();
    return QColor::fromRgb(luminance > 0.48 ? 0x16181b : 0xf2f3f5);
}

} // namespace stratoscope::ui
