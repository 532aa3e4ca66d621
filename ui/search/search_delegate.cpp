// SPDX-License-Identifier: Apache-2.0
#include "ui/search/search_delegate.h"

#include "ui/common/format.h"
#include "ui/common/row_paint.h"
#include "ui/search/search_model.h"
#include "ui/style/icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kResultPadding = 7;
constexpr int kResultGap = 4;
constexpr int kResultIcon = 14;

} // namespace

QSize SearchDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines = QFontMetrics(option.font).height() + QFontMetrics(smallerFont(option.font)).height();
    return {200, lines + kResultGap + 2 * kResultPadding};
}

void SearchDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    paintRowBackground(painter, item);
    const RowColors colors = rowColors(item);
    const auto mode = item.state & QStyle::State_Selected ? QIcon::Selected : QIcon::Normal;
    const auto mirrored = [&item](const QRect &area) { return QStyle::visualRect(item.direction, item.rect, area); };

    painter->save();
    QRect area = item.rect.adjusted(kResultPadding + 2, kResultPadding, -kResultPadding - 2, -kResultPadding);
    painter->setFont(item.font);
    QRect line(area.left(), area.top(), area.width(), painter->fontMetrics().height());
    if (const qint64 stars = index.data(SearchModel::StarsRole).toLongLong(); stars > 0) {
        const QString count = countText(std::uint64_t(stars));
        const int width = painter->fontMetrics().horizontalAdvance(count) + kResultGap + kResultIcon;
        const QRect starArea(line.right() - width + 1, line.top() + (line.height() - kResultIcon) / 2, kResultIcon, kResultIcon);
        icon(u"star"_s, Tint::Muted).paint(painter, mirrored(starArea), Qt::AlignCenter, mode);
        painter->setPen(colors.muted);
        paintLine(painter, item, mirrored(line.adjusted(line.width() - width + kResultIcon + kResultGap, 0, 0, 0)), count,
                  Qt::AlignRight);
        line.setRight(line.right() - width - 2 * kResultGap);
    }
    const bool official = index.data(SearchModel::OfficialRole).toBool();
    QRect name = line.adjusted(0, 0, official ? -kResultIcon - kResultGap : 0, 0);
    name.setWidth(std::min(name.width(), painter->fontMetrics().horizontalAdvance(item.text) + 1));
    painter->setPen(colors.text);
    paintLine(painter, item, mirrored(name), item.text, Qt::AlignLeft, Qt::ElideMiddle);
    if (official) {
        const QRect mark(name.right() + 1 + kResultGap, line.top() + (line.height() - kResultIcon) / 2, kResultIcon, kResultIcon);
        icon(u"verified"_s, Tint::Accent).paint(painter, mirrored(mark), Qt::AlignCenter, mode);
    }

    painter->setFont(smallerFont(item.font));
    painter->setPen(colors.muted);
    const QRect lower(area.left(), line.bottom() + 1 + kResultGap, area.width(), painter->fontMetrics().height());
    QStringList parts;
    if (const QString source = index.data(SearchModel::SourceRole).toString(); !item.text.startsWith(source + u'/'))
        parts += source;
    if (const QString description = index.data(SearchModel::DescriptionRole).toString(); !description.isEmpty())
        parts += description;
    if (parts.isEmpty())
        parts += tr("No description");
    paintLine(painter, item, mirrored(lower), parts.join(u"  ·  "_s));
    painter->restore();
}

} // namespace stratoscope::ui
