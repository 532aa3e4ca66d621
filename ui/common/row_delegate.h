// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/row_painter.h"

#include <QStyledItemDelegate>

namespace stratoscope::ui {

/// Paints rows of plain text as high as the rows of the file tree.
class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(8, 8);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->text = isolated(option->text, option->direction);
    }
};

} // namespace stratoscope::ui
