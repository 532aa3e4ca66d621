// SPDX-License-Identifier: Apache-2.0
#include "ui/window/recent_row.h"

#include "ui/common/format.h"
#include "ui/common/row_paint.h"
#include "ui/library/library_model.h"
#include "ui/style/icons.h"

#include <QDir>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOption>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kRecentPadding = 5;
constexpr int kRecentGap = 10;
constexpr int kRecentIcon = 20;

QString shortFolder(const QString &path)
{
    const QString home = QDir::homePath();
    if (path == home || path.startsWith(home + u'/'))
        return u'~' + path.sliced(home.size());
    return path;
}

QString detail(const LibraryRow &row)
{
    return row.kind == LibraryKind::Stored || row.kind == LibraryKind::Remote ? row.location : shortFolder(row.location);
}

} // namespace

RecentRow::RecentRow(const LibraryRow &row, QWidget *parent)
    : QAbstractButton(parent)
    , m_row(row)
    , m_forget(new QToolButton(this))
{
    setText(row.label());
    setToolTip(row.stored ? row.name : QDir::toNativeSeparators(row.name));
    setAccessibleName(row.label());
    setAccessibleDescription(listText({detail(row), librarySummary(row)}));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setEnabled(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_forget->setIcon(ui::icon(u"close"_s, Tint::Muted));
    m_forget->setIconSize(QSize(12, 12));
    m_forget->setAutoRaise(true);
    m_forget->setFocusPolicy(Qt::TabFocus);
    m_forget->setToolTip(tr("Remove from list"));
    m_forget->setAccessibleName(tr("Remove %1 from list").arg(row.label()));
    connect(m_forget, &QToolButton::clicked, this, &RecentRow::forgetRequested);
}

QSize RecentRow::sizeHint() const
{
    return {320, fontMetrics().height() + QFontMetrics(smallerFont(font())).height() + 1 + 2 * kRecentPadding};
}

QSize RecentRow::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

void RecentRow::resizeEvent(QResizeEvent *)
{
    const QSize size = m_forget->sizeHint();
    const QRect place(width() - size.width() - kRecentPadding, (height() - size.height()) / 2, size.width(), size.height());
    m_forget->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
}

void RecentRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete)
        Q_EMIT forgetRequested();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void RecentRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = palette().color(QPalette::Highlight);
    if (underMouse() || hasFocus() || isDown()) {
        painter.setPen(hasFocus() ? QPen(tintColor(Tint::Accent, palette()), 1) : QPen(Qt::NoPen));
        painter.setBrush(blend(palette().color(QPalette::Window), accent, isDown() ? 0.25 : 0.12));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    QStyleOptionViewItem item; // for paintLine()
    item.initFrom(this);
    const auto visual = [this](const QRect &area) { return QStyle::visualRect(layoutDirection(), rect(), area); };
    const QColor muted = blend(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.4);
    ui::icon(iconName(m_row.kind), m_row.isMissing ? Tint::Muted : Tint::Accent)
        .paint(&painter, visual({kRecentPadding + 3, (height() - kRecentIcon) / 2, kRecentIcon, kRecentIcon}));

    QRect line(kRecentPadding + 3 + kRecentIcon + kRecentGap, kRecentPadding, 0, fontMetrics().height());
    line.setRight(width() - m_forget->width() - kRecentPadding - kRecentGap);
    painter.setPen(m_row.isMissing ? muted : palette().color(QPalette::WindowText));
    painter.setFont(font());
    paintLine(&painter, item, visual(line), m_row.label(), Qt::AlignLeft, Qt::ElideMiddle);

    painter.setFont(smallerFont(font()));
    painter.setPen(muted);
    QRect below(line.left(), line.bottom() + 2, line.width(), painter.fontMetrics().height());
    const QString figures = librarySummary(m_row);
    const int width = std::min(painter.fontMetrics().horizontalAdvance(figures) + 2, below.width() * 2 / 3);
    paintLine(&painter, item, visual({below.right() + 1 - width, below.top(), width, below.height()}), figures, Qt::AlignRight);
    below.setWidth(below.width() - width - kRecentGap);
    paintLine(&painter, item, visual(below), detail(m_row), Qt::AlignLeft, Qt::ElideMiddle);
}

} // namespace stratoscope::ui
