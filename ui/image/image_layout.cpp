// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_layout.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/details/details_view.h"
#include "ui/diff/content_pane.h"
#include "ui/image/ignore_button.h"
#include "ui/layers/layer_pane.h"
#include "ui/settings/settings.h"
#include "ui/tree/image_page.h"
#include "ui/tree/tree_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QResizeEvent>
#include <QStackedWidget>

namespace stratoscope::ui {

namespace {

constexpr int kSaveDelayMs = 1000;
constexpr int kDetailLetters = 36; ///< for a label and a value beside it
constexpr int kFilterWidth = 200; ///< of the filter field, at least
constexpr int kCountLetters = 16;
constexpr int kMarginsWidth = 28; ///< around and between the switch, the filter and the number of matches

} // namespace

ImageLayout::ImageLayout(const Parts &parts, QWidget *parent)
    : PaneSplitter(Qt::Horizontal, parent)
    , m_parts(parts)
    , m_pages(new QStackedWidget)
    , m_pageSwitch(buildPageSwitch())
    , m_rows(new PaneSplitter(Qt::Vertical))
    , m_bottom(new PaneSplitter(Qt::Horizontal))
{
    parts.filter->setMinimumWidth(kFilterWidth);
    parts.details->setMinimumWidth(kDetailLetters * fontMetrics().averageCharWidth());
    m_bottom->addWidget(parts.preview);
    m_bottom->addWidget(parts.details);
    m_bottom->setWanted({540, 360});
    m_rows->addWidget(buildTreeArea());
    m_rows->addWidget(m_bottom);
    m_rows->setWanted({360, 240});
    m_pages->addWidget(m_rows);
    for (ImagePage *const page : parts.pages)
        m_pages->addWidget(page);
    addWidget(parts.layers);
    addWidget(m_pages);
    setWanted({214, 690}, 1);
    restoreAll();
    saveLater();
}

SegmentBar *ImageLayout::buildPageSwitch()
{
    QList<SegmentBar::Segment> segments{{tr("Files"), tr("The files in the image")}};
    m_segments = {nullptr};
    for (ImagePage *const page : m_parts.pages) {
        if (page->segment().text.isEmpty())
            continue;
        segments += page->segment();
        m_segments += page;
    }
    auto *const bar = new SegmentBar(segments, parentWidget());
    connect(bar, &SegmentBar::selected, this, [this](int segment) { showPage(m_segments[segment]); });
    return bar;
}

QWidget *ImageLayout::buildTreeArea()
{
    auto *const area = new QWidget;
    auto *const filter = makeRow(nullptr, {{m_parts.filter, 1}, m_parts.ignore, m_parts.count}, {.between = 8});
    m_treeBar = makeRow(
        nullptr,
        {{m_parts.layers->scopeSwitch(), 0, Qt::AlignLeft}, {m_parts.layers->comparedSwitch(), 0, Qt::AlignLeft}, {filter, 1}},
        {.around = {6, 6, 6, 6}, .between = 8});
    makeColumn(area, {m_treeBar, m_parts.filterProblem, {m_parts.tree, 1}});
    m_parts.ignore->hide();
    area->installEventFilter(this);
    return area;
}

/// The filter goes below the switch if there is only space for it there.
bool ImageLayout::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fitTreeBar(static_cast<QResizeEvent *>(event)->size().width());
    return PaneSplitter::eventFilter(watched, event);
}

void ImageLayout::fitTreeBar(int width)
{
    const auto widthOf = [](const QWidget *widget) { return widget->isHidden() ? 0 : widget->sizeHint().width(); };
    // The number of matches has room beside the filter before there are any, so that typing moves nothing.
    const int needed = widthOf(m_parts.layers->scopeSwitch()) + widthOf(m_parts.layers->comparedSwitch()) + kFilterWidth
        + widthOf(m_parts.ignore) + kMarginsWidth + kCountLetters * fontMetrics().averageCharWidth();
    m_treeBar->setDirection(width < needed ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ImageLayout::showIgnoreButton(bool isShown)
{
    if (m_parts.ignore->isHidden() != isShown)
        return;
    m_parts.ignore->setVisible(isShown);
    fitTreeBar(m_rows->widget(0)->width());
}

void ImageLayout::restoreAll()
{
    restore(settings::imageColumns());
    m_rows->restore(settings::imageRows());
    m_bottom->restore(settings::imageBottom());
    // The widths and order of the columns are restored, the order of the rows is not.
    QHeaderView &header = *m_parts.tree->header();
    const int sortColumn = header.sortIndicatorSection();
    const Qt::SortOrder sortOrder = header.sortIndicatorOrder();
    {
        const QSignalBlocker blocker(&header);
        header.restoreState(settings::treeHeader());
        header.setSortIndicator(sortColumn, sortOrder);
    }
    hideColumns();
    showPanes();
    m_parts.preview->applySettings();
    connect(&settings::hiddenColumns, &SettingSignal::changed, this, &ImageLayout::hideColumns);
    connect(&settings::previewFontSize, &SettingSignal::changed, m_parts.preview, &ContentPane::applySettings);
    for (const Setting<bool> *const shows : {&settings::showsLayers, &settings::showsPreview, &settings::showsDetails})
        connect(shows, &SettingSignal::changed, this, &ImageLayout::showPanes);
}

void ImageLayout::saveLater()
{
    m_saveDelay.setSingleShot(true);
    m_saveDelay.setInterval(kSaveDelayMs);
    connect(&m_saveDelay, &QTimer::timeout, this, &ImageLayout::save);
    const auto scheduleSave = [this] { m_saveDelay.start(); };
    for (const QSplitter *const splitter : std::initializer_list<const QSplitter *>{this, m_rows, m_bottom})
        connect(splitter, &QSplitter::splitterMoved, &m_saveDelay, scheduleSave);
    connect(m_parts.tree->header(), &QHeaderView::sectionMoved, &m_saveDelay, scheduleSave);
    connect(m_parts.tree->header(), &QHeaderView::sectionResized, &m_saveDelay, scheduleSave); // also when hidden or shown
}

void ImageLayout::save() const
{
    settings::imageColumns.set(state());
    settings::imageRows.set(m_rows->state());
    settings::imageBottom.set(m_bottom->state());
    const QHeaderView &header = *m_parts.tree->header();
    settings::treeHeader.set(header.saveState());
    QStringList hidden;
    for (int column = 0; column < header.count(); ++column) {
        if (!m_parts.tree->isColumnWanted(column))
            hidden += QString::number(column);
    }
    settings::hiddenColumns.set(hidden);
}

void ImageLayout::hideColumns()
{
    const QStringList hidden = settings::hiddenColumns();
    for (int column = 1; column < m_parts.tree->header()->count(); ++column)
        m_parts.tree->setColumnWanted(column, !hidden.contains(QString::number(column)));
}

void ImageLayout::showPanes()
{
    m_parts.layers->setVisible(settings::showsLayers());
    m_parts.preview->setVisible(settings::showsPreview());
    m_parts.details->setVisible(settings::showsDetails());
    m_bottom->setVisible(settings::showsPreview() || settings::showsDetails());
}

ImagePage *ImageLayout::page() const
{
    return m_parts.pages.value(m_pages->currentIndex() - 1, nullptr);
}

void ImageLayout::showPage(ImagePage *page)
{
    if (page == this->page())
        return;
    m_pages->setCurrentIndex(int(m_parts.pages.indexOf(page)) + 1); // the files if it is null
    if (const qsizetype segment = m_segments.indexOf(page); segment >= 0)
        m_pageSwitch->setCurrent(int(segment));
    // The keyboard focus moves along.
    if (page)
        page->setFocus();
    else
        m_parts.tree->setFocus();
}

} // namespace stratoscope::ui
