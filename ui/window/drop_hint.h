// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace stratoscope::ui {

/// Covers the window while something that can be opened is dragged over it, or compared with the image that is shown: an area for
/// each.
class DropHint : public QWidget
{
    Q_OBJECT

public:
    enum Zone { Open, Compare };

    explicit DropHint(QWidget *parent);

    /// `open`: whether it can be opened. `compared`: the image that it can be compared with; empty: none.
    void showFor(bool open, const QString &compared);
    /// The pointer is here, in coordinates of the parent.
    void setPointer(const QPoint &point);
    /// Where it would be dropped.
    Zone zone() const { return m_zone; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect area(Zone zone) const;

    bool m_opens = false;
    QString m_compared;
    Zone m_zone = Open;
};

} // namespace stratoscope::ui
