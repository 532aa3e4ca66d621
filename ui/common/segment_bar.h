// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QAbstractButton;
class QButtonGroup;

namespace stratoscope::ui {

/// A row of segments of which exactly one is selected: a switch between views of the same thing.
class SegmentBar : public QWidget
{
    Q_OBJECT

public:
    explicit SegmentBar(QWidget *parent = nullptr);

    QAbstractButton *addSegment(int id, const QString &text, const QString &toolTip = {});
    QAbstractButton *segment(int id) const;
    int current() const;
    /// Does not emit selected().
    void setCurrent(int id);

Q_SIGNALS:
    /// The user has clicked a segment.
    void selected(int id);

private:
    QButtonGroup *m_group;
};

} // namespace stratoscope::ui
