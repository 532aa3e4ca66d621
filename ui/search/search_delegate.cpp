// SPDX-License-Identifier: Apache-2.0
#include "ui/search/search_delegate.h"

#include "ui/common/format.h"
#include "ui/common/row_painter.h"
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
    const RowPainter row(painter, item);
    row.paintBackground();
    const QRect area = item.rect.adjusted(kResultPadding + 2, kResultPadding, -kResultPadding - 2, -kResultPadding);
    QRect line(area.left(), area.top(), area.width(), painter->fontMetrics().height());
    if (const qint64 stars = index.data(SearchModel::StarsRole).toLongLong(); stars > 0) {
        const QString count = countText(std::uint64_t(stars));
        const int width = painter->fontMetrics().horizontalAdvance(count) + kResultGap + kResultIcon;
        row.paintIcon(RowPainter::centred(line, line.right() - width + 1, kResultIcon), icon(u"star"_s, Tint::Muted));
        row.paintText(line.adjusted(line.width() - width + kResultIcon + kResultGap, 0, 0, 0), count, row.muted, Qt::AlignRight);
        line.setRight(line.right() - width - 2 * kResultGap);
    }

    const bool official = index.data(SearchModel::OfficialRole).toBool();
    QRect name = line.adjusted(0, 0, official ? -kResultIcon - kResultGap : 0, 0);
    name.setWidth(std::min(name.width(), painter->fontMetrics().horizontalAdvance(item.text) + 1));
    row.paintText(name, item.text, row.text, Qt::AlignLeft, Qt::ElideMiddle);
    if (official)
        row.paintIcon(RowPainter::centred(line, name.right() + 1 + kResultGap, kResultIcon), icon(u"verified"_s, Tint::Accent));

    painter->setFont(smallerFont(item.font));
    QStringList parts;
    if (const QString source = index.data(SearchModel::SourceRole).toString(); !item.text.startsWith(source + u'/'))
        parts += source;
    if (const QString description = index.data(SearchModel::DescriptionRole).toString(); !description.isEmpty())
        parts += description;
    if (parts.isEmpty())
        parts += tr("No description");
    row.paintText({area.left(), line.bottom() + 1 + kResultGap, area.width(), painter->fontMetrics().height()},
                  parts.join(u"  ·  "_s), row.muted);
}

} // namespace stratoscope::ui
