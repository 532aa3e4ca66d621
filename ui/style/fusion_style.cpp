// SPDX-License-Identifier: Apache-2.0
#include "ui/style/fusion_style.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kArrow = 8; ///< size of a menu arrow
constexpr int kArrowGap = 5;
constexpr int kIconGap = 4;
constexpr int kButtonPadding = 10; ///< in addition to Fusion's
constexpr int kMenuMargin = 5; ///< on both sides of a separator
constexpr double kControl = 0.4; ///< share of the text colour in an outline
constexpr double kDivider = 0.2;

QColor lineColor(const QPalette &palette, double share)
{
    return blend(palette.color(QPalette::Window), palette.color(QPalette::WindowText), share);
}

void drawOutline(QPainter *painter, const QRectF &area, double radius, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(color);
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

/// The option as that of a tool button with a text and an instant popup menu; null if it is not.
const QStyleOptionToolButton *textWithMenu(const QStyleOption *option)
{
    const auto *const button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    const bool isMenu = button && button->features.testFlag(QStyleOptionToolButton::HasMenu)
        && !button->features.testFlag(QStyleOptionToolButton::MenuButtonPopup);
    return isMenu && button->toolButtonStyle != Qt::ToolButtonIconOnly && !button->text.isEmpty() ? button : nullptr;
}

} // namespace

FusionStyle::FusionStyle()
    : QProxyStyle(u"fusion"_s)
{
}

void FusionStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (!isDark(option->palette))
        return;
    const bool isEnabled = option->state & State_Enabled;
    const QColor control = lineColor(option->palette, isEnabled ? kControl : kDivider);
    switch (element) {
    case PE_PanelMenu:
    case PE_FrameMenu:
        return drawOutline(painter, option->rect, 0, lineColor(option->palette, kDivider));
    case PE_FrameLineEdit:
        if (!(option->state & State_HasFocus))
            drawOutline(painter, option->rect, 2, control);
        return;
    case PE_IndicatorCheckBox:
        return drawOutline(painter, option->rect, 2, control);
    case PE_IndicatorRadioButton:
        return drawOutline(painter, option->rect.adjusted(1, 1, -1, -1), option->rect.width() / 2.0, control);
    default:
        return;
    }
}

void FusionStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *const button = element == CE_PushButtonLabel ? qstyleoption_cast<const QStyleOptionButton *>(option) : nullptr;
    if (button && button->direction == Qt::RightToLeft && !button->icon.isNull() && !button->text.isEmpty())
        return drawMirroredLabel(*button, painter, widget);
    QProxyStyle::drawControl(element, option, painter, widget);
    const auto *const item = element == CE_MenuItem ? qstyleoption_cast<const QStyleOptionMenuItem *>(option) : nullptr;
    if (item && item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty() && isDark(option->palette)) {
        const QRect &row = option->rect;
        painter->fillRect(QRect(row.left() + kMenuMargin, row.center().y(), row.width() - 2 * kMenuMargin, 1),
                          lineColor(option->palette, kDivider));
    }
}

void FusionStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    const QStyleOptionToolButton *const button = control == CC_ToolButton ? textWithMenu(option) : nullptr;
    if (!button)
        return QProxyStyle::drawComplexControl(control, option, painter, widget);
    QStyleOptionToolButton panel = *button;
    panel.features &= ~QStyleOptionToolButton::HasMenu;
    panel.text.clear();
    panel.icon = {};
    QProxyStyle::drawComplexControl(control, &panel, painter, widget);
    QStyleOptionToolButton part = *button;
    const int frame = pixelMetric(PM_DefaultFrameWidth, option, widget);
    const QRect inner = option->rect.adjusted(frame, frame, -frame, -frame);
    part.rect = visualRect(option->direction, inner, inner.adjusted(0, 0, -kArrow - kArrowGap, 0));
    proxy()->drawControl(CE_ToolButtonLabel, &part, painter, widget);
    const QRect arrow(inner.right() + 1 - kArrow - kArrowGap / 2, inner.center().y() - kArrow / 2 + 1, kArrow, kArrow);
    part.rect = visualRect(option->direction, inner, arrow);
    proxy()->drawPrimitive(PE_IndicatorArrowDown, &part, painter, widget);
}

/// Fusion places the text of a mirrored button at the left edge.
void FusionStyle::drawMirroredLabel(const QStyleOptionButton &button, QPainter *painter, const QWidget *widget) const
{
    const int flags = Qt::AlignCenter
        | (styleHint(SH_UnderlineShortcut, &button, widget, nullptr) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    const QSize text = button.fontMetrics.size(Qt::TextShowMnemonic, button.text);
    const int width = std::min(button.rect.width(), text.width() + kIconGap + button.iconSize.width());
    const QRect label = alignedRect(Qt::RightToLeft, Qt::AlignCenter, {width, button.rect.height()}, button.rect);
    const bool isEnabled = button.state & State_Enabled;
    button.icon.paint(painter,
                      QRect(label.right() + 1 - button.iconSize.width(), label.top(), button.iconSize.width(), label.height()),
                      Qt::AlignCenter, isEnabled ? QIcon::Normal : QIcon::Disabled);
    drawItemText(painter, label.adjusted(0, 0, -button.iconSize.width() - kIconGap, 0), flags, button.palette, isEnabled,
                 button.text, QPalette::ButtonText);
}

int FusionStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returned) const
{
    return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
}

QSize FusionStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    const auto *const button = type == CT_PushButton ? qstyleoption_cast<const QStyleOptionButton *>(option) : nullptr;
    if (button && !button->text.isEmpty())
        return QProxyStyle::sizeFromContents(type, option, size + QSize(kButtonPadding, 0), widget);
    const QSize usual = QProxyStyle::sizeFromContents(type, option, size, widget);
    return type == CT_ToolButton && textWithMenu(option) ? usual + QSize(kArrow + kArrowGap, 0) : usual;
}

} // namespace stratoscope::ui
