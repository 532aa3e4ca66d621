// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QIcon>
#include <QStyledItemDelegate>

namespace stratoscope::ui {

/// Paints the entries of a TreeModel with icons, marks for changes and for matches of the filter.
class TreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TreeDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    static QRect nameArea(const QStyleOptionViewItem &item, const QModelIndex &index);
    static void paintNote(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index);
    static void paintStrike(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index);
    void paintMatch(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const;
    QIcon iconOf(const QModelIndex &index) const;

    mutable QHash<QString, QIcon> m_icons;
    QFont m_fixedFont;
};

} // namespace stratoscope::ui
