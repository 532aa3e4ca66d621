// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/layer_pane.h"

#include "ui/models/layer_model.h"
#include "ui/widgets/layer_delegate.h"
#include "ui/widgets/segment.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QListView>
#include <QScopedValueRollback>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

LayerPane::LayerPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new LayerModel(this))
    , m_list(new QListView(this))
    , m_switch(new QWidget(this))
    , m_scopes(new QButtonGroup(this))
{
    setMinimumWidth(200);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LayerDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::ContiguousSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Layers"));

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list);

    auto *const row = new QHBoxLayout(m_switch);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto addScope = [&](TreeChoice::Scope scope, const QString &text, const QString &toolTip) {
        auto *const button = new Segment(text, m_switch);
        button->setToolTip(toolTip);
        m_scopes->addButton(button, scope);
        row->addWidget(button);
    };
    addScope(TreeChoice::Whole, tr("Whole image"), tr("The file system of all layers together"));
    addScope(TreeChoice::UpTo, tr("Through this layer"), tr("The file system as it was after the selected layer"));
    addScope(TreeChoice::Only, tr("Only its changes"), tr("What the selected layer, or all the selected ones together, adds, changes and removes"));
    m_scopes->button(TreeChoice::Whole)->setChecked(true);
    m_switch->setAccessibleName(tr("What is shown"));

    connect(m_scopes, &QButtonGroup::idClicked, this, [this](int id) { chooseScope(TreeChoice::Scope(id)); });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LayerPane::selectionChanged);
}

void LayerPane::setImage(std::shared_ptr<const Image> image)
{
    m_layerCount = int(image->layers.size());
    m_model->setImage(std::move(image));
    showChoice();
}

void LayerPane::setCounts(int layer, const ChangeCounts &counts)
{
    m_model->setCounts(layer, counts);
}

void LayerPane::refreshStates()
{
    m_model->refreshStates();
}

void LayerPane::choose(const TreeChoice &choice)
{
    const bool changed = !(m_choice == choice);
    m_choice = choice;
    if (choice.scope != TreeChoice::Whole)
        m_layerScope = choice.scope;
    m_scopes->button(choice.scope)->setChecked(true);
    showChoice();
    if (changed)
        Q_EMIT choiceChanged(m_choice);
}

/// Selects what is chosen.
void LayerPane::showChoice()
{
    const QScopedValueRollback guard(m_isShowing, true);
    const bool whole = m_choice.scope == TreeChoice::Whole;
    const QModelIndex last = m_model->index(whole ? 0 : m_model->rowOf(m_choice.layer));
    const QModelIndex first = whole || m_choice.scope == TreeChoice::UpTo ? last : m_model->index(m_model->rowOf(m_choice.first));
    m_list->selectionModel()->select(QItemSelection(first, last), QItemSelectionModel::ClearAndSelect);
    m_list->selectionModel()->setCurrentIndex(last, QItemSelectionModel::NoUpdate);
    m_list->scrollTo(last);
}

void LayerPane::selectionChanged()
{
    if (m_isShowing)
        return;
    int first = m_layerCount;
    int last = -1;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes()) {
        const int layer = index.data(LayerModel::LayerRole).toInt();
        if (layer == LayerModel::kWholeImage)
            return choose({TreeChoice::Whole, m_choice.layer});
        first = std::min(first, layer);
        last = std::max(last, layer);
    }
    if (last < 0) // a step without a layer was clicked: what is shown stays chosen
        QMetaObject::invokeMethod(this, &LayerPane::showChoice, Qt::QueuedConnection);
    else
        choose({first < last ? TreeChoice::Only : m_layerScope, last, first});
}

void LayerPane::chooseScope(TreeChoice::Scope scope)
{
    if (m_layerCount == 0)
        return choose({});
    const bool whole = m_choice.scope == TreeChoice::Whole;
    const int layer = whole ? m_layerCount - 1 : m_choice.layer;
    choose({scope, layer, whole || scope != TreeChoice::Only ? layer : m_choice.first});
}

} // namespace stratoscope::ui
