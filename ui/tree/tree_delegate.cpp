// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/tree_delegate.h"

#include "ui/common/row_painter.h"
#include "ui/style/icons.h"
#include "ui/tree/tree_model.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kRowSpacing = 4;
constexpr int kFigureMargin = 8;

/// A sign and a space in front of a changed entry's name, for users who cannot distinguish the colours.
QString signOf(Change change)
{
    switch (change) {
    case Change::None:
        break;
    case Change::Added:
        return u"+ "_s;
    case Change::Removed:
        return u"\u2212 "_s;
    case Change::Modified:
        return u"~ "_s;
    case Change::Moved:
        return u"\u2192 "_s;
    case Change::Copied:
        return u"\u21d2 "_s;
    }
    return {};
}

Change changeOf(const QModelIndex &index)
{
    return Change(index.data(TreeModel::ChangeRole).toInt());
}

Tint tintOf(Change change)
{
    switch (change) {
    case Change::Added:
    case Change::Copied:
        return Tint::Good;
    case Change::Removed:
        return Tint::Bad;
    case Change::Moved:
        return Tint::Accent;
    case Change::None:
    case Change::Modified:
        break;
    }
    return Tint::Warning;
}

Tint tintOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Directory:
        return Tint::Accent;
    case EntryKind::Whiteout:
    case EntryKind::Opaque:
        return Tint::Bad;
    default:
        return Tint::Muted;
    }
}

} // namespace

TreeDelegate::TreeDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_fixedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
}

QIcon TreeDelegate::iconOf(const QModelIndex &index) const
{
    const QString name = index.data(TreeModel::IconRole).toString();
    QIcon &cached = m_icons[name];
    if (cached.isNull())
        cached = icon(name, tintOf(EntryKind(index.data(TreeModel::KindRole).toInt())));
    return cached;
}

void TreeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const Change change = changeOf(index);
    if (index.column() == int(TreeColumn::Name)) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = iconOf(index);
        option->text = signOf(change) + isolated(option->text, option->direction);
        if (change != Change::None)
            option->palette.setColor(QPalette::Text, tintColor(tintOf(change), option->palette));
        option->textElideMode = Qt::ElideMiddle;
        return;
    }
    option->text = isolated(option->text, option->direction);
    option->palette.setColor(QPalette::Text, tintColor(Tint::Muted, option->palette));
    if (index.column() == int(TreeColumn::Mode)) {
        option->font.setFamilies(m_fixedFont.families());
        option->textElideMode = Qt::ElideNone;
    }
}

QSize TreeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(0, kRowSpacing);
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    if (item.displayAlignment & Qt::AlignRight) {
        // Right-aligned text keeps a distance from the next column, but the selection has no gap.
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
        item.rect = QStyle::visualRect(item.direction, option.rect, option.rect.adjusted(0, 0, -kFigureMargin, 0));
    }
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    paintMatch(painter, item, index);
    if (index.column() == int(TreeColumn::Name) && changeOf(index) == Change::Removed)
        paintStrike(painter, item, index);
    if (index.column() == int(TreeColumn::Name))
        paintNote(painter, item, index);
}

/// Behind the name, as far as there is room.
void TreeDelegate::paintNote(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index)
{
    const QString note = index.data(TreeModel::NoteRole).toString();
    const QRect name = nameArea(item, index);
    const QFontMetrics metrics(item.font);
    const int taken = metrics.horizontalAdvance(item.text) + 3 * metrics.averageCharWidth();
    const QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget);
    constexpr int kFewestLetters = 6;
    if (note.isEmpty() || text.width() - taken < kFewestLetters * metrics.averageCharWidth())
        return;
    const QRect area = QStyle::visualRect(item.direction, text, text.adjusted(taken, 0, -kFigureMargin, 0));
    const bool isSelected = item.state & QStyle::State_Selected;
    const auto group = item.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    painter->save();
    painter->setFont(item.font);
    const QPalette &plain = item.widget ? item.widget->palette() : QApplication::palette(); // without the colour of the change
    painter->setPen(isSelected ? item.palette.color(group, QPalette::HighlightedText) : tintColor(Tint::Muted, plain));
    painter->drawText(QRect(area.left(), name.top(), area.width(), name.height()),
                      int(QStyle::visualAlignment(item.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine,
                      metrics.elidedText(isolated(note, item.direction), Qt::ElideRight, area.width()));
    painter->restore();
}

/// The area of the visible name, without the sign in front of it.
QRect TreeDelegate::nameArea(const QStyleOptionViewItem &item, const QModelIndex &index)
{
    const QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &item, item.widget) + 1;
    const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &item, item.widget).adjusted(margin, 0, -margin, 0);
    const QFontMetrics metrics(item.font);
    const int sign = metrics.horizontalAdvance(signOf(changeOf(index)));
    const int width = std::min(metrics.horizontalAdvance(item.text), text.width()) - sign;
    return QStyle::visualRect(item.direction, text, {text.left() + sign, text.top(), width, text.height()});
}

/// Not QFont::setStrikeOut(), which would strike out the sign as well.
void TreeDelegate::paintStrike(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index)
{
    const QRect name = nameArea(item, index);
    const QFontMetrics metrics(item.font);
    const int baseline = name.top() + (name.height() - metrics.height()) / 2 + metrics.ascent();
    const bool selected = item.state & QStyle::State_Selected;
    const auto group = item.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QColor colour = item.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    painter->fillRect(QRect(name.left(), baseline - metrics.strikeOutPos(), name.width(), metrics.lineWidth()), colour);
}

/// Highlights the match of the filter, unless the name is elided.
void TreeDelegate::paintMatch(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const
{
    const QPoint match = index.data(TreeModel::MatchRole).toPoint();
    if (match.y() <= 0)
        return;
    const QFontMetrics metrics(item.font);
    const QRect area = nameArea(item, index);
    if (metrics.horizontalAdvance(item.text) - metrics.horizontalAdvance(signOf(changeOf(index))) > area.width())
        return;
    const QString name = index.data().toString();
    const int left = area.left() + metrics.horizontalAdvance(name, match.x());
    const int right = area.left() + metrics.horizontalAdvance(name, match.x() + match.y());
    if (item.state & QStyle::State_Selected) // a background would reduce the contrast of the text
        return painter->fillRect(QRect(left, area.bottom() - 2, right - left, 2), item.palette.color(QPalette::HighlightedText));
    QColor marker = tintColor(Tint::Warning, item.palette);
    marker.setAlphaF(0.28F);
    painter->fillRect(QRect(left, area.top() + 1, right - left, area.height() - 2), marker);
}

} // namespace stratoscope::ui
