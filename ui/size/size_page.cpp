// SPDX-License-Identifier: Apache-2.0
#include "ui/size/size_page.h"

#include "ui/common/elided_label.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/common/row_painter.h"
#include "ui/size/map/map_legend.h"
#include "ui/size/path_bar.h"
#include "ui/size/size_panel.h"
#include "ui/style/icons.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

SizePage::SizePage(Session &session, QWidget *parent)
    : ImagePage(u"size"_s, {tr("Size"), tr("Where the bytes went, and what can be saved")}, parent)
    , m_session(session)
    , m_map(new SizeMapView(session, this))
    , m_path(new PathBar(this))
    , m_description(new ElidedLabel(Qt::ElideMiddle, this))
    , m_legend(new MapLegend(this))
    , m_panel(new SizePanel(this))
    , m_columns(new PaneSplitter(Qt::Horizontal, this))
{
    m_columns->addWidget(buildMapArea());
    m_columns->addWidget(m_panel);
    m_columns->setWanted({600, 300}, 0);
    m_columns->restore(settings::sizeColumns());
    connect(m_columns, &QSplitter::splitterMoved, this, [this] { settings::sizeColumns.set(m_columns->state()); });
    makeColumn(this, {{m_columns, 1}});
    setFocusProxy(m_map);
    connectMap();
}

SizePage::~SizePage() = default;

QWidget *SizePage::buildMapArea()
{
    auto *const area = new QWidget;
    auto *const shapes = new SegmentBar({{tr("Treemap"), tr("Each file is an area of its size")},
                                         {tr("Sunburst"), tr("Folders are rings around the one in the middle")}},
                                        area);
    shapes->setCurrent(std::clamp(settings::sizeShape(), 0, 1));
    m_map->setShape(SizeMapRequest::Shape(shapes->current()));
    connect(shapes, &SegmentBar::selected, this, [this](int shape) {
        settings::sizeShape.set(shape);
        m_map->setShape(SizeMapRequest::Shape(shape));
    });
    QComboBox *const scope = makeChoice({tr("All layers"), tr("Final image")}, tr("Files to show"), settings::sizeScope);
    scope->setItemData(0, tr("Also files that a later layer replaces or removes, which still take space"), Qt::ToolTipRole);
    scope->setItemData(1, tr("Only files that are in the final image"), Qt::ToolTipRole);
    QComboBox *const colouring = makeChoice({tr("By layer"), tr("By kind of file"), tr("By waste")}, tr("Meaning of the colours"),
                                            settings::sizeColouring);
    auto *const bar = makeRow(nullptr, {shapes, space(2), scope, colouring, stretch()}, {.around = {6, 6, 6, 0}, .between = 6});
    auto *const path = makeRow(nullptr, {{m_path, 1}}, {.around = {6, 2, 6, 2}});
    m_description->setObjectName(u"description"_s);
    auto *const below = makeColumn(nullptr, {m_description, m_legend}, {.around = {8, 5, 8, 6}, .between = 4});
    makeColumn(area, {bar, path, {m_map, 1}, below});
    return area;
}

QComboBox *SizePage::makeChoice(const QStringList &texts, const QString &name, Setting<int> &setting)
{
    auto *const box = new QComboBox;
    box->addItems(texts);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumWidth(50);
    box->setCurrentIndex(std::clamp(setting(), 0, int(texts.size()) - 1));
    connect(box, &QComboBox::activated, this, [this, &setting](int index) {
        setting.set(index);
        readIfVisible();
    });
    return box;
}

void SizePage::connectMap()
{
    connect(m_map, &SizeMapView::zoomed, this, &SizePage::showPath);
    connect(m_map, &SizeMapView::describedChanged, this, &SizePage::showDescription);
    connect(m_map, &SizeMapView::currentChanged, this, &SizePage::selectInTree);
    connect(m_map, &QWidget::customContextMenuRequested, this, &SizePage::showMenu);
    connect(m_path, &PathBar::chosen, this, [this](int level) {
        SizeItem item = m_map->root();
        for (int above = m_path->count() - 1; above > level; --above)
            item = m_sizes.tree->parent(item);
        m_map->zoomTo(item);
        m_map->setFocus();
    });
    connect(m_legend, &MapLegend::hovered, this, [this](std::optional<SizeClasses::Class> number) {
        m_hoveredClass = number;
        light();
    });
    connect(m_panel, &SizePanel::savingSelected, this, &SizePage::light);
    connect(m_panel, &SizePanel::fileSelected, this, &SizePage::showFile);
    connect(m_panel, &SizePanel::fileActivated, this, &SizePage::requestFile);
}

void SizePage::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    // Meanwhile more contents may be known.
    if (!m_analysis || m_analysis->image != m_image || !m_analysis->knowsContents)
        m_isAnalyzed = false;
    readIfVisible();
}

void SizePage::showEvent(QShowEvent *event)
{
    ImagePage::showEvent(event);
    if (m_isStale)
        read();
}

void SizePage::readIfVisible()
{
    m_isStale = true;
    if (isVisible())
        read();
}

/// The map first; what is wasted is marked in it later.
void SizePage::read()
{
    m_isStale = false;
    const auto scope = settings::sizeScope() == 1 ? SizeTree::Scope::FinalTree : SizeTree::Scope::AllLayers;
    const auto colouring = SizeColouring(std::clamp(settings::sizeColouring(), 0, 2));
    const auto work = [image = m_image, analysis = m_analysis, known = m_sizes, scope,
                       colouring](const std::stop_token &stop) -> Result<Sizes> {
        Sizes sizes;
        if (known.tree && known.tree->tree() == image->tree && known.tree->scope() == scope)
            sizes = known;
        else
            sizes.tree = SizeTree::make(image->tree, scope, stop);
        const bool isAnalyzed = analysis && analysis->image->tree == image->tree;
        const bool knewWaste = sizes.waste != nullptr;
        if (isAnalyzed && !sizes.waste)
            sizes.waste = std::make_shared<const WasteItems>(WasteItems::find(*sizes.tree, *analysis));
        const bool isSame
            = sizes.classes && sizes.classes->colouring() == colouring && (colouring != SizeColouring::Waste || knewWaste);
        if (!isSame)
            sizes.classes
                = SizeClasses::make(*sizes.tree, colouring, sizes.waste ? sizes.waste->waste : std::span<const Waste>(), stop);
        return sizes;
    };
    m_reading.run(m_session, work, [this](const Result<Sizes> &sizes) {
        if (sizes)
            present(*sizes);
        analyze();
    });
}

void SizePage::present(const Sizes &sizes)
{
    const bool isOther = m_sizes.tree != sizes.tree;
    const bool isShown = !isOther && m_sizes.classes == sizes.classes;
    m_sizes = sizes;
    if (isShown)
        return light();
    m_map->setTree(m_sizes.tree, m_sizes.classes);
    m_legend->setClasses(m_sizes.classes, m_sizes.tree->hiddenBytes());
    if (isOther) {
        if (!m_current.empty() && m_map->current() == kNoItem)
            m_map->setCurrent(m_sizes.tree->find(m_current).value_or(kNoItem));
        showPath();
    }
    light();
}

void SizePage::analyze()
{
    if (m_isAnalyzed)
        return;
    m_isAnalyzed = true;
    const auto work
        = [image = m_image, &session = m_session](const std::stop_token &stop) -> Result<std::shared_ptr<const ImageAnalysis>> {
        STRATOSCOPE_TRY(ImageAnalysis analysis, analyzeImage(image, baseCandidates(session.store(), stop), stop));
        return std::make_shared<const ImageAnalysis>(std::move(analysis));
    };
    m_analyzing.run(m_session, work, [this](const Result<std::shared_ptr<const ImageAnalysis>> &analysis) {
        if (!analysis)
            return m_panel->showProblem(analysis.error().message());
        m_analysis = *analysis;
        m_sizes.waste.reset();
        m_panel->setAnalysis(m_analysis);
        readIfVisible();
    });
}

void SizePage::setSnapshot(const TreeSnapshot &snapshot)
{
    m_shown = snapshot.fs.tree;
    if (m_choice == snapshot.choice)
        return;
    m_choice = snapshot.choice;
    light();
}

void SizePage::setCurrent(NodeId node)
{
    m_current = node == kNoNode || !m_shown ? std::string() : m_shown->path(node);
    if (!m_sizes.tree)
        return;
    const SizeItem shown = m_map->current();
    if (shown != kNoItem && m_sizes.tree->path(shown) == m_current)
        return; // a hidden file of the same path stays current
    const SizeItem item = m_current.empty() ? kNoItem : m_sizes.tree->find(m_current).value_or(kNoItem);
    m_map->setCurrent(item);
    if (item != kNoItem && !m_sizes.tree->isBelow(item, m_map->root()))
        m_map->zoomTo(kRootItem);
}

void SizePage::setHoveredLayer(int layer)
{
    m_hoveredLayer = layer;
    light();
}

/// What is under the pointer in the legend or in the list of layers, the files of the selected saving, or the selected layers.
void SizePage::light()
{
    m_lighting.drop();
    if (!isVisible())
        m_isStale = true;
    if (!m_sizes.tree || !isVisible())
        return;
    if (m_hoveredClass)
        return lightFilesOf(
            [classes = m_sizes.classes, number = *m_hoveredClass](SizeItem item) { return classes->of(item) == number; });
    if (m_hoveredLayer < 0 && lightSaving())
        return;
    int first = m_hoveredLayer;
    int last = m_hoveredLayer;
    if (m_hoveredLayer < 0) {
        if (m_choice.scope != TreeChoice::UpTo && m_choice.scope != TreeChoice::Only)
            return m_map->setLit({});
        first = m_choice.scope == TreeChoice::UpTo ? 0 : m_choice.first;
        last = m_choice.layer;
    }
    lightFilesOf([tree = m_sizes.tree, first, last](SizeItem item) {
        const int layer = tree->origin(item).layer;
        return layer >= first && layer <= last;
    });
}

bool SizePage::lightSaving()
{
    const Saving *const saving = m_panel->selectedSaving();
    if (!saving || !m_sizes.waste || !m_analysis || m_sizes.waste->items.size() != m_analysis->files.size())
        return false;
    std::vector<SizeItem> items;
    for (std::size_t i = saving->firstFile; i < saving->firstFile + saving->fileCount; ++i) {
        if (m_sizes.waste->items[i] != kNoItem)
            items.push_back(m_sizes.waste->items[i]);
    }
    if (items.empty()) // they are not in the final image
        return false;
    const auto work = [tree = m_sizes.tree, items = std::move(items)](const std::stop_token &) -> Result<LitItems> {
        return lightItems(*tree, items);
    };
    m_lighting.run(m_session, work, [this](const Result<LitItems> &lit) {
        if (lit)
            m_map->setLit(*lit);
    });
    return true;
}

void SizePage::lightFilesOf(std::function<bool(SizeItem)> isLit)
{
    const auto work = [tree = m_sizes.tree, isLit = std::move(isLit)](const std::stop_token &stop) -> Result<LitItems> {
        return lightFiles(*tree, isLit, stop);
    };
    m_lighting.run(m_session, work, [this](const Result<LitItems> &lit) {
        if (lit)
            m_map->setLit(*lit);
    });
}

void SizePage::showPath()
{
    QStringList names;
    for (SizeItem item = m_map->root(); item != kRootItem; item = m_sizes.tree->parent(item))
        names.prepend(printable(m_sizes.tree->name(item)));
    names.prepend(u"/"_s);
    m_path->setPath(names);
}

void SizePage::showDescription()
{
    const SizeTile *const tile = m_map->described();
    if (tile)
        m_description->setText(m_map->description(*tile));
    else if (m_sizes.tree)
        m_description->setText(tr("%1 in all").arg(isolated(sizeText(m_sizes.tree->bytes(m_map->root())), layoutDirection())));
}

void SizePage::selectInTree()
{
    if (m_map->current() != kNoItem)
        Q_EMIT selected(m_sizes.tree->path(m_map->current()));
}

/// A file that is hidden is shown in the state that its layer left behind.
void SizePage::requestEntry()
{
    const SizeItem item = m_map->current();
    if (item == kNoItem)
        return;
    const TreeChoice state
        = m_sizes.tree->isHidden(item) ? TreeChoice{TreeChoice::UpTo, m_sizes.tree->origin(item).layer} : TreeChoice();
    Q_EMIT entryRequested(state, m_sizes.tree->path(item));
}

/// Of a saving, in the map.
void SizePage::showFile(std::size_t file)
{
    if (!m_sizes.waste || file >= m_sizes.waste->items.size())
        return;
    const SizeItem item = m_sizes.waste->items[file];
    m_map->setCurrent(item);
    if (item != kNoItem && !m_sizes.tree->isBelow(item, m_map->root()))
        m_map->zoomTo(kRootItem);
}

/// Shows a file of a saving where it still is: in the image or, if it is hidden, in the state that its layer left behind.
void SizePage::requestFile(std::size_t file)
{
    const WastedFile &wasted = m_analysis->files[file];
    const bool isHidden = wasted.pathSlot == kNoNode || m_panel->selectedSaving()->cause != WasteCause::Cache;
    Q_EMIT entryRequested(isHidden ? TreeChoice{TreeChoice::UpTo, wasted.file.layer} : TreeChoice(), m_analysis->path(wasted));
}

void SizePage::showMenu(const QPoint &position)
{
    QMenu menu;
    const bool hasCurrent = m_map->current() != kNoItem;
    QAction *const in = menu.addAction(tr("Zoom &In"), m_map, &SizeMapView::zoomIn);
    QAction *const out = menu.addAction(tr("Zoom &Out"), m_map, &SizeMapView::zoomOut);
    menu.addSeparator();
    QAction *const show = menu.addAction(icon(u"folder"_s), tr("&Show in Files"), this, &SizePage::requestEntry);
    QAction *const copy = menu.addAction(icon(u"copy"_s), tr("&Copy Path"), this, [this] {
        QGuiApplication::clipboard()->setText(printable(m_sizes.tree->path(m_map->current())));
    });
    out->setEnabled(m_map->root() != kRootItem);
    for (QAction *const action : {in, show, copy})
        action->setEnabled(hasCurrent);
    menu.exec(m_map->mapToGlobal(position));
}

} // namespace stratoscope::ui
