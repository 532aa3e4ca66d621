// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_delegate.h"

#include "ui/common/row_paint.h"
#include "ui/library/library_model.h"
#include "ui/style/icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kLibraryPadding = 5;
constexpr int kLibraryGap = 6;
constexpr int kLibraryIcon = 16;
constexpr int kSign = 14;
constexpr int kLibraryBar = 3;

struct StatusIcon {
    QString icon;
    Tint tint;
};

/// The icons at the end of a row.
QList<StatusIcon> statusIcons(const QModelIndex &index)
{
    QList<StatusIcon> signs;
    const auto state = LibraryVerification::State(index.data(LibraryModel::VerificationRole).toInt());
    if (index.data(LibraryModel::MissingRole).toBool())
        signs.append({u"warning"_s, Tint::Warning});
    if (state == LibraryVerification::Corrupt)
        signs.append({u"error"_s, Tint::Bad});
    else if (state == LibraryVerification::Running)
        signs.append({u"verifying"_s, Tint::Accent});
    else if (state == LibraryVerification::Verified)
        signs.append({u"verified"_s, Tint::Good});
    if (index.data(LibraryModel::PinnedRole).toBool())
        signs.append({u"pin"_s, Tint::Muted});
    return signs;
}

} // namespace

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {120, QFontMetrics(option.font).height() + QFontMetrics(smallerFont(option.font)).height() + 1 + 2 * kLibraryPadding};
}

void LibraryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    paintRowBackground(painter, item);
    painter->save();
    const RowColors colors = rowColors(item);
    const bool isSelected = item.state & QStyle::State_Selected;
    const bool isMissing = index.data(LibraryModel::MissingRole).toBool();
    const auto mode = isSelected ? QIcon::Selected : QIcon::Normal;
    const auto visual = [&item](const QRect &area) { return QStyle::visualRect(item.direction, item.rect, area); };

    QRect line = item.rect.adjusted(kLibraryPadding + 1, kLibraryPadding, -kLibraryPadding, 0);
    line.setHeight(QFontMetrics(item.font).height());
    const QRect iconArea(line.left(), line.top() + (line.height() - kLibraryIcon) / 2, kLibraryIcon, kLibraryIcon);
    icon(iconName(LibraryKind(index.data(LibraryModel::KindRole).toInt())), isMissing ? Tint::Muted : Tint::Accent)
        .paint(painter, visual(iconArea), Qt::AlignCenter, mode);
    line.setLeft(iconArea.right() + 1 + kLibraryGap);

    QRect name = line;
    for (const StatusIcon &sign : statusIcons(index)) {
        const QRect end(name.right() + 1 - kSign, name.top() + (name.height() - kSign) / 2, kSign, kSign);
        icon(sign.icon, sign.tint).paint(painter, visual(end), Qt::AlignCenter, mode);
        name.setRight(end.left() - 4);
    }
    // If there is not enough space for both, the title is elided.
    const QString tag = index.data(LibraryModel::TagRole).toString();
    painter->setFont(item.font);
    const QFontMetrics metrics = painter->fontMetrics();
    const int tagWidth = std::min(metrics.horizontalAdvance(tag) + 2, name.width() / 2);
    const QString title
        = metrics.elidedText(index.data(LibraryModel::TitleRole).toString(), Qt::ElideMiddle, name.width() - tagWidth);
    const int titleWidth = metrics.horizontalAdvance(title) + 1; // widths are rounded
    // Names are read from left to right in every language.
    const bool isMirrored = item.direction == Qt::RightToLeft;
    const int titleLeft = name.left() + (isMirrored ? tagWidth : 0);
    const int tagLeft = isMirrored ? name.left() : name.left() + titleWidth;
    painter->setPen(isMissing ? colors.muted : colors.text);
    paintLine(painter, item, visual({titleLeft, name.top(), titleWidth, name.height()}), title);
    painter->setPen(colors.muted);
    paintLine(painter, item, visual({tagLeft, name.top(), isMirrored ? tagWidth : name.width() - titleWidth, name.height()}), tag);

    painter->setFont(smallerFont(item.font));
    QRect figures(line.left(), line.bottom() + 2, line.width(), QFontMetrics(painter->font()).height());
    const auto state = LibraryVerification::State(index.data(LibraryModel::VerificationRole).toInt());
    if (state == LibraryVerification::Corrupt && !isSelected)
        painter->setPen(tintColor(Tint::Bad, item.palette));
    paintLine(painter, item, visual(figures), index.data(LibraryModel::SummaryRole).toString());
    if (state == LibraryVerification::Running) {
        const QRect bar(figures.left(), item.rect.bottom() - kLibraryBar, figures.width(), kLibraryBar);
        const QColor fill = isSelected ? colors.text : tintColor(Tint::Accent, item.palette);
        paintBar(painter, visual(bar), index.data(LibraryModel::PermilleRole).toInt() / 1000.0, fill,
                 blend(colors.text, colors.under, 0.85), item.direction);
    }
    painter->restore();
}

} // namespace stratoscope::ui
