// SPDX-License-Identifier: Apache-2.0
#include "ui/packages/packages_page.h"

#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/row_delegate.h"
#include "ui/common/search_field.h"
#include "ui/diff/change_list.h"
#include "ui/packages/grouped_snapshot.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"
#include "ui/transfers/transfers.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>

#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::size_t kNotesShown = 3;
constexpr QChar kEnSpace(0x2002);

bool isOfComparison(PackageColumn column)
{
    return column == PackageColumn::Before || column == PackageColumn::After || column == PackageColumn::Change
        || column == PackageColumn::Difference;
}

bool isOfOneImage(PackageColumn column)
{
    return column == PackageColumn::Version || column == PackageColumn::Source || column == PackageColumn::Size
        || column == PackageColumn::Files || column == PackageColumn::Layer;
}

/// Marks what differs as in the tree: by a sign and a colour.
class PackageDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        const auto change = Change(index.data(PackageModel::ChangeRole).toInt());
        const bool isName = index.column() == int(PackageColumn::Name);
        const bool isMarked = isName || index.column() == int(PackageColumn::Change);
        const Tint tint = change == Change::Added ? Tint::Good
            : change == Change::Removed           ? Tint::Bad
            : change == Change::Modified          ? Tint::Warning
                                                  : Tint::Text;
        option->palette.setColor(QPalette::Text, tintColor(isMarked ? tint : isName ? Tint::Text : Tint::Muted, option->palette));
        if (isName && change != Change::None)
            option->text = changeSign(change) + u' ' + option->text;
        if (option->displayAlignment & Qt::AlignRight) // a distance from the next column, without a gap in the selection
            option->text += kEnSpace;
    }
};

} // namespace

PackagesPage::PackagesPage(Session &session, Transfers &transfers, std::shared_ptr<PackageLists> lists, QWidget *parent)
    : ImagePage(u"packages"_s, {tr("Packages"), tr("The packages that are installed in the image")}, parent)
    , m_session(session)
    , m_transfers(transfers)
    , m_lists(std::move(lists))
    , m_filter(new SearchField(tr("Filter: words in the name, version, type or source"), tr("Filter"), this))
    , m_onlyDifferences(new QCheckBox(tr("Only &what differs"), this))
    , m_summary(makeMutedLabel(this))
    , m_save(new QToolButton(this))
    , m_view(new QTreeView(this))
    , m_model(new PackageModel(this))
    , m_hint(makeHint(this))
    , m_notes(new MessageBar(this))
{
    buildBar();
    buildView();
    auto *const bar
        = makeRow(nullptr, {{m_filter, 1}, m_onlyDifferences, m_summary, m_save}, {.around = {6, 6, 6, 6}, .between = 8});
    auto *const stack = new QStackedLayout;
    stack->setStackingMode(QStackedLayout::StackAll);
    stack->addWidget(m_hint);
    stack->addWidget(m_view);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    makeColumn(this, {bar, {stack, 1}, m_notes});
    setFocusProxy(m_view);
    showColumns(false);
}

void PackagesPage::buildBar()
{
    m_filter->setMinimumWidth(120);
    m_onlyDifferences->setChecked(true);
    m_onlyDifferences->hide();
    connect(m_onlyDifferences, &QCheckBox::toggled, this, &PackagesPage::arrangeRows);
    connect(m_filter, &SearchField::textChanged, this, &PackagesPage::arrangeRows);
    connect(m_filter, &SearchField::escaped, m_view, qOverload<>(&QWidget::setFocus));
    const auto enterList = [this] { focusList(m_view); };
    connect(m_filter, &SearchField::downPressed, this, enterList);
    connect(m_filter, &SearchField::returnPressed, this, enterList);

    m_save->setText(tr("Save As"));
    m_save->setToolTip(tr("Save the list as a software bill of materials"));
    m_save->setPopupMode(QToolButton::InstantPopup);
    m_save->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_save->setAutoRaise(true);
    auto *const formats = new QMenu(m_save);
    formats->addAction(tr("&SPDX…"), this, [this] { save(SbomFormat::Spdx); });
    formats->addAction(tr("&CycloneDX…"), this, [this] { save(SbomFormat::CycloneDx); });
    m_save->setMenu(formats);
}

void PackagesPage::buildView()
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new PackageDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Packages"));
    QHeaderView &header = *m_view->header();
    header.setStretchLastSection(false);
    header.setSectionsMovable(true);
    header.setFirstSectionMovable(false);
    header.setSectionsClickable(true);
    header.setSortIndicator(int(PackageColumn::Name), Qt::AscendingOrder);
    header.setSortIndicatorShown(true);
    const auto setLetters = [&](PackageColumn column, int letters) {
        header.resizeSection(int(column), (letters + 3) * fontMetrics().averageCharWidth());
    };
    for (const PackageColumn column : {PackageColumn::Before, PackageColumn::After, PackageColumn::Version})
        setLetters(column, 20);
    setLetters(PackageColumn::Change, 12);
    setLetters(PackageColumn::Difference, 14);
    setLetters(PackageColumn::Type, 8);
    setLetters(PackageColumn::Arch, 14);
    setLetters(PackageColumn::Source, 20);
    setLetters(PackageColumn::Size, 12);
    setLetters(PackageColumn::Files, 9);
    setLetters(PackageColumn::Layer, 8);
    connect(&header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        m_sort = {PackageColumn(column), order};
        arrangeRows();
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &PackagesPage::showMenu);
    connect(m_view, &QTreeView::doubleClicked, this, &PackagesPage::requestFiles);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
}

bool PackagesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    if (watched != m_view || event->type() != QEvent::KeyPress)
        return ImagePage::eventFilter(watched, event);
    auto *const key = static_cast<QKeyEvent *>(event);
    const bool isEnter = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !(key->modifiers() & ~Qt::KeypadModifier);
    if (isEnter && current())
        requestFiles();
    else if (key->matches(QKeySequence::Copy) && current())
        copyRow();
    else
        return ImagePage::eventFilter(watched, event);
    return true;
}

/// The names take the space that the other columns leave; where there is not enough, the least important ones give way.
void PackagesPage::fitColumns()
{
    constexpr std::array kLeastFirst{PackageColumn::Source, PackageColumn::Layer,      PackageColumn::Files,
                                     PackageColumn::Arch,   PackageColumn::Difference, PackageColumn::Type};
    constexpr int kNameLetters = 24;
    QHeaderView &header = *m_view->header();
    const auto applies
        = [this](PackageColumn column) { return m_showsComparison ? !isOfOneImage(column) : !isOfComparison(column); };
    for (int column = 0; column < kPackageColumnCount; ++column)
        header.setSectionHidden(column, !applies(PackageColumn(column)));
    const auto room = [&] {
        const int others = header.length() - header.sectionSize(int(PackageColumn::Name));
        return m_view->viewport()->width() - others;
    };
    const int least = kNameLetters * fontMetrics().averageCharWidth();
    for (const PackageColumn column : kLeastFirst) {
        if (room() >= least)
            break;
        header.setSectionHidden(int(column), true);
    }
    header.resizeSection(int(PackageColumn::Name), std::max(least, room()));
}

void PackagesPage::showColumns(bool isCompared)
{
    m_showsComparison = isCompared;
    m_onlyDifferences->setVisible(isCompared);
    m_save->setVisible(!isCompared);
    fitColumns();
    const auto sorted = PackageColumn(m_view->header()->sortIndicatorSection());
    if (isCompared ? isOfOneImage(sorted) : isOfComparison(sorted))
        m_view->header()->setSortIndicator(int(PackageColumn::Name), Qt::AscendingOrder);
}

void PackagesPage::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
}

void PackagesPage::setSnapshot(const TreeSnapshot &snapshot)
{
    const bool isSame = m_snapshot.after.tree == snapshot.after.tree
        && (m_snapshot.compared ? m_snapshot.compared->before.fs.tree : nullptr)
            == (snapshot.compared ? snapshot.compared->before.fs.tree : nullptr);
    m_snapshot = snapshot;
    if (isSame)
        return;
    m_isStale = true;
    if (isVisible())
        read();
}

void PackagesPage::showEvent(QShowEvent *event)
{
    ImagePage::showEvent(event);
    if (m_isStale)
        read();
}

void PackagesPage::read()
{
    m_isStale = false;
    m_arranging.drop();
    if (!m_table)
        m_hint->setText(tr("Reading packages…"));
    struct Found {
        std::shared_ptr<const PackageTable> table;
        std::vector<std::uint32_t> rows;
    };
    const auto work = [lists = m_lists, snapshot = m_snapshot, sort = m_sort, filter = m_filter->text(),
                       onlyDifferences = m_onlyDifferences->isChecked()](const std::stop_token &stop) -> Result<Found> {
        Found found{PackageTable::make(packagesOf(snapshot, *lists, stop)), {}};
        found.rows = arrange(*found.table, sort, filter, onlyDifferences, stop);
        return found;
    };
    m_reading.run(m_session, work, [this](const Result<Found> &found) {
        if (!found)
            return m_hint->setText(found.error().message());
        const bool isOtherKind = !m_table || m_table->isCompared() != found->table->isCompared();
        m_table = found->table;
        if (isOtherKind)
            showColumns(m_table->isCompared());
        present(found->table, found->rows);
        showNotes();
        if (!m_reading.isRunning() && isOtherKind)
            arrangeRows(); // the columns may have changed the order
    });
}

void PackagesPage::arrangeRows()
{
    if (!m_table || m_reading.isRunning())
        return;
    const auto work = [table = m_table, sort = m_sort, filter = m_filter->text(),
                       onlyDifferences = m_onlyDifferences->isChecked()](const std::stop_token &stop) {
        return Result<std::vector<std::uint32_t>>(arrange(*table, sort, filter, onlyDifferences, stop));
    };
    m_arranging.run(m_session, work, [this](const Result<std::vector<std::uint32_t>> &rows) { present(m_table, *rows); });
}

/// What was current stays so.
void PackagesPage::present(std::shared_ptr<const PackageTable> table, std::vector<std::uint32_t> rows)
{
    const auto before = m_model->table(); // which the row refers to
    const PackageRow *const kept = current();
    m_model->show(std::move(table), std::move(rows));
    if (const QModelIndex index = kept ? m_model->indexOf(kept->shown()) : QModelIndex(); index.isValid()) {
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index);
    }
    m_summary->setText(m_table->summary());
    const bool isEmpty = m_model->rowCount() == 0;
    m_hint->setVisible(isEmpty);
    m_hint->setText(!m_filter->text().isEmpty() ? tr("No matches")
                        : m_table->isCompared() ? tr("No package differs")
                                                : tr("No packages found"));
    m_save->setEnabled(!m_table->rows.empty());
}

void PackagesPage::showNotes()
{
    const std::vector<Error> notes = m_table->notes();
    if (notes.empty())
        return m_notes->hide();
    QStringList lines;
    for (std::size_t i = 0; i < std::min(notes.size(), kNotesShown); ++i)
        lines += notes[i].message();
    if (notes.size() > kNotesShown)
        lines += tr("and %Ln more", nullptr, int(notes.size() - kNotesShown));
    m_notes->showNote(tr("Some packages could not be read"), lines.join(u'\n'));
}

const PackageRow *PackagesPage::current() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

void PackagesPage::requestFiles()
{
    if (const PackageRow *const row = current())
        Q_EMIT filesRequested(*row);
}

void PackagesPage::copyRow()
{
    QStringList cells;
    for (int visual = 0; visual < kPackageColumnCount; ++visual) {
        const int column = m_view->header()->logicalIndex(visual);
        if (!m_view->isColumnHidden(column))
            cells += m_model->index(m_view->currentIndex().row(), column).data().toString();
    }
    QGuiApplication::clipboard()->setText(cells.join(u'\t'));
}

void PackagesPage::showMenu(const QPoint &position)
{
    if (!m_view->indexAt(position).isValid())
        return;
    QMenu menu;
    menu.setDefaultAction(menu.addAction(icon(u"folder"_s), tr("Show &Files"), this, &PackagesPage::requestFiles));
    menu.addAction(icon(u"copy"_s), tr("&Copy"), this, &PackagesPage::copyRow);
    menu.exec(m_view->viewport()->mapToGlobal(position));
}

void PackagesPage::save(SbomFormat format)
{
    if (!m_image || !m_table || m_table->isCompared())
        return;
    const bool isSpdx = format == SbomFormat::Spdx;
    const QString name
        = QString(m_image->title()).replace(u'/', u'_').replace(u':', u'-') + (isSpdx ? u".spdx.json"_s : u".cdx.json"_s);
    const QString path
        = QFileDialog::getSaveFileName(this, isSpdx ? tr("Save as SPDX") : tr("Save as CycloneDX"),
                                       QDir(settings::exportDirectory()).filePath(name), tr("JSON (*.json);;All files (*)"));
    if (path.isEmpty())
        return;
    settings::exportDirectory.set(QFileInfo(path).absolutePath());
    const bool isState = m_snapshot.choice.scope == TreeChoice::UpTo;
    const auto write = [image = m_image, upTo = isState ? std::optional(m_snapshot.choice.layer) : std::nullopt,
                        packages = m_table->packages->after, format, path](ProgressMeter &, const std::stop_token &) {
        return saveSbom(*image, upTo, *packages.list, *packages.tree, format, path);
    };
    m_transfers.run<void>(this,
                          {.kind = TransferKind::Save,
                           .name = m_image->title(),
                           .target = path,
                           .begin = [&session = m_session, write] { return session.run<void>(write); },
                           .done =
                               [this](const Result<void> &saved) {
                                   if (!saved)
                                       Q_EMIT failed(tr("Could not save the list of packages"), saved.error().message());
                               }});
}

} // namespace stratoscope::ui
