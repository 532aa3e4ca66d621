// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QWidget>

namespace stratoscope::ui {

/// A row of segments, numbered from 0, of which exactly one is checked: a switch between views of the same thing.
class SegmentBar : public QWidget
{
    Q_OBJECT

public:
    struct Segment {
        QString text;
        QString toolTip{};
    };

    /// The first segment is checked.
    SegmentBar(const QList<Segment> &segments, QWidget *parent);

    QAbstractButton *segment(int number) const { return m_group.button(number); }
    int current() const { return m_group.checkedId(); }
    /// Does not emit selected().
    void setCurrent(int number) { segment(number)->setChecked(true); }

Q_SIGNALS:
    /// The user has clicked a segment.
    void selected(int number);

private:
    QButtonGroup m_group;
};

} // namespace stratoscope::ui
