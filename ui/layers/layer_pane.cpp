// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_pane.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/layers/comparison_bar.h"
#include "ui/layers/layer_delegate.h"
#include "ui/layers/layer_list.h"
#include "ui/layers/layer_model.h"
#include "ui/style/icons.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QMenu>
#include <QScopedValueRollback>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

LayerPane::LayerPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new LayerModel(this))
    , m_bar(new ComparisonBar(this))
    , m_list(new LayerList(this))
    , m_switch(new SegmentBar({{tr("Whole image"), tr("The file system of all layers combined")},
                               {tr("Up to this layer"), tr("The file system after the selected layer")},
                               {tr("Layer changes"), tr("What the selected layers add, change and remove")}},
                              this))
    , m_comparedSwitch(
          new SegmentBar({{tr("Up to these layers"), tr("The file systems after the selected layers are compared")},
                          {tr("These layers alone"), tr("Only what is in the selected layers themselves is compared")}},
                         this))
{
    setMinimumWidth(200);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LayerDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::ContiguousSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Layers"));
    m_list->setAccessibleDescription(
        tr("Alt+Up and Alt+Down move the state to compare with; with Shift, the state that is shown."));

    m_bar->hide();
    makeColumn(this, {m_bar, {m_list, 1}});

    m_switch->setAccessibleName(tr("Show"));
    connect(m_switch, &SegmentBar::selected, this, [this](int scope) { chooseScope(TreeChoice::Scope(scope)); });
    m_comparedSwitch->setAccessibleName(tr("Compare"));
    m_comparedSwitch->hide();
    connect(m_comparedSwitch, &SegmentBar::selected, this,
            [this](int segment) { chooseScope(segment == 0 ? TreeChoice::Between : TreeChoice::BetweenLayers); });

    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, &LayerPane::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LayerPane::selectionChanged);
    connect(m_list, &LayerList::chosen, this, &LayerPane::choose);
    connect(m_list, &QListView::clicked, this, &LayerPane::toggleBase);
    connect(m_list, &QListView::entered, this, &LayerPane::reportHovered);
    connect(m_list, &QListView::viewportEntered, this, [this] { Q_EMIT hovered(-1); });
    connect(m_list, &LayerList::left, this, [this] { Q_EMIT hovered(-1); });
}

void LayerPane::reportHovered(const QModelIndex &index)
{
    if (!isComparing())
        Q_EMIT hovered(std::max(index.data(LayerModel::LayerRole).toInt(), -1));
}

void LayerPane::setImage(std::shared_ptr<const Image> image)
{
    if (isComparing())
        m_choice = {};
    m_model->setImage(std::move(image));
    const Image &shown = *m_model->image(LayerModel::Before);
    m_switch->segment(TreeChoice::Whole)->setText(isPartial(shown) ? tr("Layers so far") : tr("Whole image"));
    for (const auto scope : {TreeChoice::UpTo, TreeChoice::Only})
        m_switch->segment(scope)->setEnabled(!shown.layers.empty());
    m_switch->setCurrent(m_choice.scope);
    m_switch->show();
    m_comparedSwitch->hide();
    showChoice();
}

void LayerPane::compare(std::shared_ptr<const Image> before, std::shared_ptr<const Image> after)
{
    m_choice = {TreeChoice::Between, int(after->layers.size()) - 1, int(before->layers.size()) - 1};
    m_model->setImages(std::move(before), std::move(after));
    m_switch->hide();
    m_comparedSwitch->setCurrent(0);
    m_comparedSwitch->show();
    showChoice();
}

bool LayerPane::isComparing() const
{
    return m_model->image(LayerModel::After) != nullptr;
}

void LayerPane::choose(const TreeChoice &choice)
{
    const bool changed = !(m_choice == choice);
    m_choice = choice;
    if (choice.scope == TreeChoice::UpTo || choice.scope == TreeChoice::Only)
        m_layerScope = choice.scope;
    if (choice.isOfTwoImages())
        m_comparedSwitch->setCurrent(choice.scope == TreeChoice::Between ? 0 : 1);
    else
        m_switch->setCurrent(choice.scope);
    showChoice();
    if (changed)
        Q_EMIT choiceChanged(m_choice);
}

/// Selects the rows of the current choice.
void LayerPane::showChoice()
{
    const QScopedValueRollback guard(m_isShowing, true);
    QItemSelectionModel &selection = *m_list->selectionModel();
    const auto select = [&](const QModelIndex &first, const QModelIndex &last, const QModelIndex &current) {
        selection.select(QItemSelection(first, last), QItemSelectionModel::Select);
        selection.setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    };
    const QModelIndex before = m_list->currentIndex();
    selection.clearSelection();
    if (isComparing()) {
        const QModelIndex first = m_model->index(m_model->rowOf(m_choice.first, LayerModel::Before));
        const QModelIndex last = m_model->index(m_model->rowOf(m_choice.layer, LayerModel::After));
        const bool staysAtFirst = before.isValid() && before.data(LayerModel::SideRole).toInt() == LayerModel::Before;
        select(first, first, first);
        select(last, last, staysAtFirst ? first : last);
    } else {
        const bool whole = m_choice.scope == TreeChoice::Whole;
        const QModelIndex last = m_model->index(whole ? 0 : m_model->rowOf(m_choice.layer));
        const QModelIndex first
            = whole || m_choice.scope == TreeChoice::UpTo ? last : m_model->index(m_model->rowOf(m_choice.first));
        select(first, last, last);
    }
    m_list->scrollTo(m_list->currentIndex());
    showHandles();
}

/// Puts the handles where the choice is, and tells where they can go.
void LayerPane::showHandles()
{
    std::array<LayerList::Stops, 2> stops;
    const auto add = [&](LayerList::Handle handle, const LayerList::Stop &stop) {
        auto &[all, current] = stops[handle];
        if (stop.choice == m_choice)
            current = all.size();
        all.push_back(stop);
    };
    const auto layers = [this](LayerModel::Side side) { return int(m_model->image(side)->layers.size()); };
    if (isComparing()) {
        for (const auto side : {LayerModel::Before, LayerModel::After}) {
            for (int layer = m_model->isBaseExpanded() ? 0 : std::max(0, m_model->commonLayers() - 1); layer < layers(side);
                 ++layer) {
                TreeChoice choice = m_choice;
                (side == LayerModel::Before ? choice.first : choice.layer) = layer;
                add(side == LayerModel::Before ? LayerList::From : LayerList::To,
                    {m_model->rowOf(layer, side), LayerList::Bottom, choice});
            }
        }
        return m_list->setStops(std::move(stops));
    }
    const int count = layers(LayerModel::Before);
    const int last = m_choice.scope == TreeChoice::Whole ? count - 1 : m_choice.layer;
    const bool isRange = m_choice.scope == TreeChoice::Only;
    add(LayerList::From,
        {0, LayerList::Middle, isRange ? TreeChoice{TreeChoice::UpTo, last} : m_choice, true}); // what is shown has no other side
    for (int first = 0; first <= last; ++first)
        add(LayerList::From, {m_model->rowOf(first), LayerList::Top, {TreeChoice::Only, last, first}});
    for (int layer = isRange ? m_choice.first : 0; layer < count; ++layer) {
        TreeChoice choice{isRange ? TreeChoice::Only : TreeChoice::UpTo, layer, isRange ? m_choice.first : layer};
        if (layer == last) // the whole image is its state after the last layer
            choice = m_choice;
        add(LayerList::To, {m_model->rowOf(layer), LayerList::Bottom, choice});
    }
    m_list->setStops(std::move(stops));
}

void LayerPane::selectionChanged()
{
    if (m_isShowing)
        return;
    const auto restore = [this] { QMetaObject::invokeMethod(this, &LayerPane::showChoice, Qt::QueuedConnection); };
    if (isComparing()) {
        if (m_list->selectionModel()->hasSelection())
            choose(comparedChoice(m_list->currentIndex()));
        return restore(); // the rows of both sides are selected
    }
    int first = int(m_model->image(LayerModel::Before)->layers.size());
    int last = -1;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes()) {
        const int layer = index.data(LayerModel::LayerRole).toInt();
        if (layer == LayerModel::kWholeImage)
            return choose({TreeChoice::Whole, m_choice.layer});
        first = std::min(first, layer);
        last = std::max(last, layer);
    }
    if (last < 0) // a step without a layer was clicked
        restore();
    else
        choose({first < last ? TreeChoice::Only : m_layerScope, last, first});
}

/// The choice with the state of this row on its side. A layer that both sides have is that of the side before or, with Shift, of
/// the side after.
TreeChoice LayerPane::comparedChoice(const QModelIndex &index) const
{
    auto side = LayerModel::Side(index.data(LayerModel::SideRole).toInt());
    if (index.data(LayerModel::CommonRole).toBool() && m_list->isExtending())
        side = LayerModel::After;
    int layer = index.data(LayerModel::LayerRole).toInt();
    TreeChoice choice = m_choice;
    if (layer == LayerModel::kWholeImage) {
        layer = int(m_model->image(side)->layers.size()) - 1;
        choice.scope = TreeChoice::Between;
    }
    if (layer >= 0)
        (side == LayerModel::Before ? choice.first : choice.layer) = layer;
    return choice;
}

void LayerPane::toggleBase(const QModelIndex &index)
{
    if (index.data(LayerModel::LayerRole).toInt() != LayerModel::kCommonBase)
        return;
    m_model->setBaseExpanded(!m_model->isBaseExpanded());
    showChoice();
    const QModelIndex base = m_model->index(m_model->rowOf(LayerModel::kCommonBase));
    m_list->selectionModel()->setCurrentIndex(base, QItemSelectionModel::NoUpdate);
    m_list->scrollTo(base);
}

void LayerPane::chooseScope(TreeChoice::Scope scope)
{
    if (isComparing() != TreeChoice{scope}.isOfTwoImages())
        return;
    if (isComparing())
        return choose({scope, m_choice.layer, m_choice.first});
    const int layers = int(m_model->image(LayerModel::Before)->layers.size());
    if (layers == 0)
        return choose({});
    const bool whole = m_choice.scope == TreeChoice::Whole;
    const int layer = whole ? layers - 1 : m_choice.layer;
    choose({scope, layer, whole || scope != TreeChoice::Only ? layer : m_choice.first});
}

void LayerPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    const int number = index.data(LayerModel::LayerRole).toInt();
    const Image &image = *m_model->image(LayerModel::Side(index.data(LayerModel::SideRole).toInt()));
    QMenu menu;
    const auto addCopy = [&menu](const QString &label, const QString &text) {
        menu.addAction(icon(u"copy"_s), label, [text] { QGuiApplication::clipboard()->setText(text); })
            ->setEnabled(!text.isEmpty());
    };
    if (number == LayerModel::kCommonBase)
        return;
    if (number == LayerModel::kWholeImage) {
        addCopy(tr("Copy &Digest"), image.digest ? image.digest->toString() : QString());
    } else {
        if (number >= 0) {
            const ImageLayer &layer = image.layers[std::size_t(number)];
            const bool isComparing = this->isComparing();
            menu.addAction(isComparing ? tr("Compare &Up to This Layer") : tr("&Up to This Layer"), this,
                           [=, this] { chooseScope(isComparing ? TreeChoice::Between : TreeChoice::UpTo); });
            menu.addAction(isComparing ? tr("Compare This &Layer Alone") : tr("&Layer Changes"), this,
                           [=, this] { chooseScope(isComparing ? TreeChoice::BetweenLayers : TreeChoice::Only); });
            menu.addSeparator();
            addCopy(tr("Copy &Digest"), layer.digest ? layer.digest->toString() : QString());
            addCopy(tr("Copy Di&ff ID"), layer.diffId ? layer.diffId->toString() : QString());
        }
        addCopy(tr("Copy &Instruction"), index.data().toString());
    }
    menu.exec(m_list->viewport()->mapToGlobal(position));
}

} // namespace stratoscope::ui
