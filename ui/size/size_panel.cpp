// SPDX-License-Identifier: Apache-2.0
#include "ui/size/size_panel.h"

#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/common/pane_splitter.h"
#include "ui/common/row_delegate.h"
#include "ui/size/saving_delegate.h"
#include "ui/size/saving_files_model.h"
#include "ui/size/saving_model.h"
#include "ui/size/saving_text.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QTreeView>

#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

QString percentText(double share)
{
    return SizePanel::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1));
}

QString withShare(std::uint64_t bytes, std::uint64_t all)
{
    return all == 0 ? sizeText(bytes) : SizePanel::tr("%1 (%2)").arg(sizeText(bytes), percentText(double(bytes) / double(all)));
}

/// Clicking the selected row again selects nothing; ticking a row does not select it.
class SavingList : public QListView
{
public:
    using QListView::QListView;

protected:
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override
    {
        if (event && event->type() == QEvent::MouseButtonRelease)
            return QItemSelectionModel::NoUpdate; // pressing has selected; later versions of Qt ask again
        if (event && event->type() == QEvent::MouseButtonPress && index.isValid()) {
            QStyleOptionViewItem option;
            initViewItemOption(&option);
            option.rect = visualRect(index);
            if (SavingDelegate::checkArea(option).contains(static_cast<const QMouseEvent *>(event)->position().toPoint()))
                return QItemSelectionModel::NoUpdate;
            if (selectionModel()->isSelected(index))
                return QItemSelectionModel::Clear;
        }
        return QListView::selectionCommand(index, event);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Escape && selectionModel()->hasSelection())
            return clearSelection();
        QListView::keyPressEvent(event);
    }

    void resizeEvent(QResizeEvent *event) override
    {
        QListView::resizeEvent(event);
        scheduleDelayedItemsLayout(); // the texts wrap elsewhere
    }
};

} // namespace

SizePanel::SizePanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new SavingModel(this))
    , m_headline(makeHeading(this))
    , m_figures(new QWidget(this))
    , m_note(makeNote(this))
    , m_list(new SavingList(this))
    , m_filesModel(new SavingFilesModel(this))
    , m_files(new QTreeView(this))
    , m_lists(new PaneSplitter(Qt::Vertical, this))
    , m_rest(makeText(this))
{
    m_headline->setWordWrap(true);
    m_headline->setObjectName(u"headline"_s);
    m_rest->setObjectName(u"rest"_s);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SavingDelegate(m_list));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Savings"));
    m_list->setAccessibleDescription(tr("Space ticks a saving. Its files are shown in the map."));
    m_files->setModel(m_filesModel);
    m_files->setItemDelegate(new RowDelegate(m_files));
    m_files->setAccessibleName(tr("Files of the selected saving"));
    m_files->setRootIsDecorated(false);
    m_files->setUniformRowHeights(true);
    m_files->setTextElideMode(Qt::ElideMiddle);
    m_files->setHeaderHidden(true);
    m_files->header()->setStretchLastSection(false);
    m_files->header()->setSectionResizeMode(SavingFilesModel::Path, QHeaderView::Stretch);
    m_files->header()->setSectionResizeMode(SavingFilesModel::Size, QHeaderView::ResizeToContents);
    m_files->hide();
    m_lists->addWidget(m_list);
    m_lists->addWidget(m_files);
    m_lists->setWanted({200, 140}, 0);
    const auto tell = [this](const QModelIndex &index, void (SizePanel::*signal)(std::size_t)) {
        if (index.isValid())
            (this->*signal)(m_filesModel->file(index.row()));
    };
    connect(m_files->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [tell](const QModelIndex &index) { tell(index, &SizePanel::fileSelected); });
    connect(m_files, &QTreeView::activated, this, [tell](const QModelIndex &index) { tell(index, &SizePanel::fileActivated); });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SizePanel::showFiles);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SizePanel::savingSelected);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &SizePanel::showRest);
    auto *const above = makeColumn(nullptr, {m_headline, m_figures, m_note}, {.around = {10, 8, 10, 8}, .between = 6});
    auto *const below = makeColumn(nullptr, {m_rest}, {.around = {10, 8, 10, 8}});
    makeColumn(this, {above, {m_lists, 1}, below});
    setAnalysis({});
}

void SizePanel::setAnalysis(std::shared_ptr<const ImageAnalysis> analysis)
{
    m_analysis = std::move(analysis);
    m_model->setAnalysis(m_analysis);
    m_list->setVisible(!m_analysis || !m_analysis->savings.empty());
    showFiles();
    showFigures();
    showRest();
}

void SizePanel::showProblem(const QString &problem)
{
    setAnalysis({});
    m_headline->setText(tr("The image cannot be analyzed"));
    m_note->setText(problem);
    m_note->show();
}

const Saving *SizePanel::selectedSaving() const
{
    const QModelIndexList selected = m_list->selectionModel()->selectedIndexes();
    return selected.isEmpty() || !m_analysis ? nullptr : &m_analysis->savings[std::size_t(selected.front().row())];
}

void SizePanel::showFiles()
{
    const Saving *const saving = selectedSaving();
    m_filesModel->setSaving(m_analysis, saving);
    m_files->setVisible(saving);
}

void SizePanel::addFigure(const QString &name, const QString &value, const QString &toolTip, bool isPart)
{
    const int row = m_grid->rowCount();
    auto *const label = isPart ? makeMutedLabel(m_figures, name) : new QLabel(name, m_figures);
    if (isPart)
        label->setIndent(12);
    auto *const number = isPart ? makeMutedLabel(m_figures, value) : new QLabel(value, m_figures);
    number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    number->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setToolTip(toolTip);
    number->setToolTip(toolTip);
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(number, row, 1);
}

void SizePanel::showFigures()
{
    for (QLabel *const label : m_figures->findChildren<QLabel *>(Qt::FindDirectChildrenOnly))
        delete label;
    delete m_grid;
    m_grid = new QGridLayout(m_figures);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(0, 1);
    m_note->hide();
    if (!m_analysis) {
        m_headline->setText(tr("Analyzing…"));
        return;
    }
    const ImageAnalysis &its = *m_analysis;
    const std::uint64_t saved = std::accumulate(its.savings.begin(), its.savings.end(), std::uint64_t(0),
                                                [](std::uint64_t sum, const Saving &saving) { return sum + saving.bytes; });
    m_headline->setText(saved == 0 ? tr("Nothing to save") : tr("%1 can be saved").arg(sizeText(saved)));
    addFigure(tr("In the image"), sizeText(its.size), tr("The files of the final image"));
    addFigure(tr("In the layers"), sizeText(its.layersSize), tr("The files of all layers"));
    addFigure(tr("Hidden by later layers"), withShare(its.hidden.total(), its.layersSize),
              tr("What the layers have and the image has not: as much as squashing saves"));
    const auto addPart = [this](const QString &name, std::uint64_t bytes, const QString &toolTip) {
        if (bytes > 0)
            addFigure(name, sizeText(bytes), toolTip, true);
    };
    addPart(tr("Only attributes changed"), its.hidden.attributesOnly,
            tr("A later layer has the same content again, with another mode, owner or time"));
    addPart(tr("Overwritten"), its.hidden.overwritten, tr("A later layer has something else in its place"));
    addPart(tr("Deleted later"), its.hidden.deleted, tr("A later layer removes it"));
    if (its.knowsContents)
        addFigure(tr("Duplicates"), sizeText(its.duplicateBytes),
                  tr("Files in the image with the same content, without one copy of each"));
    if (const auto compressed = its.compressedSize())
        addFigure(tr("On the wire"), sizeText(*compressed), tr("The compressed layers, as they are pulled"));
    if (const QString base = baseText(its); !base.isEmpty())
        addFigure(tr("Base image"), base);
    addFigure(tr("dive’s efficiency"), percentText(its.dive.efficiency),
              tr("As dive computes it: of each path, the smallest size in relation to the sum of its sizes in all layers"));
    addFigure(tr("dive’s wasted space"), sizeText(its.dive.wastedBytes),
              tr("As dive computes it: the sizes of all paths that occur in several layers"));
    if (!its.knowsContents) {
        m_note->setText(
            tr("Duplicates, and files of which only attributes have changed, are known once the image has been verified."));
        m_note->show();
    }
}

void SizePanel::showRest()
{
    const std::vector<std::size_t> ticked = m_model->ticked();
    m_rest->setVisible(m_analysis && !m_analysis->savings.empty());
    if (!m_analysis)
        return;
    if (ticked.empty()) {
        m_rest->setText(tr("Tick what you would change, to see the size then."));
        return;
    }
    const ImageAnalysis::Rest rest = m_analysis->without(ticked);
    QString text = tr("The layers would have %1 instead of %2.").arg(sizeText(rest.layersSize), sizeText(m_analysis->layersSize));
    if (rest.compressedSize)
        text += u' ' + tr("On the wire: about %1.").arg(sizeText(*rest.compressedSize));
    m_rest->setText(text);
}

} // namespace stratoscope::ui
