// SPDX-License-Identifier: Apache-2.0
#include "ui/window/drop_hint.h"

#include "ui/style/theme.h"

#include <QPainter>

namespace stratoscope::ui {

DropHint::DropHint(QWidget *parent)
    : QWidget(parent)
{
    hide();
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void DropHint::showFor(bool open, const QString &compared)
{
    m_opens = open;
    m_compared = compared;
    m_zone = open ? Open : Compare;
    show();
    raise();
}

/// Comparing comes first: the larger area, where the files are. Opening is at the top, near the tabs.
QRect DropHint::area(Zone zone) const
{
    constexpr int kMargin = 12;
    constexpr int kOpenShare = 3; // a third
    const QRect all = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
    if (!m_opens || m_compared.isEmpty())
        return (zone == Open) == m_opens ? all : QRect();
    QRect open = all;
    open.setHeight(all.height() / kOpenShare);
    return zone == Open ? open : all.adjusted(0, open.height() + kMargin, 0, 0);
}

void DropHint::setPointer(const QPoint &point)
{
    const Zone zone = area(Compare).contains(point - pos()) ? Compare : m_opens ? Open : Compare;
    if (zone == m_zone)
        return;
    m_zone = zone;
    update();
}

void DropHint::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor shade = palette().color(QPalette::Window);
    shade.setAlphaF(0.85F);
    painter.fillRect(rect(), shade);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    painter.setFont(large);
    const QColor accent = tintColor(Tint::Accent, palette());
    for (const Zone zone : {Open, Compare}) {
        const QRect box = area(zone);
        if (box.isEmpty())
            continue;
        QColor fill = accent;
        fill.setAlphaF(0.12F);
        painter.setBrush(zone == m_zone ? QBrush(fill) : QBrush());
        painter.setPen(QPen(zone == m_zone ? accent : tintColor(Tint::Muted, palette()), zone == m_zone ? 2 : 1));
        painter.drawRoundedRect(box, 8, 8);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap,
                         zone == Open ? tr("Drop to open") : tr("Drop to compare with %1").arg(m_compared));
    }
}

} // namespace stratoscope::ui
