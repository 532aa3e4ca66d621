// SPDX-License-Identifier: Apache-2.0
#include "ui/diff/pill_bar.h"

#include "ui/style/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kPillSpacing = 4; // pixels
constexpr int kPillMargin = 8;

class Pill : public QLabel
{
public:
    Pill(const AttributeChange &change, QWidget *parent)
        : QLabel(parent)
        , m_tint(change.isAdded         ? Tint::Good
                     : change.isRemoved ? Tint::Bad
                                        : Tint::Warning)
    {
        setTextFormat(Qt::PlainText);
        setText(change.text);
        setContentsMargins(8, 2, 8, 2);
        setTextInteractionFlags(Qt::TextSelectableByMouse);
        setToolTip(change.explanation.isEmpty() ? change.meaning : PillBar::tr("%1: %2").arg(change.meaning, change.explanation));
        setAccessibleName(PillBar::tr("%1: %2").arg(change.meaning, change.text));
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor tint = tintColor(m_tint, palette());
        painter.setPen(blend(palette().color(QPalette::Base), tint, 0.5));
        painter.setBrush(blend(palette().color(QPalette::Base), tint, 0.13));
        const double radius = height() / 2.0;
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        painter.end();
        QLabel::paintEvent(event);
    }

private:
    const Tint m_tint;
};

} // namespace

PillBar::PillBar(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Differences in the attributes"));
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void PillBar::show(const QList<AttributeChange> &changes)
{
    qDeleteAll(m_pills);
    m_pills.clear();
    for (const AttributeChange &change : changes) {
        m_pills.append(new Pill(change, this));
        m_pills.last()->show();
    }
    setVisible(!m_pills.isEmpty());
    arrange(width(), true);
    updateGeometry();
}

int PillBar::arrange(int width, bool moves) const
{
    int x = kPillMargin;
    int y = 0;
    int lineHeight = 0;
    for (QLabel *const pill : m_pills) {
        const QSize size(std::min(pill->sizeHint().width(), std::max(1, width - 2 * kPillMargin)), pill->sizeHint().height());
        if (x > kPillMargin && x + size.width() > width - kPillMargin) {
            x = kPillMargin;
            y += lineHeight + kPillSpacing;
        }
        if (moves)
            pill->setGeometry(QRect(isRightToLeft() ? width - x - size.width() : x, y, size.width(), size.height()));
        x += size.width() + kPillSpacing;
        lineHeight = size.height();
    }
    return m_pills.isEmpty() ? 0 : y + lineHeight + kPillSpacing + 2;
}

void PillBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange(width(), true);
}

void PillBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        arrange(width(), true);
}

} // namespace stratoscope::ui
