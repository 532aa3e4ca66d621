// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_delegate.h"

#include "ui/common/row_painter.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfer_model.h"

#include <QFontDatabase>
#include <QPainter>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kTransferPadding = 7;
constexpr int kTransferGap = 5;
constexpr int kTransferBar = 5;
constexpr int kTransferIcon = 16;
constexpr int kMaxLines = 5; ///< of a status; the rest is in the tool tip
constexpr int kBlobPadding = 3;

QString kindIcon(TransferKind kind)
{
    switch (kind) {
    case TransferKind::Pull:
        return u"download"_s;
    case TransferKind::Open:
        return u"open"_s;
    case TransferKind::Verify:
        return u"verifying"_s;
    case TransferKind::Export:
    case TransferKind::Save:
    case TransferKind::Load:
        return u"export"_s;
    case TransferKind::Push:
        return u"upload"_s;
    case TransferKind::Mount:
        return u"folder"_s;
    case TransferKind::Import:
        return u"layers"_s;
    case TransferKind::Copy:
        return u"copy"_s;
    case TransferKind::CleanUp:
        return u"remove"_s;
    case TransferKind::Repair:
        return u"settings"_s;
    }
    Q_UNREACHABLE();
}

struct TransferSign {
    QString icon;
    Tint tint;
};

TransferSign signOf(BlobState state)
{
    switch (state) {
    case BlobState::Running:
        return {u"download"_s, Tint::Accent};
    case BlobState::Retrying:
        return {u"retry"_s, Tint::Warning};
    case BlobState::Failed:
        return {u"error"_s, Tint::Bad};
    case BlobState::Present:
    case BlobState::Done:
        return {u"verified"_s, Tint::Good};
    case BlobState::Waiting:
        break;
    }
    return {u"waiting"_s, Tint::Muted};
}

TransferSign signOf(TransferKind kind, TransferState state)
{
    switch (state) {
    case TransferState::Running:
        return {kindIcon(kind), Tint::Accent};
    case TransferState::Failed:
        return {u"error"_s, Tint::Bad};
    case TransferState::Done:
        return {u"verified"_s, Tint::Good};
    case TransferState::Cancelled:
        return {u"cancel"_s, Tint::Muted};
    case TransferState::Paused:
        return {u"pause"_s, Tint::Muted};
    case TransferState::Waiting:
    case TransferState::Stopping:
        break;
    }
    return {u"waiting"_s, Tint::Muted};
}

/// The view's own palette: that of a selected row has another highlight colour.
QPalette colorsOf(const QStyleOptionViewItem &item)
{
    return item.widget ? item.widget->palette() : item.palette;
}

} // namespace

QIcon transferIcon(TransferKind kind, TransferState state)
{
    const TransferSign sign = signOf(kind, state);
    return icon(sign.icon, sign.tint);
}

int TransferDelegate::statusHeight(const QFont &font, const QString &text, int width) const
{
    const QFontMetrics metrics(font);
    const int wrapped = metrics.boundingRect(QRect(0, 0, std::max(width, 80), 10'000), Qt::TextWordWrap, text).height();
    return std::clamp(wrapped, metrics.height(), metrics.lineSpacing() * kMaxLines);
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFont small = smallerFont(option.font);
    if (index.data(TransferModel::IsBlobRole).toBool())
        return {200, std::max(kTransferIcon, QFontMetrics(small).height()) + 2 * kBlobPadding};
    // QTreeView asks before option.rect has a width.
    const auto *const view = qobject_cast<const QTreeView *>(option.widget);
    const int width = view ? view->viewport()->width() - view->indentation() : 400;
    const int text = width - m_buttonWidth - kTransferIcon - kTransferGap - 2 * kTransferPadding;
    const int status = statusHeight(small, index.data(TransferModel::StatusRole).toString(), text);
    return {200, QFontMetrics(option.font).height() + kTransferBar + status + 2 * kTransferGap + 2 * kTransferPadding};
}

void TransferDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const RowPainter row(painter, item);
    row.paintBackground();
    if (index.data(TransferModel::IsBlobRole).toBool())
        paintBlob(row, index);
    else
        paintTransfer(row, index);
}

void TransferDelegate::paintTransfer(const RowPainter &row, const QModelIndex &index) const
{
    const auto state = TransferState(index.data(TransferModel::StateRole).toInt());
    const TransferSign sign = signOf(TransferKind(index.data(TransferModel::KindRole).toInt()), state);
    const QStyleOptionViewItem &item = row.item;
    const QColor color = tintColor(sign.tint, colorsOf(item));
    QRect area = item.rect.adjusted(kTransferPadding, kTransferPadding, -kTransferPadding - m_buttonWidth, -kTransferPadding);
    const int height = QFontMetrics(item.font).height();
    icon(sign.icon, sign.tint)
        .paint(row.painter, row.mirrored({area.left(), area.top() + (height - kTransferIcon) / 2, kTransferIcon, kTransferIcon}));
    area.setLeft(area.left() + kTransferIcon + kTransferGap);

    const QFontMetrics metrics = row.painter->fontMetrics();
    const QRect line(area.left(), area.top(), area.width(), height);
    const QString note = index.data(TransferModel::NoteRole).toString();
    const int noteWidth = note.isEmpty() ? 0 : metrics.horizontalAdvance(note) + 3 * kTransferGap;
    QRect name = line.adjusted(0, 0, -noteWidth, 0);
    name.setWidth(std::min(name.width(), metrics.horizontalAdvance(item.text) + 1));
    row.paintText(name, item.text, row.text, Qt::AlignLeft, Qt::ElideMiddle);
    row.paintText({name.right() + 2 * kTransferGap, line.top(), noteWidth, height}, note, row.muted);

    const QRect bar(area.left(), line.bottom() + 1 + kTransferGap, area.width(), kTransferBar);
    row.paintBar(bar, index.data(TransferModel::PermilleRole).toInt() / 1000.0,
                 state == TransferState::Done ? blend(color, row.under, 0.35) : color);

    row.painter->setFont(smallerFont(item.font));
    row.painter->setPen(state == TransferState::Failed ? color : row.muted);
    const QRect lower
        = row.mirrored({area.left(), bar.bottom() + 1 + kTransferGap, area.width(), area.bottom() - bar.bottom() - kTransferGap});
    // The direction marks may come from a taller font. The clip cuts off lines that do not fit.
    row.painter->setClipRect(lower.adjusted(0, 0, 0, item.direction == Qt::RightToLeft ? kTransferPadding / 2 : 0));
    row.painter->drawText(
        lower, int(QStyle::visualAlignment(item.direction, Qt::AlignLeft | Qt::AlignTop)) | Qt::TextWordWrap | Qt::TextDontClip,
        isolated(index.data(TransferModel::StatusRole).toString(), item.direction));
}

void TransferDelegate::paintBlob(const RowPainter &row, const QModelIndex &index) const
{
    const TransferSign sign = signOf(BlobState(index.data(TransferModel::StateRole).toInt()));
    const QStyleOptionViewItem &item = row.item;
    const QColor color = tintColor(sign.tint, colorsOf(item));
    QRect area = item.rect.adjusted(kTransferPadding, 0, -kTransferPadding, 0);
    const QRect mark = RowPainter::centred(area, area.left(), kTransferIcon);
    icon(sign.icon, sign.tint).paint(row.painter, row.mirrored(mark.adjusted(1, 1, -1, -1)));
    area.setLeft(mark.right() + 1 + kTransferGap);

    QFont digits = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    digits.setPointSizeF(smallerFont(item.font).pointSizeF());
    row.painter->setFont(digits);
    QRect name = area;
    name.setWidth(row.painter->fontMetrics().horizontalAdvance(item.text) + 1);
    row.paintText(name, item.text, row.text);

    area.setLeft(name.right() + 3 * kTransferGap);
    // Aligned with the bars of the other blobs.
    QRect bar = area;
    bar.setWidth(area.width() * 2 / 5);
    bar.setTop(area.center().y() - kTransferBar / 2);
    bar.setHeight(kTransferBar);
    row.paintBar(bar, index.data(TransferModel::PermilleRole).toInt() / 1000.0, color);
    area.setLeft(bar.right() + 2 * kTransferGap);
    row.painter->setFont(smallerFont(item.font));
    const bool isProblem = !index.data(TransferModel::ProblemRole).toString().isEmpty();
    row.paintText(area, index.data(TransferModel::StatusRole).toString(), isProblem ? color : row.muted);
}

} // namespace stratoscope::ui
