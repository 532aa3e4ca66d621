// SPDX-License-Identifier: Apache-2.0
#include "ui/style/theme.h"

#include "ui/style/fusion_style.h"

#include <QApplication>
#include <QStyle>

namespace stratoscope::ui {

namespace {

struct Shades {
    QRgb window, base, alternate, text, button, light, midlight, mid, dark, shadow, highlight, highlightedText, link, disabled,
        toolTip;
};

constexpr Shades kLight{.window = 0xffefefef,
                        .base = 0xffffffff,
                        .alternate = 0xfff7f7f7,
                        .text = 0xff1f2328,
                        .button = 0xffefefef,
                        .light = 0xffffffff,
                        .midlight = 0xffcbcbcb,
                        .mid = 0xffb8b8b8,
                        .dark = 0xff9f9f9f,
                        .shadow = 0xff767676,
                        .highlight = 0xff2f6fb3,
                        .highlightedText = 0xffffffff,
                        .link = 0xff1a5fb4,
                        .disabled = 0xff9a9a9a,
                        .toolTip = 0xfffdfdf0};

constexpr Shades kDark{.window = 0xff2b2d30,
                       .base = 0xff1f2123,
                       .alternate = 0xff26282b,
                       .text = 0xffdfe1e5,
                       .button = 0xff393c40,
                       .light = 0xff4a4d52,
                       .midlight = 0xff43464a,
                       .mid = 0xff303236,
                       .dark = 0xff1a1b1d,
                       .shadow = 0xff101112,
                       .highlight = 0xff3a6ea5,
                       .highlightedText = 0xffffffff,
                       .link = 0xff78aeed,
                       .disabled = 0xff7a7d82,
                       .toolTip = 0xff393c40};

QPalette paletteOf(const Shades &shades)
{
    QPalette palette;
    palette.setColor(QPalette::Window, shades.window);
    palette.setColor(QPalette::WindowText, shades.text);
    palette.setColor(QPalette::Base, shades.base);
    palette.setColor(QPalette::AlternateBase, shades.alternate);
    palette.setColor(QPalette::Text, shades.text);
    palette.setColor(QPalette::Button, shades.button);
    palette.setColor(QPalette::ButtonText, shades.text);
    palette.setColor(QPalette::BrightText, shades.highlightedText);
    palette.setColor(QPalette::Light, shades.light);
    palette.setColor(QPalette::Midlight, shades.midlight);
    palette.setColor(QPalette::Mid, shades.mid);
    palette.setColor(QPalette::Dark, shades.dark);
    palette.setColor(QPalette::Shadow, shades.shadow);
    palette.setColor(QPalette::Highlight, shades.highlight);
    palette.setColor(QPalette::HighlightedText, shades.highlightedText);
    palette.setColor(QPalette::Link, shades.link);
    palette.setColor(QPalette::LinkVisited, shades.link);
    palette.setColor(QPalette::ToolTipBase, shades.toolTip);
    palette.setColor(QPalette::ToolTipText, shades.text);
    QColor placeholder = QColor::fromRgba(shades.text);
    placeholder.setAlphaF(0.65F); // also of notes, which have to be readable on the window
    palette.setColor(QPalette::PlaceholderText, placeholder);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, shades.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, shades.mid);
    return palette;
}

} // namespace

void applyTheme(Theme theme)
{
    if (QApplication::style()->name() == u"fusion")
        QApplication::setStyle(new FusionStyle);
    switch (theme) {
    case Theme::System:
        QApplication::setPalette(QPalette());
        return;
    case Theme::Light:
        QApplication::setPalette(paletteOf(kLight));
        return;
    case Theme::Dark:
        QApplication::setPalette(paletteOf(kDark));
        return;
    }
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
}

QColor tintColor(Tint tint, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tint) {
    case Tint::Text:
        return palette.color(QPalette::Text);
    case Tint::Muted:
        return blend(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.33);
    case Tint::Accent:
        return blend(palette.color(QPalette::Highlight), palette.color(QPalette::Text), dark ? 0.45 : 0.1);
    case Tint::Good:
        return QColor::fromRgb(dark ? 0x8fc79a : 0x26703f);
    case Tint::Bad:
        return QColor::fromRgb(dark ? 0xf0938c : 0xb3322b);
    case Tint::Warning:
        return QColor::fromRgb(dark ? 0xe5b567 : 0x8a5700);
    }
    Q_UNREACHABLE();
}

QColor blend(const QColor &first, const QColor &second, double share)
{
    const auto mix = [share](float a, float b) { return float(a + (b - a) * share); };
    return QColor::fromRgbF(mix(first.redF(), second.redF()), mix(first.greenF(), second.greenF()),
                            mix(first.blueF(), second.blueF()));
}

} // namespace stratoscope::ui
