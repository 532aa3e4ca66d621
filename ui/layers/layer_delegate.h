// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

#include <QStyledItemDelegate>

namespace stratoscope::ui {

/// Paints the rows of a LayerModel: a layer's index and command, a bar for its share of the size, its size and changes, and an icon
/// for its verification state. A step without a layer takes one small line.
class LayerDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintStep(QPainter *painter, QStyleOptionViewItem item) const;
    void paintLayer(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index, int layer) const;
    void paintFigures(QPainter *painter, QStyleOptionViewItem item, const QModelIndex &index, QRect line, Verification state) const;
};

} // namespace stratoscope::ui
