// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/transfer_delegate.h"

#include "ui/common/row_paint.h"
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
        return u"export"_s;
    case TransferKind::Import:
        return u"layers"_s;
    case TransferKind::Copy:
        return u"copy"_s;
    case TransferKind::CleanUp:
        return u"remove"_s;
    }
    Q_UNREACHABLE();
}

QIcon blobIcon(BlobState state)
{
    switch (state) {
    case BlobState::Running:
        return icon(u"download"_s, Tint::Accent);
    case BlobState::Retrying:
        return icon(u"retry"_s, Tint::Warning);
    case BlobState::Failed:
        return icon(u"error"_s, Tint::Bad);
    case BlobState::Present:
    case BlobState::Done:
        return icon(u"verified"_s, Tint::Good);
    case BlobState::Waiting:
        break;
    }
    return icon(u"waiting"_s, Tint::Muted);
}

/// The view's own palette: that of a selected row has another highlight colour.
QPalette colorsOf(const QStyleOptionViewItem &item)
{
    return item.widget ? item.widget->palette() : item.palette;
}

Tint transferTint(TransferState state)
{
    return state == TransferState::Failed ? Tint::Bad
        : state == TransferState::Done    ? Tint::Good
        : state == TransferState::Running ? Tint::Accent
                                          : Tint::Muted;
}

Tint blobTint(BlobState state)
{
    return state == BlobState::Failed  ? Tint::Bad
        : state == BlobState::Retrying ? Tint::Warning
        : state == BlobState::Running  ? Tint::Accent
        : state == BlobState::Waiting  ? Tint::Muted
                                       : Tint::Good;
}

} // namespace

QIcon transferIcon(TransferKind kind, TransferState state)
{
    switch (state) {
    case TransferState::Running:
        return icon(kindIcon(kind), Tint::Accent);
    case TransferState::Failed:
        return icon(u"error"_s, Tint::Bad);
    case TransferState::Done:
        return icon(u"verified"_s, Tint::Good);
    case TransferState::Cancelled:
        return icon(u"cancel"_s, Tint::Muted);
    case TransferState::Paused:
        return icon(u"pause"_s, Tint::Muted);
    case TransferState::Waiting:
    case TransferState::Stopping:
        break;
    }
    return icon(u"waiting"_s, Tint::Muted);
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
    paintRowBackground(painter, item);
    painter->save();
    if (index.data(TransferModel::IsBlobRole).toBool())
        paintBlob(painter, item, index);
    else
        paintTransfer(painter, item, index);
    painter->restore();
}

void TransferDelegate::paintTransfer(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const
{
    const auto kind = TransferKind(index.data(TransferModel::KindRole).toInt());
    const auto state = TransferState(index.data(TransferModel::StateRole).toInt());
    const RowColors colors = rowColors(item);
    const auto mirrored = [&item](const QRect &area) { return QStyle::visualRect(item.direction, item.rect, area); };
    QRect area = item.rect.adjusted(kTransferPadding, kTransferPadding, -kTransferPadding - m_buttonWidth, -kTransferPadding);
    const int height = QFontMetrics(item.font).height();
    const QRect mark(area.left(), area.top() + (height - kTransferIcon) / 2, kTransferIcon, kTransferIcon);
    transferIcon(kind, state).paint(painter, mirrored(mark));
    area.setLeft(mark.right() + 1 + kTransferGap);

    painter->setFont(item.font);
    painter->setPen(colors.text);
    QRect line(area.left(), area.top(), area.width(), height);
    const QString note = index.data(TransferModel::NoteRole).toString();
    const int noteWidth = note.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(note) + 3 * kTransferGap;
    QRect name = line.adjusted(0, 0, -noteWidth, 0);
    name.setWidth(std::min(name.width(), painter->fontMetrics().horizontalAdvance(item.text) + 1));
    paintLine(painter, item, mirrored(name), item.text, Qt::AlignLeft, Qt::ElideMiddle);
    painter->setPen(colors.muted);
    paintLine(painter, item, mirrored(QRect(name.right() + 2 * kTransferGap, line.top(), noteWidth, height)), note);

    const Tint tint = transferTint(state);
    const QRect bar(area.left(), line.bottom() + 1 + kTransferGap, area.width(), kTransferBar);
    const QColor fill = state == TransferState::Done ? blend(tintColor(tint, colorsOf(item)), colors.under, 0.35)
                                                     : tintColor(tint, colorsOf(item));
    paintBar(painter, mirrored(bar), index.data(TransferModel::PermilleRole).toInt() / 1000.0, fill,
             blend(colors.text, colors.under, 0.86), item.direction);

    painter->setFont(smallerFont(item.font));
    painter->setPen(state == TransferState::Failed ? tintColor(Tint::Bad, colorsOf(item)) : colors.muted);
    const QRect lower(area.left(), bar.bottom() + 1 + kTransferGap, area.width(), area.bottom() - bar.bottom() - kTransferGap);
    // The direction marks may come from a taller font. The clip cuts off lines that do not fit.
    painter->setClipRect(mirrored(lower).adjusted(0, 0, 0, item.direction == Qt::RightToLeft ? kTransferPadding / 2 : 0));
    painter->drawText(mirrored(lower),
                      int(QStyle::visualAlignment(item.direction, Qt::AlignLeft | Qt::AlignTop)) | Qt::TextWordWrap
                          | Qt::TextDontClip,
                      isolated(index.data(TransferModel::StatusRole).toString(), item.direction));
}

void TransferDelegate::paintBlob(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const
{
    const auto state = BlobState(index.data(TransferModel::StateRole).toInt());
    const RowColors colors = rowColors(item);
    const auto mirrored = [&item](const QRect &area) { return QStyle::visualRect(item.direction, item.rect, area); };
    QRect area = item.rect.adjusted(kTransferPadding, 0, -kTransferPadding, 0);
    const QRect mark(area.left(), area.top() + (area.height() - kTransferIcon) / 2, kTransferIcon, kTransferIcon);
    blobIcon(state).paint(painter, mirrored(mark.adjusted(1, 1, -1, -1)));
    area.setLeft(mark.right() + 1 + kTransferGap);

    QFont digits = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    digits.setPointSizeF(smallerFont(item.font).pointSizeF());
    painter->setFont(digits);
    painter->setPen(colors.text);
    QRect name = area;
    name.setWidth(painter->fontMetrics().horizontalAdvance(item.text) + 1);
    paintLine(painter, item, mirrored(name), item.text);
    area.setLeft(name.right() + 3 * kTransferGap);

    // Aligned with the bars of the other blobs.
    QRect bar = area;
    bar.setWidth(area.width() * 2 / 5);
    bar.setTop(area.center().y() - kTransferBar / 2);
    bar.setHeight(kTransferBar);
    paintBar(painter, mirrored(bar), index.data(TransferModel::PermilleRole).toInt() / 1000.0,
             tintColor(blobTint(state), colorsOf(item)), blend(colors.text, colors.under, 0.86), item.direction);

    area.setLeft(bar.right() + 2 * kTransferGap);
    painter->setFont(smallerFont(item.font));
    const bool isProblem = !index.data(TransferModel::ProblemRole).toString().isEmpty();
    painter->setPen(isProblem ? tintColor(blobTint(state), colorsOf(item)) : colors.muted);
    paintLine(painter, item, mirrored(area), index.data(TransferModel::StatusRole).toString());
}

} // namespace stratoscope::ui
