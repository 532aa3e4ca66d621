// SPDX-License-Identifier: Apache-2.0
#include "ui/common/message_bar.h"

#include "ui/common/page_layout.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kRoomyWidth = 60; ///< in characters; in a narrower bar, the buttons are below the text
constexpr int kMinimumWidth = 20; ///< in characters

/// Adds zero-width spaces to digests and the like, which could not be wrapped otherwise.
QString breakable(const QString &text)
{
    static const QRegularExpression kPartOfLong(u"(\\w{8})(?=\\w{8})"_s);
    return QString(text).replace(kPartOfLong, u"\\1\u200b"_s);
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_headline(makeText(this))
    , m_detail(makeText(this))
    , m_grid(new QGridLayout(this))
    , m_actions(new QHBoxLayout)
    , m_copy(makeIconButton(icon(u"copy"_s), tr("Copy details"), this))
    , m_close(makeIconButton(icon(u"close"_s), tr("Dismiss"), this))
{
    QFont bold = font();
    bold.setBold(true);
    m_headline->setFont(bold);
    for (QLabel *const label : {m_headline, m_detail})
        label->setMinimumWidth(1);
    m_actions->setSpacing(6);
    m_grid->setContentsMargins(10, 6, 6, 6);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(m_icon, 0, 0);
    m_grid->addWidget(m_headline, 0, 1);
    m_grid->addWidget(m_copy, 0, 3);
    m_grid->addWidget(m_close, 0, 4);
    arrange();
    hide();

    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_copied); });
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
}

void MessageBar::floatOverParent()
{
    m_isFloating = true;
    parentWidget()->installEventFilter(this);
}

bool MessageBar::event(QEvent *event)
{
    const bool isHandled = QFrame::event(event);
    if (event->type() == QEvent::LayoutRequest)
        place();
    return isHandled;
}

bool MessageBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void MessageBar::place()
{
    if (!m_isFloating || isHidden())
        return;
    const QSize area = parentWidget()->size();
    resize(area.width(), height()); // which decides where the buttons go
    const int needed = m_grid->hasHeightForWidth() ? m_grid->totalHeightForWidth(width()) : m_grid->totalSizeHint().height();
    setGeometry(0, area.height() - needed, area.width(), needed);
    raise();
}

void MessageBar::showProblem(const QString &headline, const QString &detail, const QList<Action> &actions)
{
    showMessage(u"error"_s, Tint::Bad, headline, detail, actions);
}

void MessageBar::showNote(const QString &headline, const QString &detail, const QList<Action> &actions)
{
    showMessage(u"info"_s, Tint::Accent, headline, detail, actions);
}

void MessageBar::showDone(const QString &headline, const QString &detail)
{
    showMessage(u"verified"_s, Tint::Good, headline, detail, {});
}

void MessageBar::showMessage(const QString &iconName, Tint tint, const QString &headline, const QString &detail,
                             const QList<Action> &actions)
{
    m_tint = tint;
    m_icon->setPixmap(icon(iconName, tint).pixmap(QSize(18, 18), devicePixelRatioF()));
    m_copy->setVisible(tint == Tint::Bad);
    m_close->setVisible(tint != Tint::Accent);
    m_headline->setText(headline);
    m_detail->setText(breakable(detail));
    m_detail->setVisible(!detail.isEmpty());
    m_copied = detail.isEmpty() ? headline : headline + u'\n' + detail;
    setAccessibleName(headline);
    while (QLayoutItem *const item = m_actions->takeAt(0)) {
        item->widget()->deleteLater(); // it may be the sender of this call
        delete item;
    }
    for (const Action &action : actions) {
        auto *const button = new QPushButton(action.text, this);
        connect(button, &QPushButton::clicked, this, action.run);
        m_actions->addWidget(button);
    }
    show();
    place();
    update();
}

/// The layout adapts to the width.
QSize MessageBar::minimumSizeHint() const
{
    return {kMinimumWidth * fontMetrics().averageCharWidth(), QFrame::minimumSizeHint().height()};
}

void MessageBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    const bool isRoomy = width() >= kRoomyWidth * fontMetrics().averageCharWidth();
    if (isRoomy == m_isRoomy)
        return;
    m_isRoomy = isRoomy;
    arrange();
}

void MessageBar::arrange()
{
    constexpr int kColumns = 5;
    m_grid->removeWidget(m_detail);
    m_grid->removeItem(m_actions);
    if (m_isRoomy) {
        m_grid->addWidget(m_detail, 1, 1);
        m_grid->addLayout(m_actions, 0, 2, 2, 1, Qt::AlignVCenter);
    } else {
        m_grid->addWidget(m_detail, 1, 0, 1, kColumns);
        m_grid->addLayout(m_actions, 2, 0, 1, kColumns, Qt::AlignLeading);
    }
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const QColor color = tintColor(m_tint, palette());
    QPainter painter(this);
    painter.fillRect(rect(), blend(palette().color(QPalette::Window), color, 0.14));
    painter.fillRect(QRect(0, 0, 3, height()), color);
    if (m_isFloating)
        painter.fillRect(QRect(0, 0, width(), 1), color);
}

} // namespace stratoscope::ui
