// SPDX-License-Identifier: Apache-2.0
#include "ui/style/theme.h"

#include "ui/style/fusion_style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QWidget>

namespace stratoscope::ui {

namespace {

struct Shade {
    QPalette::ColorRole role;
    QRgb light;
    QRgb dark;
};
constexpr Shade kShades[]{
    {QPalette::Window, 0xffefefef, 0xff2b2d30},
    {QPalette::WindowText, 0xff1f2328, 0xffdfe1e5},
    {QPalette::Base, 0xffffffff, 0xff1f2123},
    {QPalette::AlternateBase, 0xfff7f7f7, 0xff26282b},
    {QPalette::Text, 0xff1f2328, 0xffdfe1e5},
    {QPalette::PlaceholderText, 0xa61f2328, 0xa6dfe1e5}, // also of notes, which have to be readable on the window
    {QPalette::Button, 0xffefefef, 0xff393c40},
    {QPalette::ButtonText, 0xff1f2328, 0xffdfe1e5},
    {QPalette::BrightText, 0xffffffff, 0xffffffff},
    {QPalette::Light, 0xffffffff, 0xff4a4d52},
    {QPalette::Midlight, 0xffcbcbcb, 0xff43464a},
    {QPalette::Mid, 0xffb8b8b8, 0xff303236},
    {QPalette::Dark, 0xff9f9f9f, 0xff1a1b1d},
    {QPalette::Shadow, 0xff767676, 0xff101112},
    {QPalette::Highlight, 0xff2f6fb3, 0xff3a6ea5},
    {QPalette::HighlightedText, 0xffffffff, 0xffffffff},
    {QPalette::Link, 0xff1a5fb4, 0xff78aeed},
    {QPalette::LinkVisited, 0xff1a5fb4, 0xff78aeed},
    {QPalette::ToolTipBase, 0xfffdfdf0, 0xff393c40},
    {QPalette::ToolTipText, 0xff1f2328, 0xffdfe1e5},
};

QPalette paletteOf(bool isDark)
{
    QPalette palette;
    for (const Shade &shade : kShades)
        palette.setColor(shade.role, QColor::fromRgba(isDark ? shade.dark : shade.light));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgb(isDark ? 0x7a7d82 : 0x9a9a9a));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, palette.color(QPalette::Mid));
    return palette;
}

} // namespace

void applyTheme(Theme theme)
{
    if (QApplication::style()->name() == u"fusion")
        QApplication::setStyle(new FusionStyle);
    QApplication::setPalette(theme == Theme::System ? QPalette() : paletteOf(theme == Theme::Dark));
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

void applyContentFont(std::initializer_list<QWidget *> widgets)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (const int points = settings::previewFontSize(); points > 0)
        font.setPointSize(points);
    for (QWidget *const widget : widgets) {
        if (widget->font() != font)
            widget->setFont(font);
    }
}

} // namespace stratoscope::ui
