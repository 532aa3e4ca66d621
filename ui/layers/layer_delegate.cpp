// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_delegate.h"

#include "ui/common/format.h"
#include "ui/common/row_painter.h"
#include "ui/layers/layer_list.h"
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
constexpr int kRowLeft = LayerList::kRailWidth + 2; ///< beside the handles
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

/// The width of a layer's number, or of the icon in its place.
int numberWidth(const QStyleOptionViewItem &item)
{
    return std::max(kLayerIcon, QFontMetrics(item.font).horizontalAdvance(u"00"_s)) + kLayerGap + 2;
}

/// Paints "+12 ~3 −1" in colours, aligned with the end of the line. Leaves out zero counts unless `hasRoom`. Returns the width.
int paintCounts(const RowPainter &row, const QRect &line, const ChangeCounts &counts, bool hasRoom)
{
    int width = 0;
    const auto paint = [&](const QString &sign, std::uint64_t count, Tint tint) {
        if (count == 0 && !hasRoom)
            return;
        const QString text = sign + countText(count);
        const int advance = row.painter->fontMetrics().horizontalAdvance(text);
        width += advance;
        row.painter->setPen(count == 0 || row.isSelected ? row.muted : row.tinted(tint));
        row.painter->drawText(row.mirrored({line.right() + 1 - width, line.top(), advance, line.height()}),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextForceLeftToRight | Qt::TextDontClip, text);
        width += kLayerGap + 2;
    };
    paint(u"\u2212"_s, counts.removed, Tint::Bad);
    paint(u"~"_s, counts.modified, Tint::Warning);
    paint(u"+"_s, counts.added, Tint::Good);
    return width;
}

/// A step without a layer.
void paintStep(QPainter *painter, QStyleOptionViewItem item)
{
    const int indent = numberWidth(item);
    item.state &= ~QStyle::State_MouseOver;
    item.font = smallerFont(item.font);
    item.font.setItalic(true);
    const RowPainter row(painter, item);
    row.paintBackground();
    row.paintText(item.rect.adjusted(kRowLeft + indent, 0, -kLayerPadding - 2, 0), item.text, row.muted);
}

/// The row for the layers that both images begin with.
void paintCommonBase(QPainter *painter, QStyleOptionViewItem item, bool isExpanded)
{
    const int indent = numberWidth(item);
    item.font = smallerFont(item.font);
    const RowPainter row(painter, item);
    row.paintBackground();
    const QRect line = item.rect.adjusted(kRowLeft, 0, -kLayerPadding - 2, 0);
    row.paintIcon(RowPainter::centred(line, line.left(), kLayerIcon), icon(isExpanded ? u"collapse"_s : u"expand"_s, Tint::Muted));
    row.paintText(line.adjusted(indent, 0, 0, 0), item.text, row.muted);
}

/// The last line: the size and the changes, or what is wrong with the layer.
void paintFigures(const RowPainter &row, const QModelIndex &index, QRect line)
{
    const auto state = Verification(index.data(LayerModel::StateRole).toInt());
    const bool whole = index.data(LayerModel::LayerRole).toInt() == LayerModel::kWholeImage;
    if (const QString status = index.data(LayerModel::StatusRole).toString(); !status.isEmpty())
        return row.paintText(line, status, row.muted);
    if (state == Verification::Failed && !whole)
        return row.paintText(line, verificationText(state), row.isSelected ? row.muted : row.tinted(Tint::Bad));
    const QVariant counts = index.data(LayerModel::CountsRole);
    const QFontMetrics metrics = row.painter->fontMetrics();
    if (counts.isValid()) {
        const auto changed = counts.value<ChangeCounts>();
        const QString all = sizeText(index.data(LayerModel::SizeRole).toULongLong()) + u" +~\u2212"_s + countText(changed.added)
            + countText(changed.modified) + countText(changed.removed);
        const bool hasRoom = metrics.horizontalAdvance(all) + 4 * (kLayerGap + 2) <= line.width();
        line.setWidth(line.width() - paintCounts(row, line, changed, hasRoom));
    }
    row.paintText(line, figures(index, !counts.isValid(), metrics, line.width()), row.muted);
}

} // namespace

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int layer = index.data(LayerModel::LayerRole).toInt();
    const int height = rowHeight(option, layer == LayerModel::kEmptyStep || layer == LayerModel::kCommonBase);
    return {200, layer == LayerModel::kCommonBase ? height + kLayerPadding : height};
}

void LayerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const int layer = index.data(LayerModel::LayerRole).toInt();
    if (layer == LayerModel::kEmptyStep)
        return paintStep(painter, item);
    if (layer == LayerModel::kCommonBase)
        return paintCommonBase(painter, item, index.data(LayerModel::ExpandedRole).toBool());

    const RowPainter row(painter, item);
    row.paintBackground();
    const bool whole = layer == LayerModel::kWholeImage;
    QRect area = item.rect.adjusted(kRowLeft, kLayerPadding, -kLayerPadding - 2, -kLayerPadding);
    if (whole) // it has no bar
        area.translate(0, (kLayerBar + kLayerGap) / 2);
    const bool coming = layer == LayerModel::kComing;
    if (coming)
        row.paintIcon({area.right() - kLayerIcon + 1, area.top(), kLayerIcon, kLayerIcon}, icon(u"download"_s, Tint::Muted));
    else
        row.paintIcon({area.right() - kLayerIcon + 1, area.top(), kLayerIcon, kLayerIcon},
                      verificationIcon(Verification(index.data(LayerModel::StateRole).toInt())));
    const QRect title(area.left(), area.top(), area.width() - kLayerIcon - kLayerGap, QFontMetrics(item.font).height());
    if (whole)
        row.paintIcon(RowPainter::centred(title, title.left(), kLayerIcon), icon(u"layers"_s));
    else
        row.paintText(title, QLocale().toString(index.data(LayerModel::NumberRole).toInt()), row.muted);
    row.paintText(title.adjusted(numberWidth(item), 0, 0, 0), item.text, coming ? row.muted : row.text);

    const QRect body = area.adjusted(numberWidth(item), 0, 0, 0);
    const QRect bar(body.left(), title.bottom() + 1 + kLayerGap, body.width(), kLayerBar);
    if (!whole)
        row.paintBar(bar, index.data(LayerModel::ShareRole).toDouble(), row.tinted(Tint::Accent));
    painter->setFont(smallerFont(item.font));
    const int top = whole ? bar.top() : bar.bottom() + 1 + kLayerGap;
    paintFigures(row, index, {body.left(), top, body.width(), painter->fontMetrics().height()});
}

} // namespace stratoscope::ui
