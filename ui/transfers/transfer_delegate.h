// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace stratoscope::ui {

/// Paints the rows of a TransferModel: a transfer with its bar and what there is to say of it, in as many lines as that takes; a
/// blob in one line.
class TransferDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `buttons`: how much room is kept at a transfer's end for them.
    TransferDelegate(int buttons, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_buttons(buttons)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTransfer(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const;
    void paintBlob(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const;
    int statusHeight(const QFont &font, const QString &text, int width) const;

    const int m_buttons;
};

} // namespace stratoscope::ui
