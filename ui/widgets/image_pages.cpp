// SPDX-License-Identifier: Apache-2.0
//
// The pages of an ImageView: its files, and what the image is.
#include "ui/widgets/image_view.h"
#include "ui/widgets/inspector_view.h"
#include "ui/widgets/segment.h"
#include "ui/widgets/tree_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTextBrowser>

namespace stratoscope::ui {

/// Beside the files and on the page about the image: the same switch.
QWidget *ImageView::makePageSwitch()
{
    auto *const widget = new QWidget;
    auto *const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto *const group = new QButtonGroup(widget);
    const auto add = [&](Page page, const QString &text, const QString &toolTip) {
        auto *const segment = new Segment(text, widget);
        segment->setToolTip(toolTip);
        segment->setChecked(page == Files);
        group->addButton(segment, page);
        row->addWidget(segment);
    };
    add(Files, tr("Files"), tr("What is in the image"));
    add(About, tr("Image"), tr("What the image is and how it is run (Ctrl+I)"));
    connect(group, &QButtonGroup::idClicked, this, [this](int page) { showPage(Page(page)); });
    m_pageSwitches.append(group);
    return widget;
}

ImageView::Page ImageView::page() const
{
    return Page(m_pages->currentIndex());
}

void ImageView::showPage(Page page)
{
    if (page == this->page())
        return;
    m_pages->setCurrentIndex(page);
    for (const QButtonGroup *const group : m_pageSwitches)
        group->button(page)->setChecked(true);
    // The keyboard goes along.
    if (page == Files)
        m_tree->setFocus();
    else
        m_inspector->overview()->setFocus();
}

} // namespace stratoscope::ui
