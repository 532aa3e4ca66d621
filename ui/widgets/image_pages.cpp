// SPDX-License-Identifier: Apache-2.0
//
// The pages of an ImageView: its files, and what the image is.
#include "ui/widgets/image_view.h"
#include "ui/widgets/inspector_view.h"
#include "ui/widgets/layer_pane.h"
#include "ui/widgets/segment.h"
#include "ui/widgets/tree_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace stratoscope::ui {

/// The layers and, above them, the switch of what stands beside them.
QWidget *ImageView::buildLayerArea()
{
    auto *const area = new QWidget;
    auto *const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 6, 6, 6);
    bar->setSpacing(0);
    auto *const widget = new QWidget(area);
    auto *const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_pageSwitch = new QButtonGroup(this);
    const auto add = [&](Page page, const QString &text, const QString &toolTip) {
        auto *const segment = new Segment(text, widget);
        segment->setToolTip(toolTip);
        segment->setChecked(page == Files);
        m_pageSwitch->addButton(segment, page);
        row->addWidget(segment);
    };
    add(Files, tr("Files"), tr("What is in the image"));
    add(About, tr("Image"), tr("What the image is and how it is run (Ctrl+I)"));
    connect(m_pageSwitch, &QButtonGroup::idClicked, this, [this](int page) { showPage(Page(page)); });

    bar->addWidget(widget);
    bar->addStretch(1);
    auto *const column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_layers, 1);
    return area;
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
    m_pageSwitch->button(page)->setChecked(true);
    // The keyboard goes along.
    if (page == Files)
        m_tree->setFocus();
    else
        m_inspector->overview()->setFocus();
}

} // namespace stratoscope::ui
