// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_delegate.h"

#include "ui/common/format.h"
#include "ui/common/row_paint.h"
#include "ui/layers/layer_model.h"
#include "ui/style/icons.h"

#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kLayerPadding = 7;
constexpr int kLayerGap = 4;
constexpr int kLayerBar = 4;
constexpr int kLayerIcon = 16;
const QString kBetween = u"  ·  "_s;

/// The size and, if at least a few of its digits fit, the digest.
QString figures(const QModelIndex &index, bool withEntries, const QFontMetrics &metrics, int width)
{
    constexpr int kFewestDigits = 6;
    QStringList parts{sizeText(index.data(LayerModel::SizeRole).toULongLong())};
    if (withEntries)
        parts += entriesText(index.data(LayerModel::EntriesRole).toULongLong());
    const QString figures = parts.join(kBetween);
    const QString digest = index.data(LayerModel::DigestRole).toString();
    if (digest.isEmpty() || metrics.horizontalAdvance(figures + kBetween + digest.left(kFewestDigits) + u'…') > width)
        return figures;
    return figures + kBetween + digest;
}

int rowHeight(const QStyleOptionViewItem &option, bool isStep)
{
    const int title = QFontMetrics(isStep ? smallerFont(option.font) : option.font).height();
    return isStep ? title + kLayerPadding
                  : title + QFontMetrics(smallerFont(option.font)).height() + kLayerBar + 2 * kLayerGap + 2 * kLayerPadding;
}

/// The area of a row beside the layer's index.
QRect besideNumber(const QRect &area, const QStyleOptionViewItem &item)
{
    const int indent = std::max(kLayerIcon, QFontMetrics(item.font).horizontalAdvance(u"00"_s)) + kLayerGap + 2;
    return item.direction == Qt::RightToLeft ? area.adjusted(0, 0, -indent, 0) : area.adjusted(indent, 0, 0, 0);
}

/// Paints "+12 ~3 −1" in colours, aligned with the end of the line. Leaves out zero counts unless `hasRoom`. Returns the width.
int paintCounts(QPainter *painter, const QStyleOptionViewItem &item, const QRect &line, const ChangeCounts &counts,
                const QColor &muted, bool hasRoom)
{
    const bool selected = item.state & QStyle::State_Selected;
    const QFontMetrics metrics(painter->font());
    int width = 0;
    const auto paint = [&](const QString &sign, std::uint64_t count, Tint tint) {
        if (count == 0 && !hasRoom)
            return;
        const QString text = sign + countText(count);
        const int advance = metrics.horizontalAdvance(text);
        width += advance;
        QRect area = line;
        if (item.direction == Qt::RightToLeft)
            area.setLeft(line.left() + width - advance);
        else
            area.setLeft(line.right() + 1 - width);
        painter->setPen(count == 0 || selected ? muted : tintColor(tint, item.palette));
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextForceLeftToRight, text);
        width += kLayerGap + 2;
    };
    paint(u"\u2212"_s, counts.removed, Tint::Bad);
    paint(u"~"_s, counts.modified, Tint::Warning);
    paint(u"+"_s, counts.added, Tint::Good);
    return width;
}

} // namespace

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {200, rowHeight(option, index.data(LayerModel::LayerRole).toInt() == LayerModel::kEmptyStep)};
}

void LayerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const int layer = index.data(LayerModel::LayerRole).toInt();
    painter->save();
    if (layer == LayerModel::kEmptyStep)
        paintStep(painter, item);
    else
        paintLayer(painter, item, index, layer);
    painter->restore();
}

void LayerDelegate::paintStep(QPainter *painter, QStyleOptionViewItem item) const
{
    item.state &= ~QStyle::State_MouseOver;
    paintRowBackground(painter, item);
    const QRect area = besideNumber(item.rect.adjusted(kLayerPadding + 2, 0, -kLayerPadding - 2, 0), item);
    item.font = smallerFont(item.font);
    item.font.setItalic(true);
    painter->setFont(item.font);
    painter->setPen(rowColors(item).muted);
    paintLine(painter, item, area, item.text);
}

void LayerDelegate::paintLayer(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index, int layer) const
{
    paintRowBackground(painter, item);
    const RowColors colors = rowColors(item);
    const bool whole = layer == LayerModel::kWholeImage;
    const bool selected = item.state & QStyle::State_Selected;
    const QIcon::Mode mode = selected ? QIcon::Selected : QIcon::Normal;
    QRect area = item.rect.adjusted(kLayerPadding + 2, kLayerPadding, -kLayerPadding - 2, -kLayerPadding);
    if (whole) // it has no bar
        area.translate(0, (kLayerBar + kLayerGap) / 2);
    const auto mirrored = [&](const QRect &part) { return QStyle::visualRect(item.direction, item.rect, part); };

    const QFontMetrics metrics(item.font);
    const auto state = Verification(index.data(LayerModel::StateRole).toInt());
    verificationIcon(state).paint(painter, mirrored({area.right() - kLayerIcon + 1, area.top(), kLayerIcon, kLayerIcon}),
                                  Qt::AlignCenter, mode);
    painter->setFont(item.font);
    painter->setPen(colors.muted);
    const QRect title(area.left(), area.top(), area.width() - kLayerIcon - kLayerGap, metrics.height());
    if (whole)
        icon(u"layers"_s)
            .paint(painter, mirrored({title.left(), title.top() + (title.height() - kLayerIcon) / 2, kLayerIcon, kLayerIcon}),
                   Qt::AlignCenter, mode);
    else
        paintLine(painter, item, mirrored(title), QLocale().toString(layer));
    painter->setPen(colors.text);
    paintLine(painter, item, besideNumber(mirrored(title), item), item.text);

    const QRect body = besideNumber(mirrored(area), item);
    const QRect bar(body.left(), title.bottom() + 1 + kLayerGap, body.width(), kLayerBar);
    if (!whole)
        paintBar(painter, bar, index.data(LayerModel::ShareRole).toDouble(),
                 selected ? colors.text : tintColor(Tint::Accent, item.palette), blend(colors.text, colors.under, 0.88),
                 item.direction);
    painter->setFont(smallerFont(item.font));
    const int top = whole ? bar.top() : bar.bottom() + 1 + kLayerGap;
    paintFigures(painter, item, index, {body.left(), top, body.width(), QFontMetrics(painter->font()).height()}, state);
}

void LayerDelegate::paintFigures(QPainter *painter, QStyleOptionViewItem item, const QModelIndex &index, QRect line,
                                 Verification state) const
{
    const RowColors colors = rowColors(item);
    const bool whole = index.data(LayerModel::LayerRole).toInt() == LayerModel::kWholeImage;
    item.font = painter->font();
    if (state == Verification::Failed && !whole) {
        painter->setPen(item.state & QStyle::State_Selected ? colors.muted : tintColor(Tint::Bad, item.palette));
        return paintLine(painter, item, line, verificationText(state));
    }
    const QVariant counts = index.data(LayerModel::CountsRole);
    if (counts.isValid()) {
        const auto changed = counts.value<ChangeCounts>();
        const QString all = sizeText(index.data(LayerModel::SizeRole).toULongLong()) + u" +~\u2212"_s + countText(changed.added)
            + countText(changed.modified) + countText(changed.removed);
        const bool hasRoom = painter->fontMetrics().horizontalAdvance(all) + 4 * (kLayerGap + 2) <= line.width();
        const int width = paintCounts(painter, item, line, changed, colors.muted, hasRoom);
        line = item.direction == Qt::RightToLeft ? line.adjusted(width, 0, 0, 0) : line.adjusted(0, 0, -width, 0);
    }
    painter->setPen(colors.muted);
    paintLine(painter, item, line, figures(index, !counts.isValid(), painter->fontMetrics(), line.width()));
}

} // namespace stratoscope::ui
