// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_delegate.h"

#include "ui/common/row_painter.h"
#include "ui/library/library_model.h"
#include "ui/style/icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kLibraryPadding = 5;
constexpr int kLibraryGap = 6;
constexpr int kLibraryIcon = 16;
constexpr int kLibrarySign = 14;
constexpr int kLibraryBar = 3;

/// The icons at the end of a row.
QList<QIcon> statusIcons(const QModelIndex &index)
{
    QList<QIcon> icons;
    const auto state = LibraryVerification::State(index.data(LibraryModel::VerificationRole).toInt());
    if (index.data(LibraryModel::MissingRole).toBool())
        icons += icon(u"warning"_s, Tint::Warning);
    if (state == LibraryVerification::Corrupt)
        icons += icon(u"error"_s, Tint::Bad);
    else if (state == LibraryVerification::Running || state == LibraryVerification::Repairing)
        icons += icon(u"verifying"_s, Tint::Accent);
    else if (state == LibraryVerification::Verified)
        icons += icon(u"verified"_s, Tint::Good);
    if (index.data(LibraryModel::PinnedRole).toBool())
        icons += icon(u"pin"_s, Tint::Muted);
    return icons;
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
    const RowPainter row(painter, item);
    row.paintBackground();
    const bool isMissing = index.data(LibraryModel::MissingRole).toBool();
    QRect line = item.rect.adjusted(kLibraryPadding + 1, kLibraryPadding, -kLibraryPadding, 0);
    line.setHeight(QFontMetrics(item.font).height());
    row.paintIcon(RowPainter::centred(line, line.left(), kLibraryIcon),
                  icon(iconName(LibraryKind(index.data(LibraryModel::KindRole).toInt())), isMissing ? Tint::Muted : Tint::Accent));
    line.setLeft(line.left() + kLibraryIcon + kLibraryGap);
    QRect name = line;
    for (const QIcon &icon : statusIcons(index)) {
        const QRect end = RowPainter::centred(name, name.right() + 1 - kLibrarySign, kLibrarySign);
        row.paintIcon(end, icon);
        name.setRight(end.left() - 4);
    }

    // If there is not enough space for both, the title is elided.
    const QString tag = index.data(LibraryModel::TagRole).toString();
    const QFontMetrics metrics = painter->fontMetrics();
    const int tagWidth = std::min(metrics.horizontalAdvance(tag) + 2, name.width() / 2);
    const QString title
        = metrics.elidedText(index.data(LibraryModel::TitleRole).toString(), Qt::ElideMiddle, name.width() - tagWidth);
    const int titleWidth = metrics.horizontalAdvance(title) + 1; // widths are rounded
    // Names are read from left to right in every language.
    const bool isMirrored = item.direction == Qt::RightToLeft;
    const int titleLeft = name.left() + (isMirrored ? tagWidth : 0);
    const int tagLeft = isMirrored ? name.left() : name.left() + titleWidth;
    row.paintText({titleLeft, name.top(), titleWidth, name.height()}, title, isMissing ? row.muted : row.text);
    row.paintText({tagLeft, name.top(), isMirrored ? tagWidth : name.width() - titleWidth, name.height()}, tag, row.muted);

    painter->setFont(smallerFont(item.font));
    const QRect figures(line.left(), line.bottom() + 2, line.width(), painter->fontMetrics().height());
    const auto state = LibraryVerification::State(index.data(LibraryModel::VerificationRole).toInt());
    const bool isCorrupt = state == LibraryVerification::Corrupt && !row.isSelected;
    row.paintText(figures, index.data(LibraryModel::SummaryRole).toString(), isCorrupt ? row.tinted(Tint::Bad) : row.muted);
    if (state == LibraryVerification::Running || state == LibraryVerification::Repairing)
        row.paintBar({figures.left(), item.rect.bottom() - kLibraryBar, figures.width(), kLibraryBar},
                     index.data(LibraryModel::PermilleRole).toInt() / 1000.0, row.tinted(Tint::Accent));
}

} // namespace stratoscope::ui
