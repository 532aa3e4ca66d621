// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/diff/attribute_changes.h"

#include <QWidget>

class QLabel;

namespace stratoscope::ui {

/// How the attributes of two entries differ, as pills that are as wide as their texts; in several rows where there is no room.
/// Hidden if there is nothing to show.
class PillBar : public QWidget
{
    Q_OBJECT

public:
    explicit PillBar(QWidget *parent = nullptr);

    void show(const QList<AttributeChange> &changes);
    using QWidget::show;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(width, false); }
    QSize sizeHint() const override { return {0, heightForWidth(width())}; }
    QSize minimumSizeHint() const override { return {0, 0}; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// The height that they need.
    int arrange(int width, bool moves) const;

    QList<QLabel *> m_pills;
};

} // namespace stratoscope::ui
