// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/message_bar.h"

#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_actions(new QHBoxLayout)
    , m_copy(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setToolTip(tr("Copy details"));
    m_copy->setAccessibleName(tr("Copy details"));
    m_close->setIcon(icon(u"close"_s));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss"));
    for (QToolButton *const button : {m_copy, m_close}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }

    m_actions->setSpacing(6);
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addLayout(m_actions);
    row->addWidget(m_copy);
    row->addWidget(m_close);
    hide();

    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_copied); });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
}

void MessageBar::showProblem(const QString &headline, const QString &detail, const QList<Action> &actions)
{
    m_icon->setPixmap(icon(u"error"_s, Tint::Bad).pixmap(QSize(18, 18), devicePixelRatioF()));
    say(Tint::Bad, headline, detail, actions);
}

void MessageBar::showNote(const QString &headline, const QString &detail, const QList<Action> &actions)
{
    m_icon->setPixmap(icon(u"info"_s, Tint::Accent).pixmap(QSize(18, 18), devicePixelRatioF()));
    say(Tint::Accent, headline, detail, actions);
}

void MessageBar::showDone(const QString &headline, const QString &detail)
{
    m_icon->setPixmap(icon(u"verified"_s, Tint::Good).pixmap(QSize(18, 18), devicePixelRatioF()));
    say(Tint::Good, headline, detail, {});
}

void MessageBar::say(Tint tint, const QString &headline, const QString &detail, const QList<Action> &actions)
{
    m_tint = tint;
    m_copy->setVisible(tint == Tint::Bad);
    m_close->setVisible(tint != Tint::Accent);
    QString text = u"<b>%1</b>"_s.arg(headline.toHtmlEscaped());
    if (!detail.isEmpty())
        text += u"<br>"_s + detail.toHtmlEscaped();
    m_text->setText(text);
    m_copied = detail.isEmpty() ? headline : headline + u'\n' + detail;
    setAccessibleName(headline);
    while (QLayoutItem *const item = m_actions->takeAt(0)) {
        item->widget()->deleteLater(); // it may be the one that was clicked
        delete item;
    }
    for (const Action &action : actions) {
        auto *const button = new QPushButton(action.text, this);
        connect(button, &QPushButton::clicked, this, action.run);
        m_actions->addWidget(button);
    }
    show();
    update();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const QColor color = tintColor(m_tint, palette());
    QPainter painter(this);
    painter.fillRect(rect(), blend(palette().color(QPalette::Window), color, 0.14));
    painter.fillRect(QRect(0, 0, 3, height()), color);
}

} // namespace stratoscope::ui
