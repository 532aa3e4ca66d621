// SPDX-License-Identifier: Apache-2.0
#include "ui/grep/grep_delegate.h"

#include "ui/common/row_painter.h"
#include "ui/grep/grep_model.h"
#include "ui/style/icons.h"

#include <QFontDatabase>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kMargin = 8;
constexpr int kGap = 8;
constexpr int kFileIcon = 16;
constexpr int kRowSpacing = 6;

QFont lineFont(const QFont &font)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font.pointSizeF());
    return fixed;
}

void paintFile(QPainter *painter, QStyleOptionViewItem item, const QModelIndex &index)
{
    const RowPainter row(painter, item);
    row.paintBackground();
    QRect line = item.rect.adjusted(kMargin, 0, -kMargin, 0);
    row.paintIcon(RowPainter::centred(line, line.left(), kFileIcon), icon(u"file"_s, Tint::Muted));
    line.setLeft(line.left() + kFileIcon + kGap);

    const QString layer = GrepModel::tr("layer %1").arg(index.data(GrepModel::LayerRole).toInt());
    const int layerWidth = item.fontMetrics.horizontalAdvance(layer) + 1;
    row.paintText({line.right() + 1 - layerWidth, line.top(), layerWidth, line.height()}, layer, row.muted, Qt::AlignRight);
    line.setRight(line.right() - layerWidth - kGap);

    QFont bold = item.font;
    bold.setBold(true);
    const QString remark = index.data(GrepModel::RemarkRole).toString();
    const int pathWidth = QFontMetrics(bold).horizontalAdvance(item.text) + 1;
    const int remarkWidth = remark.isEmpty() ? 0 : std::min(line.width() / 2, item.fontMetrics.horizontalAdvance(remark) + 1);
    QRect path = line;
    path.setWidth(std::min(pathWidth, line.width() - (remarkWidth > 0 ? remarkWidth + kGap : 0)));
    painter->setFont(bold);
    row.paintText(path, item.text, row.text, Qt::AlignLeft, Qt::ElideMiddle);
    painter->setFont(item.font);
    if (remarkWidth > 0)
        row.paintText(line.adjusted(path.width() + kGap, 0, 0, 0), remark, row.muted);
}

/// From left to right whatever the language, like the file.
void paintLine(QPainter *painter, QStyleOptionViewItem item, const QModelIndex &index, int digits)
{
    item.font = lineFont(item.font);
    const QFontMetrics metrics(item.font);
    const RowPainter row(painter, item);
    row.paintBackground();
    painter->setClipRect(item.rect);
    QRect line = item.rect.adjusted(kMargin, 0, -kMargin, 0);
    const int numberWidth = std::max(kFileIcon, metrics.horizontalAdvance(u'9') * digits);
    const auto draw = [&](const QRect &area, const QString &text, const QColor &color, int alignment) {
        painter->setPen(color);
        painter->drawText(area, alignment | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextForceLeftToRight, text);
    };
    draw({line.left(), line.top(), numberWidth, line.height()}, index.data(GrepModel::LineRole).toString(), row.muted,
         Qt::AlignRight);
    line.setLeft(line.left() + numberWidth + kGap + 4);

    QString before = index.data(GrepModel::BeforeRole).toString();
    const QString match = index.data(GrepModel::MatchRole).toString();
    // The match is in view, in the middle if there is more before it than fits.
    if (metrics.horizontalAdvance(before) + std::min(metrics.horizontalAdvance(match), line.width() / 2) > line.width())
        before = metrics.elidedText(before, Qt::ElideLeft, line.width() / 2);
    const int beforeWidth = metrics.horizontalAdvance(before);
    draw(line, before, row.text, Qt::AlignLeft);
    line.setLeft(line.left() + beforeWidth);
    const QString shown = metrics.elidedText(match, Qt::ElideRight, line.width());
    const int matchWidth = metrics.horizontalAdvance(shown);
    const QRect marked(line.left(), line.top() + 2, std::max(matchWidth, 2), line.height() - 4);
    painter->fillRect(marked, blend(row.under, tintColor(Tint::Warning, item.palette), row.isSelected ? 0.5 : 0.28));
    draw(line, shown, row.text, Qt::AlignLeft);
    painter->fillRect(QRect(marked.left(), marked.bottom(), marked.width(), 1), row.tinted(Tint::Warning));
    line.setLeft(line.left() + matchWidth);
    if (line.width() > 0)
        draw(line, metrics.elidedText(index.data(GrepModel::AfterRole).toString(), Qt::ElideRight, line.width()), row.text,
             Qt::AlignLeft);
}

} // namespace

void GrepDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    if (index.data(GrepModel::IsFileRole).toBool())
        return paintFile(painter, item, index);
    paintLine(painter, item, index, static_cast<const GrepModel *>(index.model())->lineDigits());
}

QSize GrepDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int height = std::max(QFontMetrics(option.font).height(), QFontMetrics(lineFont(option.font)).height());
    return {1, height + kRowSpacing};
}

} // namespace stratoscope::ui
