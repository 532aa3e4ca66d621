// SPDX-License-Identifier: Apache-2.0
#include "ui/window/recent_row.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_painter.h"
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
    , m_forget(makeIconButton(ui::icon(u"close"_s, Tint::Muted), tr("Remove from list"), this))
{
    setText(row.label());
    setToolTip(row.stored ? row.name : QDir::toNativeSeparators(row.name));
    setAccessibleName(row.label());
    setAccessibleDescription(listText({detail(row), librarySummary(row)}));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_forget->setIconSize(QSize(12, 12));
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
    QStyleOptionViewItem item;
    item.initFrom(this);
    item.font = font();
    const RowPainter row(&painter, item);
    const QColor text = palette().color(QPalette::WindowText);
    const QColor muted = blend(text, palette().color(QPalette::Window), 0.4);
    row.paintIcon(RowPainter::centred(rect(), kRecentPadding + 3, kRecentIcon),
                  ui::icon(iconName(m_row.kind), m_row.isMissing ? Tint::Muted : Tint::Accent));

    QRect line(kRecentPadding + 3 + kRecentIcon + kRecentGap, kRecentPadding, 0, fontMetrics().height());
    line.setRight(width() - m_forget->width() - kRecentPadding - kRecentGap);
    row.paintText(line, m_row.label(), m_row.isMissing ? muted : text, Qt::AlignLeft, Qt::ElideMiddle);
    painter.setFont(smallerFont(font()));
    QRect below(line.left(), line.bottom() + 2, line.width(), painter.fontMetrics().height());
    const QString figures = librarySummary(m_row);
    const int width = std::min(painter.fontMetrics().horizontalAdvance(figures) + 2, below.width() * 2 / 3);
    row.paintText({below.right() + 1 - width, below.top(), width, below.height()}, figures, muted, Qt::AlignRight);
    below.setWidth(below.width() - width - kRecentGap);
    row.paintText(below, detail(m_row), muted, Qt::AlignLeft, Qt::ElideMiddle);
}

} // namespace stratoscope::ui
