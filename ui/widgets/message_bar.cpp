// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/message_bar.h"

#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *const copy = new QToolButton(this);
    copy->setText(tr("Copy Details"));
    copy->setAutoRaise(true);
    auto *const close = new QToolButton(this);
    close->setIcon(icon(u"close"_s));
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));
    close->setAutoRaise(true);

    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();

    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_copied); });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
}

void MessageBar::showProblem(const QString &headline, const QString &detail)
{
    m_icon->setPixmap(icon(u"error"_s, Tint::Bad).pixmap(QSize(18, 18), devicePixelRatioF()));
    m_text->setText(u"<b>%1</b><br>%2"_s.arg(headline.toHtmlEscaped(), detail.toHtmlEscaped()));
    m_copied = headline + u'\n' + detail;
    setAccessibleName(headline);
    show();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const QColor color = tintColor(Tint::Bad, palette());
    QPainter painter(this);
    painter.fillRect(rect(), blend(palette().color(QPalette::Window), color, 0.14));
    painter.fillRect(QRect(0, 0, 3, height()), color);
}

} // namespace stratoscope::ui
