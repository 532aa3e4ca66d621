// SPDX-License-Identifier: Apache-2.0
//
// What an ImageView is made of, and where it stands: built, kept and restored.
#include "ui/common/icons.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/segment.h"
#include "ui/details/details_view.h"
#include "ui/details/inspector_view.h"
#include "ui/image/image_view.h"
#include "ui/preview/preview_pane.h"
#include "ui/settings/settings.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/filter_help.h"
#include "ui/tree/tree_view.h"

#include <QButtonGroup>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <QWhatsThis>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr int kLayoutDelayMs = 1000;

} // namespace

void ImageView::buildUi()
{
    m_note = new MessageBar(this);
    m_problem = new MessageBar(this);
    m_layers = new LayerPane(this);
    m_tree = new TreeView(this);
    m_actions = new EntryActions(m_session, m_tree);
    m_preview = new PreviewPane(m_session, this);
    m_details = new DetailsView(this);

    m_below = new QSplitter(Qt::Horizontal);
    m_below->setObjectName(u"below"_s);
    m_below->addWidget(m_preview);
    m_below->addWidget(m_details);
    m_below->setStretchFactor(0, 3);
    m_below->setStretchFactor(1, 2);
    m_rows = new QSplitter(Qt::Vertical);
    m_rows->setObjectName(u"rows"_s);
    m_rows->addWidget(buildTreeArea());
    m_rows->addWidget(m_below);
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setObjectName(u"columns"_s);
    m_layerArea = buildLayerArea();
    m_columns->addWidget(m_layerArea);
    m_pages = new QStackedWidget;
    m_inspector = new InspectorView(m_session);
    m_pages->addWidget(m_rows);
    m_pages->addWidget(m_inspector);
    m_columns->addWidget(m_pages);
    m_columns->setSizes({270, 910});
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 4);
    for (QSplitter *const splitter : {m_columns, m_rows, m_below})
        splitter->setChildrenCollapsible(false);

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_note);
    column->addWidget(m_problem);
    column->addWidget(m_columns, 1);
}

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

QWidget *ImageView::buildTreeArea()
{
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter: a name, a path, *.so, size:>10M, type:symlink, mode:suid …"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s, Tint::Muted), QLineEdit::LeadingPosition);
    m_filter->setAccessibleName(tr("Filter"));
    QAction *const help = m_filter->addAction(icon(u"info"_s, Tint::Muted), QLineEdit::TrailingPosition);
    help->setToolTip(tr("What can be looked for"));
    connect(help, &QAction::triggered, this, [this] {
        QWhatsThis::showText(m_filter->mapToGlobal(QPoint(0, m_filter->height())), filterHelp(layoutDirection()), m_filter);
    });
    m_filter->setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    m_filter->installEventFilter(this);
    m_count = makeMutedLabel(this);

    auto *const area = new QWidget;
    auto *const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 6, 6, 6);
    bar->setSpacing(8);
    bar->addWidget(m_layers->scopeSwitch());
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_count);
    auto *const column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_tree, 1);
    return area;
}

void ImageView::restoreLayout()
{
    for (QSplitter *const splitter : {m_columns, m_rows, m_below})
        splitter->restoreState(settings::layout(splitter->objectName()));
    // The order of rows is not kept from one image to the next, only the columns' widths and places.
    const QSignalBlocker blocker(m_tree->header());
    m_tree->header()->restoreState(settings::layout(u"header"_s));
    applySettings();
    m_tree->header()->setSortIndicator(int(m_sort.column), m_sort.order);
}

/// What the user moves is kept soon after, not only when the window is closed.
void ImageView::keepLayout()
{
    m_layoutDelay.setSingleShot(true);
    m_layoutDelay.setInterval(kLayoutDelayMs);
    connect(&m_layoutDelay, &QTimer::timeout, this, &ImageView::saveLayout);
    const auto later = [this] { m_layoutDelay.start(); };
    for (const QSplitter *const splitter : {m_columns, m_rows, m_below})
        connect(splitter, &QSplitter::splitterMoved, this, later);
    connect(m_tree->header(), &QHeaderView::sectionMoved, this, later);
    connect(m_tree->header(), &QHeaderView::sectionResized, this, later); // hidden and shown ones, too
}

void ImageView::saveLayout() const
{
    for (const QSplitter *const splitter : {m_columns, m_rows, m_below})
        settings::setLayout(splitter->objectName(), splitter->saveState());
    settings::setLayout(u"header"_s, m_tree->header()->saveState());
    QList<int> hidden;
    for (int column = 0; column < m_tree->header()->count(); ++column) {
        if (m_tree->isColumnHidden(column))
            hidden += column;
    }
    settings::setHiddenColumns(hidden);
}

void ImageView::applySettings()
{
    const QList<int> hidden = settings::hiddenColumns();
    for (int column = 1; column < m_tree->header()->count(); ++column)
        m_tree->setColumnHidden(column, hidden.contains(column));
    m_preview->applySettings();
    m_layerArea->setVisible(settings::isPaneShown(u"layers"_s));
    m_preview->setVisible(settings::isPaneShown(u"preview"_s));
    m_details->setVisible(settings::isPaneShown(u"details"_s));
    m_below->setVisible(settings::isPaneShown(u"preview"_s) || settings::isPaneShown(u"details"_s));
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
