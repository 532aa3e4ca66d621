// SPDX-License-Identifier: Apache-2.0
#include "ui/size/saving_delegate.h"

#include "ui/common/format.h"
#include "ui/common/row_painter.h"
#include "ui/size/map/map_colours.h"
#include "ui/size/saving_model.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kSavingPadding = 6;
constexpr int kSavingGap = 6;
constexpr int kSavingCheck = 18;
constexpr int kSavingMark = 4; ///< width of the mark in the colour of the class

QFont boldFont(QFont font)
{
    font.setBold(true);
    return font;
}

/// With options that are not broken at their hyphens.
QString adviceOf(const QModelIndex &index)
{
    QString text = index.data(SavingModel::AdviceRole).toString();
    text.replace(u" --"_s, u"\u00a0--"_s);
    return text.replace(u'-', u"\u2060-\u2060"_s);
}

/// Where the parts of a row are, as if from left to right.
struct SavingPlaces {
    QRect check;
    QRect sentence;
    QRect number;
    QRect advice;
    int height = 0;

    SavingPlaces(const QStyleOptionViewItem &item, const QModelIndex &index, const QRect &row)
    {
        const QFontMetrics metrics(item.font);
        const QFontMetrics smaller(smallerFont(item.font));
        const int left = row.left() + kSavingMark + kSavingPadding;
        check = QRect(left, row.top() + kSavingPadding, kSavingCheck, metrics.height());
        const int numberWidth
            = QFontMetrics(boldFont(item.font)).horizontalAdvance(sizeText(index.data(SavingModel::BytesRole).toULongLong())) + 2;
        number = QRect(row.right() + 1 - kSavingPadding - numberWidth, row.top() + kSavingPadding, numberWidth, metrics.height());
        const int textLeft = check.right() + 1 + kSavingGap;
        const int width = std::max(40, number.left() - kSavingGap - textLeft);
        const auto wrapped = [](const QFontMetrics &in, int width, const QString &text) {
            return in.boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, text).height();
        };
        sentence = QRect(textLeft, check.top(), width, wrapped(metrics, width, index.data().toString()));
        const int wide = std::max(40, row.right() + 1 - kSavingPadding - textLeft);
        advice = QRect(textLeft, sentence.bottom() + 3, wide, wrapped(smaller, wide, adviceOf(index)));
        height = advice.bottom() + 1 + kSavingPadding - row.top();
    }
};

} // namespace

QSize SavingDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *const view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    return {100, SavingPlaces(option, index, QRect(0, 0, width, 1)).height};
}

QRect SavingDelegate::checkArea(const QStyleOptionViewItem &option)
{
    const QRect left(option.rect.left(), option.rect.top(), kSavingMark + kSavingCheck + 2 * kSavingPadding, option.rect.height());
    return QStyle::visualRect(option.direction, option.rect, left);
}

void SavingDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.features &= ~QStyleOptionViewItem::HasCheckIndicator; // it is drawn below
    const RowPainter row(painter, item);
    row.paintBackground();
    const SavingPlaces places(item, index, item.rect);
    const auto number = SizeClasses::Class(index.data(SavingModel::ClassRole).toInt());
    painter->fillRect(row.mirrored({item.rect.left(), item.rect.top() + 2, kSavingMark, item.rect.height() - 4}),
                      mapColor(SizeColouring::Waste, number, item.palette));

    QStyleOptionViewItem check = item;
    check.rect = row.mirrored(RowPainter::centred(places.check, places.check.left(), 14));
    check.state &= ~QStyle::State_HasFocus;
    check.state |= index.data(Qt::CheckStateRole).toInt() == Qt::Checked ? QStyle::State_On : QStyle::State_Off;
    const QStyle *const style = item.widget->style();
    style->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &check, painter, item.widget);

    const int leading = int(QStyle::visualAlignment(item.direction, Qt::AlignLeft)) | Qt::AlignTop | Qt::TextWordWrap;
    painter->setPen(row.text);
    painter->drawText(row.mirrored(places.sentence), leading, isolated(index.data().toString(), item.direction));
    painter->setFont(boldFont(item.font));
    row.paintText(places.number, sizeText(index.data(SavingModel::BytesRole).toULongLong()), row.text, Qt::AlignRight,
                  Qt::ElideNone);
    painter->setFont(smallerFont(item.font));
    painter->setPen(row.muted);
    painter->drawText(row.mirrored(places.advice), leading, isolated(adviceOf(index), item.direction));
}

bool SavingDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    const auto toggle = [&] {
        const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, isTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    };
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        return (key == Qt::Key_Space || key == Qt::Key_Select) && toggle();
    }
    if (event->type() == QEvent::MouseButtonDblClick || event->type() == QEvent::MouseButtonPress
        || event->type() == QEvent::MouseButtonRelease) {
        const auto *const mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() != Qt::LeftButton || !checkArea(option).contains(mouse->position().toPoint()))
            return false;
        return event->type() != QEvent::MouseButtonRelease || toggle();
    }
    return false;
}

} // namespace stratoscope::ui
