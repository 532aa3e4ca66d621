// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/layer_delegate.h"

#include "ui/models/format.h"
#include "ui/models/layer_model.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kPadding = 7;
constexpr int kGap = 4;
constexpr int kBar = 4;
constexpr int kIcon = 16;

QIcon stateIcon(Verification state)
{
    switch (state) {
    case Verification::Verified:
        return icon(u"verified"_s, Tint::Good);
    case Verification::Running:
        return icon(u"verifying"_s, Tint::Accent);
    case Verification::Failed:
        return icon(u"error"_s, Tint::Bad);
    case Verification::Pending:
    case Verification::Unknown:
        break;
    }
    return icon(u"unverified"_s, Tint::Muted);
}

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

QString figures(const QModelIndex &index)
{
    QStringList parts{sizeText(index.data(LayerModel::SizeRole).toULongLong()),
                      entriesText(index.data(LayerModel::EntriesRole).toULongLong())};
    if (const QString digest = index.data(LayerModel::DigestRole).toString(); !digest.isEmpty())
        parts += digest;
    return parts.join(u"  ·  "_s);
}

} // namespace

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines = QFontMetrics(option.font).height() + QFontMetrics(smaller(option.font)).height();
    return {200, lines + kBar + 2 * kGap + 2 * kPadding};
}

void LayerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString command = item.text;
    item.text.clear();
    const QStyle *const style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = item.state & QStyle::State_Selected;
    const auto group = item.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QColor text = item.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor under = item.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
    const QColor muted = blend(text, under, selected ? 0.15 : 0.35);

    painter->save();
    const int layer = index.data(LayerModel::LayerRole).toInt();
    const bool whole = layer == LayerModel::kWholeImage;
    QRect area = item.rect.adjusted(kPadding + 2, kPadding, -kPadding - 2, -kPadding);
    if (whole) // it has no bar
        area.translate(0, (kBar + kGap) / 2);
    const QRect iconArea(area.right() - kIcon + 1, area.top(), kIcon, kIcon);
    const auto state = Verification(index.data(LayerModel::StateRole).toInt());
    stateIcon(state).paint(painter, iconArea, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);

    const QFontMetrics metrics(item.font);
    const int numberWidth = std::max(kIcon, metrics.horizontalAdvance(u"00"_s));
    QRect line(area.left(), area.top(), area.width() - kIcon - kGap, metrics.height());
    if (whole) {
        icon(u"layers"_s)
            .paint(painter, QRect(line.left(), line.top() + (line.height() - kIcon) / 2, kIcon, kIcon), Qt::AlignCenter,
                   selected ? QIcon::Selected : QIcon::Normal);
    } else {
        painter->setPen(muted);
        painter->setFont(item.font);
        painter->drawText(line.left(), line.top() + metrics.ascent(), QString::number(layer));
    }
    const int indent = numberWidth + kGap + 2;
    line.setLeft(line.left() + indent);
    area.setLeft(area.left() + indent);
    painter->setPen(text);
    painter->setFont(item.font);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(command, Qt::ElideRight, line.width()));

    const QRect bar(area.left(), line.bottom() + 1 + kGap, area.width(), kBar);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (!whole) {
        painter->setBrush(blend(text, under, 0.88));
        painter->drawRoundedRect(bar, kBar / 2.0, kBar / 2.0);
        const double share = index.data(LayerModel::ShareRole).toDouble();
        if (share > 0) {
            painter->setBrush(selected ? text : tintColor(Tint::Accent, item.palette));
            const double width = std::max(double(kBar), bar.width() * share);
            painter->drawRoundedRect(QRectF(bar.left(), bar.top(), width, kBar), kBar / 2.0, kBar / 2.0);
        }
    }

    const QFont small = smaller(item.font);
    const QFontMetrics smallMetrics(small);
    const int top = whole ? line.bottom() + 1 + kGap : bar.bottom() + 1 + kGap;
    const QRect lower(area.left(), top, area.width(), smallMetrics.height());
    painter->setPen(state == Verification::Failed && !selected ? tintColor(Tint::Bad, item.palette) : muted);
    painter->setFont(small);
    const QString said = state == Verification::Failed && !whole ? verificationText(state) : figures(index);
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter, smallMetrics.elidedText(said, Qt::ElideRight, lower.width()));
    painter->restore();
}

} // namespace stratoscope::ui
