// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/transfers/transfer.h"

#include <QStyledItemDelegate>

namespace stratoscope::ui {

class RowPainter;

QIcon transferIcon(TransferKind kind, TransferState state);

/// Paints the rows of a TransferModel: a transfer with its progress bar and status, which wraps over several lines; a blob in one
/// line.
class TransferDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `buttonWidth`: space left free at the end of a transfer's row.
    TransferDelegate(int buttonWidth, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_buttonWidth(buttonWidth)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTransfer(const RowPainter &row, const QModelIndex &index) const;
    void paintBlob(const RowPainter &row, const QModelIndex &index) const;
    int statusHeight(const QFont &font, const QString &text, int width) const;

    const int m_buttonWidth;
};

} // namespace stratoscope::ui
