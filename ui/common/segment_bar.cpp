// SPDX-License-Identifier: Apache-2.0
#include "ui/common/segment_bar.h"

#include "ui/common/segment.h"

#include <QButtonGroup>
#include <QHBoxLayout>

namespace stratoscope::ui {

SegmentBar::SegmentBar(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentBar::selected);
}

QAbstractButton *SegmentBar::addSegment(int id, const QString &text, const QString &toolTip)
{
    auto *const segment = new Segment(text, this);
    segment->setToolTip(toolTip);
    m_group->addButton(segment, id);
    layout()->addWidget(segment);
    if (m_group->buttons().size() == 1)
        segment->setChecked(true);
    return segment;
}

QAbstractButton *SegmentBar::segment(int id) const
{
    return m_group->button(id);
}

int SegmentBar::current() const
{
    return m_group->checkedId();
}

void SegmentBar::setCurrent(int id)
{
    m_group->button(id)->setChecked(true);
}

} // namespace stratoscope::ui
