// SPDX-License-Identifier: Apache-2.0
#include "ui/image/image_view.h"

#include "ui/audit/findings_page.h"
#include "ui/common/format.h"
#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/search_field.h"
#include "ui/details/compared_details.h"
#include "ui/details/details.h"
#include "ui/details/details_view.h"
#include "ui/diff/content_pane.h"
#include "ui/diff/versions_page.h"
#include "ui/grep/grep_page.h"
#include "ui/image/ignore_button.h"
#include "ui/image/inspector_view.h"
#include "ui/layers/comparison_bar.h"
#include "ui/layers/layer_model.h"
#include "ui/packages/grouped_snapshot.h"
#include "ui/packages/package_details.h"
#include "ui/packages/packages_page.h"
#include "ui/size/size_page.h"
#include "ui/style/icons.h"
#include "ui/tree/compared_states.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/filter_completer.h"
#include "ui/tree/filter_text.h"
#include "ui/tree/tree_view.h"

#include <QApplication>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QWhatsThis>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::size_t kTreesKept = 3;
/// A term that is still being typed is no mistake yet.
constexpr int kProblemDelayMs = 400;

struct ImageViewTr {
    Q_DECLARE_TR_FUNCTIONS(ImageView)
};

/// The properties of an entry of a snapshot, and what the layers did with it.
Result<Details> detailsIn(const Image &image, TreeSnapshots &snapshots, const TreeSnapshot &snapshot, NodeId node,
                          const std::stop_token &stop)
{
    if (snapshot.isGroup(node)) {
        const PackageGroup *const package = snapshot.groups->package(node);
        return package ? packageDetails(*snapshot.groups->packages, *package) : Details();
    }
    if (!snapshot.compared) {
        const EntryPlace place = snapshot.place(node);
        return entryDetails(image, place.fs, place.node);
    }
    Details details = comparedDetails(*snapshot.compared, node);
    if (snapshot.choice.scope != TreeChoice::Only)
        return details;
    if ((*snapshot.changes)[node] == Change::Removed) {
        STRATOSCOPE_TRY(const int layer, snapshots.removingLayer(snapshot.choice, snapshot.path(node), stop));
        details.append({ImageViewTr::tr("Removed by layer"), layerTitle(image, layer)});
    }
    return details;
}

} // namespace

ImageView::ImageView(Session &session, Transfers &transfers, std::shared_ptr<const Image> image, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_image(std::move(image))
    , m_snapshots(std::make_shared<TreeSnapshots>(m_image))
    , m_compared(std::make_shared<ComparedStates>(m_snapshots, m_snapshots))
    , m_packages(std::make_shared<PackageLists>())
    , m_fs(m_image->fs())
    , m_note(new MessageBar(this))
    , m_problem(new MessageBar(this))
    , m_layers(new LayerPane(this))
    , m_filter(new SearchField(tr("Filter: a name, a path, *.so, size:>10M, type:symlink, mode:suid …"), tr("Filter"), this))
    , m_completer(new FilterCompleter(m_filter))
    , m_ignore(new IgnoreButton(this))
    , m_count(makeMutedLabel(this))
    , m_filterProblem(makeProblemLabel(this))
    , m_tree(new TreeView(this))
    , m_actions(new EntryActions(session, transfers, m_tree))
    , m_preview(new ContentPane(session, this))
    , m_details(new DetailsView(this))
    , m_search(new GrepPage(session))
    , m_versions(new VersionsPage(session, transfers))
    , m_pages({new InspectorView(session, m_packages), new SizePage(session), new PackagesPage(session, transfers, m_packages),
               m_search, new FindingsPage(session), m_versions})
    , m_layout(
          new ImageLayout({m_layers, m_filter, m_ignore, m_count, m_filterProblem, m_tree, m_preview, m_details, m_pages}, this))
{
    auto *const bar = makeRow(nullptr, {m_layout->pageSwitch(), stretch()}, {.around = {6, 6, 6, 6}});
    makeColumn(this, {bar, {m_layout, 1}, m_note});
    m_details->setObjectName(u"details"_s);
    m_snapshot.fs = m_fs; // until the first tree is there
    m_problem->floatOverParent();
    buildFilter();
    connectParts();
    connectPages();
    connectActions();
    showImage();
    entryChanged();
}

void ImageView::buildFilter()
{
    m_filter->setObjectName(u"filter"_s);
    QAction *const help = m_filter->addAction(icon(u"info"_s, Tint::Muted), QLineEdit::TrailingPosition);
    help->setToolTip(tr("Filter syntax"));
    connect(help, &QAction::triggered, this, [this] {
        QWhatsThis::showText(m_filter->mapToGlobal(QPoint(0, m_filter->height())), filterHelp(layoutDirection()), m_filter);
    });
    connect(m_filter, &SearchField::escaped, m_tree, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &SearchField::downPressed, this, [this] {
        m_tree->setFocus();
        if (m_tree->currentNode() == kNoNode)
            m_tree->selectFirst();
    });
    connect(m_filter, &SearchField::returnPressed, this, [this] {
        m_tree->setFocus();
        m_tree->selectFirst();
    });
    connect(m_filter, &SearchField::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_count->clear();
        m_ignoresFilter = false;
        rebuild(); // this cancels the filtering in progress
    });
    m_filterProblem->setContentsMargins(8, 0, 8, 6);
    m_filterProblem->setObjectName(u"filterProblem"_s);
    m_problemDelay.setSingleShot(true);
    m_problemDelay.setInterval(kProblemDelayMs);
    connect(&m_problemDelay, &QTimer::timeout, this, &ImageView::showFilterProblem);
}

void ImageView::connectParts()
{
    connect(m_layers, &LayerPane::choiceChanged, this, [this] {
        if (const ImagePage *const page = m_layout->page(); page && !page->followsLayers())
            showPage({});
        m_ignoresFilter = false; // it may be right for this tree
        rebuild();
        Q_EMIT statusChanged();
    });
    connect(&settings::groupsByPackage, &SettingSignal::changed, this, &ImageView::rebuild);
    connect(m_ignore, &IgnoreButton::rulesChanged, this, [this] {
        if (choice().hasTwoStates())
            rebuild();
    });
    connect(m_tree->header(), &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        m_sort = {TreeColumn(column), order};
        rebuild();
    });
    connect(m_tree, &TreeView::currentNodeChanged, this, [this] {
        if (m_tree->currentNode() != m_entry)
            entryChanged();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ImageView::tellSelection);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &ImageView::showEntryMenu);
    connect(m_tree, &QTreeView::expanded, this, &ImageView::stateChanged);
    connect(m_tree, &QTreeView::collapsed, this, &ImageView::stateChanged);
    connect(m_filter, &SearchField::textChanged, this, &ImageView::stateChanged);
    const auto followInPlace = [this](NodeId node) { follow({m_place.fs, node, m_place.state}); };
    connect(m_details, &DetailsView::followed, this, followInPlace);
    connect(m_preview, &ContentPane::followed, this, [this](const FileSide &entry) {
        if (entry.fs.tree == m_place.fs.tree)
            return follow({entry.fs, entry.node, m_place.state, m_place.isBefore});
        if (isComparing())
            return follow({entry.fs, entry.node, m_place.state, true});
        follow({entry.fs, entry.node, {TreeChoice::UpTo, firstLayer(m_snapshot.choice) - 1}});
    });
    connect(qApp, &QApplication::focusChanged, &m_focus, [this](const QWidget *, const QWidget *now) {
        if (now == m_tree || (now && m_layers->isAncestorOf(now)))
            describe();
    });
}

void ImageView::connectPages()
{
    for (ImagePage *const page : m_pages) {
        connect(page, &ImagePage::entryRequested, this, [this](const TreeChoice &state, const std::string &path) {
            showPage({});
            showState(state, path);
        });
        connect(page, &ImagePage::selected, this, [this](const std::string &path) {
            if (m_fs.tree)
                m_tree->reveal(m_snapshot.find(path));
        });
        connect(m_layers, &LayerPane::hovered, page, &ImagePage::setHoveredLayer);
        if (auto *const packages = qobject_cast<PackagesPage *>(page)) {
            connect(packages, &PackagesPage::filesRequested, this, &ImageView::showFilesOf);
            connect(packages, &PackagesPage::failed, this, &ImageView::showProblem);
        }
    }
    connect(m_versions, &VersionsPage::closeRequested, this, [this] { showPage({}); });
    connect(m_versions, &VersionsPage::layerRequested, this, [this](int layer, const std::string &path) {
        showPage({});
        showInLayer(layer, path);
    });
}

ImageView::~ImageView() = default;

void ImageView::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    m_snapshots = std::make_shared<TreeSnapshots>(m_image);
    m_compared = std::make_shared<ComparedStates>(m_snapshots, m_snapshots);
    m_recent.clear();
    showImage();
}

void ImageView::showImage()
{
    for (ImagePage *const page : m_pages)
        page->setImage(m_image);
    m_tree->treeModel()->setLayerCommands(layerCommands(*m_image));
    findFilterWords();
    if (isComparing()) {
        countChanges();
        return compareWith(m_other, m_isOtherBefore);
    }
    m_layers->setImage(m_image);
    countChanges();
    rebuild();
}

void ImageView::compareWith(std::shared_ptr<const Image> other, bool isOtherBefore)
{
    if (!isComparing())
        m_uncompared = choice();
    if (other != m_other) {
        m_other = std::move(other);
        m_otherSnapshots = std::make_shared<TreeSnapshots>(m_other);
        m_otherCounts.clear();
        countChangesOfOther();
    }
    m_isOtherBefore = isOtherBefore;
    const auto &[before, after]
        = isOtherBefore ? std::pair(m_otherSnapshots, m_snapshots) : std::pair(m_snapshots, m_otherSnapshots);
    m_compared = std::make_shared<ComparedStates>(before, after);
    m_layers->compare(before->image(), after->image());
    showComparison();
}

void ImageView::swapSides()
{
    if (!isComparing())
        return;
    const TreeChoice shown = choice();
    compareWith(m_other, !m_isOtherBefore);
    m_layers->choose({shown.scope, shown.first, shown.layer});
}

void ImageView::endComparison()
{
    if (!isComparing())
        return;
    m_compared = std::make_shared<ComparedStates>(m_snapshots, m_snapshots);
    m_countingOther.drop();
    m_other.reset();
    m_otherSnapshots.reset();
    m_layers->setImage(m_image);
    m_layers->choose(m_uncompared);
    showComparison();
}

void ImageView::compareAgain()
{
    m_compared->forget();
    std::erase_if(m_recent,
                  [](const Shown &shown) { return shown.snapshot.compared && shown.snapshot.compared->comparedByTime > 0; });
    const auto &shown = m_snapshot.compared;
    if (choice().hasTwoStates() && !(isSettled() && shown && shown->comparedByTime == 0))
        rebuild();
}

/// After a comparison has begun, changed or ended.
void ImageView::showComparison()
{
    std::erase_if(m_recent, [](const Shown &shown) { return shown.snapshot.compared != nullptr; });
    m_ignoresFilter = false;
    showCounts();
    rebuild();
    Q_EMIT stateChanged();
}

/// Whether a snapshot shows what is wanted now.
bool ImageView::isShownBy(const TreeSnapshot &snapshot, const TreeChoice &wanted) const
{
    return snapshot.choice == wanted && (!snapshot.compared || snapshot.compared->rules == comparisonRules().files)
        && (snapshot.groups != nullptr) == settings::groupsByPackage();
}

void ImageView::setNote(const QString &headline, const QString &detail)
{
    if (headline.isEmpty())
        m_note->hide();
    else
        m_note->showNote(headline, detail);
}

void ImageView::showProblem(const QString &headline, const QString &detail)
{
    m_problem->showProblem(headline, detail);
}

void ImageView::rebuild()
{
    const TreeChoice wanted = choice();
    m_layout->showIgnoreButton(wanted.hasTwoStates());
    const auto known = std::ranges::find_if(m_recent, [&](const Shown &shown) { return isShownBy(shown.snapshot, wanted); });
    const std::optional<Shown> reused = known != m_recent.end() ? std::optional(*known) : std::nullopt;
    const std::string filter = m_ignoresFilter ? std::string() : m_filter->text().trimmed().toUtf8().toStdString();
    m_problemDelay.stop();
    if (reused && reused->rows->sort() == m_sort && reused->rows->filter().text() == filter) {
        m_building.drop();
        return present(*reused);
    }
    const auto work
        = [snapshots = m_snapshots, compared = m_compared, rules = comparisonRules().files, wanted, reused, packages = m_packages,
           isGrouped = settings::groupsByPackage(), sort = m_sort, filter](const std::stop_token &stop) -> Result<Shown> {
        Shown made = reused.value_or(Shown());
        if (!reused) {
            STRATOSCOPE_TRY(made.snapshot,
                            wanted.hasTwoStates() ? compared->make(wanted, rules, stop) : snapshots->make(wanted, stop));
            if (isGrouped)
                made.snapshot = groupByPackage(made.snapshot, *packages, stop);
        }
        STRATOSCOPE_TRY(made.rows, made.snapshot.rows(sort, filter, made.rows.get(), stop));
        return made;
    };
    m_building.run(m_session, work, [this](Result<Shown> made) {
        if (made)
            return present(*std::move(made));
        if (made.error().kind == ErrorKind::Invalid || made.error().kind == ErrorKind::NotFound) {
            m_filterError = made.error();
            if (m_filterProblem->isHidden())
                m_problemDelay.start();
            else
                showFilterProblem();
            return;
        }
        showProblem(isComparing() ? tr("The images cannot be compared") : tr("This layer cannot be shown"), made.error().message());
    });
}

void ImageView::present(Shown shown)
{
    std::erase_if(m_recent, [&shown](const Shown &other) {
        return other.snapshot.choice == shown.snapshot.choice; // with other rules, it is soon made again
    });
    m_recent.insert(m_recent.begin(), shown);
    if (m_recent.size() > kTreesKept)
        m_recent.pop_back();
    const bool otherTree = m_fs.tree != shown.snapshot.fs.tree;
    const bool isRegrouped = m_fs.tree && (m_snapshot.groups != nullptr) != (shown.snapshot.groups != nullptr);
    const std::string current = isRegrouped && m_entry != kNoNode ? m_snapshot.path(m_entry) : std::string();
    m_snapshot = shown.snapshot;
    m_fs = m_snapshot.fs;
    m_tree->setCompared(m_snapshot.compared != nullptr, isComparing());
    m_tree->treeModel()->setCompared(m_snapshot.compared);
    m_tree->treeModel()->setGroups(m_snapshot.groups);
    for (ImagePage *const page : m_pages) // before they are told of entries in it
        page->setSnapshot(m_snapshot.whole());
    const bool isFresh = m_tree->show(shown.rows);
    m_actions->setSnapshot(m_snapshot);
    if (isFresh && m_snapshot.compared && !m_snapshot.groups)
        m_tree->expandFew();
    if (!current.empty())
        m_tree->reveal(m_snapshot.find(current));
    showCount();
    if (!m_ignoresFilter)
        m_filterProblem->hide();
    if (otherTree || m_tree->currentNode() != m_entry)
        entryChanged();
    tellSelection();
    Q_EMIT this->shown();
}

/// In place of the matches, everything is shown.
void ImageView::showFilterProblem()
{
    m_count->clear();
    ui::showProblem(m_filterProblem, m_filterError->message());
    m_ignoresFilter = true;
    rebuild();
}

/// In the background. It also prepares the trees of the layers, so that they are shown sooner.
void ImageView::countChanges()
{
    using Counts = std::vector<ChangeCounts>;
    const auto feed = m_counting.feed<Counts>([this](const Counts &counts) {
        m_counts = counts;
        showCounts();
    });
    const auto work = [snapshots = m_snapshots, feed](const std::stop_token &stop) -> Result<void> {
        STRATOSCOPE_TRY(Counts counts, snapshots->countChanges(stop));
        feed->send(std::move(counts));
        return snapshots->prepare(stop);
    };
    m_counting.run(m_session, work, [](const Result<void> &) {}); // a layer that cannot be merged reports it when chosen
}

void ImageView::countChangesOfOther()
{
    const auto work = [snapshots = m_otherSnapshots](const std::stop_token &stop) { return snapshots->countChanges(stop); };
    m_countingOther.run(m_session, work, [this](const Result<std::vector<ChangeCounts>> &counts) {
        m_otherCounts = counts.value_or(std::vector<ChangeCounts>());
        showCounts();
    });
}

void ImageView::showCounts()
{
    LayerModel &model = m_layers->model();
    model.setCounts(isComparing() && m_isOtherBefore ? LayerModel::After : LayerModel::Before, m_counts);
    if (isComparing())
        model.setCounts(m_isOtherBefore ? LayerModel::Before : LayerModel::After, m_otherCounts);
}

/// For the completion in the filter field.
void ImageView::findFilterWords()
{
    const auto work
        = [image = m_image](const std::stop_token &stop) -> Result<QList<FilterWord>> { return filterWords(*image, stop); };
    m_findingWords.run(m_session, work, [this](const Result<QList<FilterWord>> &words) {
        m_completer->setWords(words.value_or(QList<FilterWord>()));
    });
}

void ImageView::showCount()
{
    const auto &rows = m_tree->treeModel()->rows();
    if (!rows || !rows->isFiltered())
        return m_count->clear();
    const std::size_t count = rows->matches().size();
    m_count->setText(count == 0 ? tr("Nothing found") : tr("%Ln matches", nullptr, pluralCount(count)));
}

void ImageView::entryChanged()
{
    m_entry = m_tree->currentNode();
    m_place = m_entry == kNoNode ? EntryPlace() : m_snapshot.place(m_entry);
    showContent();
    describe();
    for (ImagePage *const page : m_pages)
        page->setCurrent(m_entry == kNoNode ? kNoNode : m_snapshot.nodeInWhole(m_entry));
    Q_EMIT statusChanged();
}

void ImageView::tellSelection()
{
    std::vector<NodeId> nodes;
    for (const NodeId node : m_tree->selectedNodes()) {
        if (const NodeId inWhole = m_snapshot.nodeInWhole(node); inWhole != kNoNode)
            nodes.push_back(inWhole);
    }
    for (ImagePage *const page : m_pages)
        page->setSelected(nodes);
}

/// Of a changed entry what differs, once the state before is known.
void ImageView::showContent()
{
    m_findingBefore.drop();
    if (m_entry == kNoNode)
        return m_preview->clear();
    if (m_snapshot.isGroup(m_entry))
        return m_preview->clear();
    const Change change = m_snapshot.changes ? (*m_snapshot.changes)[m_entry] : Change::None;
    const FileSide after{m_place.fs, m_place.node};
    if (change != Change::Modified && change != Change::Moved)
        return m_preview->show(after.fs, after.node);
    if (const auto &compared = m_snapshot.compared)
        return m_preview->showDifference({compared->before.fs, compared->diff.before[m_entry]}, after);
    const auto work = [snapshots = m_snapshots, shown = m_snapshot.choice,
                       path = after.fs.tree->path(after.node)](const std::stop_token &stop) -> Result<FileSide> {
        STRATOSCOPE_TRY(const DiffSide before, snapshots->state(shown.layer - 1, stop));
        return FileSide{before.fs, before.fs.tree->find(path).value_or(kNoNode)};
    };
    m_findingBefore.run(m_session, work, [this, after](const Result<FileSide> &before) {
        if (before)
            m_preview->showDifference(*before, after);
        else
            m_preview->show(after.fs, after.node);
    });
}

/// Shows the details of the current entry or, while the list of layers has the focus, of what is selected there.
void ImageView::describe()
{
    const NodeId node = m_layers->isAncestorOf(QApplication::focusWidget()) ? kNoNode : m_tree->currentNode();
    const auto work = [image = m_image, snapshots = m_snapshots, snapshot = m_snapshot, node,
                       shown = choice()](const std::stop_token &stop) -> Result<Details> {
        if (node != kNoNode)
            return detailsIn(*image, *snapshots, snapshot, node, stop);
        if (shown.scope == TreeChoice::Whole)
            return imageDetails(*image);
        if (shown.scope == TreeChoice::UpTo) {
            STRATOSCOPE_TRY(const auto counts, snapshots->countChanges(stop));
            return layerDetails(*image, shown.layer, counts[std::size_t(shown.layer)]);
        }
        if (!snapshot.compared || snapshot.choice != shown) // not compared yet
            return Details();
        if (shown.isOfTwoImages())
            return comparisonDetails(*snapshot.compared);
        const Details layers
            = shown.isOneLayer() ? layerDetails(*image, shown.layer) : layersDetails(*image, shown.first, shown.layer);
        return layers + differencesDetails(*snapshot.compared);
    };
    m_describing.run(m_session, work, [this](const Result<Details> &details) { m_details->show(details.value_or(Details())); });
}

void ImageView::connectActions()
{
    connect(m_actions, &EntryActions::followRequested, this, &ImageView::follow);
    connect(m_actions, &EntryActions::layerRequested, this, &ImageView::showInLayer);
    connect(m_actions, &EntryActions::historyRequested, this, &ImageView::showVersions);
    connect(m_actions, &EntryActions::exportRequested, this, &ImageView::exportRequested);
    connect(m_actions, &EntryActions::failed, this, &ImageView::showProblem);
}

void ImageView::showEntryMenu(const QPoint &position)
{
    QMenu menu;
    if (const QModelIndex index = m_tree->indexAt(position); index.isValid()) {
        if (!m_tree->selectionModel()->isSelected(index)) // a click beside a name, where its arrow is
            m_tree->setCurrentIndex(index);
        m_actions->addTo(menu);
        menu.addSeparator();
    }
    QAction *const grouping = menu.addAction(tr("Group by Package"), [](bool on) { settings::groupsByPackage.set(on); });
    grouping->setCheckable(true);
    grouping->setChecked(settings::groupsByPackage());
    menu.addSeparator();
    menu.addAction(icon(u"expand"_s), tr("Expand All"), this, [this] { m_tree->expandBelow({}); });
    menu.addAction(icon(u"collapse"_s), tr("Collapse All"), m_tree, &TreeView::collapseEverything);
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

/// Runs it once the tree that was requested last is on screen.
void ImageView::whenShown(std::function<void()> run)
{
    connect(this, &ImageView::shown, m_tree, std::move(run), Qt::SingleShotConnection);
}

/// Stays in a tree of changes if that has the entry.
void ImageView::follow(const EntryPlace &target)
{
    if (!m_fs.tree || !target.fs.tree || target.node >= target.fs.tree->size())
        return;
    const std::string path = target.fs.tree->path(target.node);
    const NodeId here = m_snapshot.find(path);
    const bool isHere = here != kNoNode && m_snapshot.place(here).fs.tree == target.fs.tree;
    if (!isHere && isComparing())
        return showProblem(tr("%1 does not differ").arg(printable(path)), tr("It is not part of the comparison."));
    showState(isHere ? choice() : target.state, path);
}

void ImageView::showInLayer(int layer, const std::string &path)
{
    showState({TreeChoice::Only, layer}, path);
}

void ImageView::showState(const TreeChoice &wanted, const std::string &path)
{
    if (isComparing() && !wanted.isOfTwoImages())
        endComparison();
    const auto goThere = [this, path] {
        m_tree->reveal(m_snapshot.find(path));
        m_tree->setFocus();
    };
    if (choice() == wanted && m_tree->reveal(m_snapshot.find(path)))
        return m_tree->setFocus();
    if (choice() == wanted && m_filter->text().isEmpty())
        return goThere();
    const QSignalBlocker blocker(m_filter);
    m_filter->clear();
    m_count->clear();
    m_ignoresFilter = false;
    whenShown(goThere);
    if (choice() == wanted)
        rebuild();
    else
        m_layers->choose(wanted);
}

void ImageView::showVersions(const std::string &path)
{
    const bool isOfOther = isComparing() && m_place.isBefore == m_isOtherBefore;
    m_versions->show(isOfOther ? m_other : m_image, isOfOther ? m_otherSnapshots : m_snapshots, path, !isOfOther);
    showPage(m_versions->objectName());
}

/// Among all files, grouped by package.
void ImageView::showFilesOf(const PackageRow &package)
{
    const Package &wanted = package.shown();
    const auto &side = package.after ? m_snapshot.after : m_snapshot.compared->before.fs;
    const auto goThere
        = [this, type = wanted.type, name = wanted.name, arch = wanted.arch, describedBy = side.tree->path(wanted.describedBy)] {
              if (!m_snapshot.groups)
                  return;
              const auto isWanted = [&](NodeId group) {
                  const PackageGroup *const found = m_snapshot.groups->package(group);
                  return found && found->type == type && found->name == name && found->arch == arch;
              };
              for (const NodeId group : m_fs.tree->children(kRootNode)) {
                  if (!isWanted(group))
                      continue;
                  m_tree->reveal(group);
                  m_tree->expand(m_tree->currentIndex());
                  return m_tree->setFocus();
              }
              m_tree->setFocus();
              if (const NodeId node = m_snapshot.find(describedBy);
                  node == kNoNode || !m_tree->reveal(node)) // it has no files of its own
                  showProblem(tr("No file of %1 differs").arg(printable(name)), tr("It is not part of the comparison."));
          };
    showPage({});
    if (m_snapshot.groups && m_filter->text().isEmpty() && isSettled())
        return goThere();
    whenShown(goThere);
    const QSignalBlocker blocker(m_filter);
    m_filter->clear();
    m_count->clear();
    if (settings::groupsByPackage())
        rebuild();
    else
        settings::groupsByPackage.set(true);
}

QString ImageView::statusText() const
{
    if (const NodeId node = m_tree->currentNode(); node != kNoNode && m_fs.tree)
        return printable(m_snapshot.isGroup(node) ? std::string(m_fs.tree->name(node)) : m_snapshot.path(node));
    if (!m_fs.tree)
        return {};
    if (m_snapshot.compared && m_snapshot.compared->diff.isEmpty())
        return tr("No differences");
    if (m_snapshot.compared)
        return changesText(m_snapshot.compared->diff.counts.front());
    const MergedTree &tree = *m_snapshot.whole().fs.tree;
    return tr("%1, %2").arg(entriesText(tree.totalEntries(kRootNode)), sizeText(tree.totalSize(kRootNode)));
}

void ImageView::saveTo(SavedTab &tab) const
{
    const auto encoded
        = [](const std::string &path) { return QString::fromLatin1(QByteArray::fromStdString(path).toPercentEncoding("/")); };
    tab.scope = choice().scope;
    tab.layer = choice().layer;
    tab.first = choice().first;
    tab.page = m_layout->page() == m_versions ? QString() : page(); // of which path, is not saved
    tab.filter = m_filter->text();
    tab.open.clear();
    for (const std::string &path : m_tree->openFolders())
        tab.open += encoded(path);
    tab.open.sort();
    const NodeId current = m_tree->currentNode();
    tab.current = current == kNoNode || !m_fs.tree ? QString() : encoded(m_snapshot.path(current));
}

void ImageView::restoreFrom(const SavedTab &tab)
{
    const auto decoded = [](const QString &path) { return QByteArray::fromPercentEncoding(path.toLatin1()).toStdString(); };
    std::vector<std::string> open;
    for (const QString &path : tab.open)
        open.push_back(decoded(path));
    whenShown([this, open, current = decoded(tab.current)] {
        m_tree->setOpenFolders(open);
        if (!current.empty())
            m_tree->reveal(m_snapshot.find(current));
    });
    m_filter->setText(tab.filter);
    const int layers = int(m_image->layers.size());
    const auto layersOf = [this](LayerModel::Side side) { return int(m_layers->model().image(side)->layers.size()); };
    const TreeChoice saved{TreeChoice::Scope(tab.scope), tab.layer, tab.first};
    const bool isValid = isComparing() ? saved.isOfTwoImages() && tab.first >= 0 && tab.layer >= 0
            && tab.first < layersOf(LayerModel::Before) && tab.layer < layersOf(LayerModel::After)
                                       : tab.scope >= TreeChoice::Whole && tab.scope <= TreeChoice::Only && tab.first >= 0
            && tab.first <= tab.layer && tab.layer < layers;
    if (isValid)
        m_layers->choose(saved);
    showPage(tab.page);
}

std::vector<std::string> ImageView::selectedPaths() const
{
    std::vector<std::string> paths;
    std::vector<NodeId> nodes;
    for (const NodeId node : m_tree->selectedNodes()) {
        if (!m_snapshot.isGroup(node)) {
            nodes.push_back(node);
            continue;
        }
        for (const NodeId file : m_snapshot.groups->tree->contents(node)) {
            if (!m_fs.tree->isDirectory(file)) // which may have files of other packages
                nodes.push_back(file);
        }
    }
    for (const NodeId node : nodes) {
        std::string path = m_snapshot.path(node);
        const bool exists
            = isComparing() ? m_image->tree->find(path).has_value() : m_tree->treeModel()->rows()->change(node) != Change::Removed;
        if (exists)
            paths.push_back(std::move(path));
    }
    return paths;
}

void ImageView::showPage(const QString &name)
{
    const auto page = std::ranges::find(m_pages, name, &QObject::objectName);
    m_layout->showPage(page == m_pages.end() ? nullptr : *page);
}

QString ImageView::page() const
{
    const ImagePage *const page = m_layout->page();
    return page ? page->objectName() : QString();
}

void ImageView::focusFilter()
{
    showPage({});
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ImageView::focusSearch()
{
    showPage(m_search->objectName());
    m_search->field()->setFocus(Qt::ShortcutFocusReason);
    m_search->field()->selectAll();
}

void ImageView::refreshVerification()
{
    m_layers->model().refreshStates();
    for (ImagePage *const page : m_pages)
        page->setImage(m_image);
    compareAgain();
    describe();
}

} // namespace stratoscope::ui
