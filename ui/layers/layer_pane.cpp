// SPDX-License-Identifier: Apache-2.0
#include "ui/layers/layer_pane.h"

#include "ui/common/page_layout.h"
#include "ui/common/segment_bar.h"
#include "ui/layers/layer_delegate.h"
#include "ui/layers/layer_model.h"
#include "ui/style/icons.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QScopedValueRollback>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

/// With Ctrl pressed, QListView would select everything up to what is clicked, as with Shift.
class LayerList : public QListView
{
public:
    using QListView::QListView;

protected:
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override
    {
        const bool isMouse = event
            && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease
                || event->type() == QEvent::MouseMove);
        if (isMouse && static_cast<const QMouseEvent *>(event)->modifiers() & Qt::ControlModifier)
            return event->type() == QEvent::MouseButtonPress && index.isValid() ? QItemSelectionModel::ClearAndSelect
                                                                                : QItemSelectionModel::NoUpdate;
        return QListView::selectionCommand(index, event);
    }
};

} // namespace

LayerPane::LayerPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new LayerModel(this))
    , m_list(new LayerList(this))
    , m_switch(new SegmentBar({{tr("Whole image"), tr("The file system of all layers combined")},
                               {tr("Up to this layer"), tr("The file system after the selected layer")},
                               {tr("Layer changes"), tr("What the selected layers add, change and remove")}},
                              this))
{
    setMinimumWidth(200);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LayerDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::ContiguousSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Layers"));

    makeColumn(this, {m_list}, {.between = kUsualSpacing});

    m_switch->setAccessibleName(tr("Show"));
    connect(m_switch, &SegmentBar::selected, this, [this](int scope) { chooseScope(TreeChoice::Scope(scope)); });

    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, &LayerPane::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LayerPane::selectionChanged);
}

void LayerPane::setImage(std::shared_ptr<const Image> image)
{
    m_image = std::move(image);
    m_model->setImage(m_image);
    m_switch->segment(TreeChoice::Whole)->setText(isPartial(*m_image) ? tr("Layers so far") : tr("Whole image"));
    for (const auto scope : {TreeChoice::UpTo, TreeChoice::Only})
        m_switch->segment(scope)->setEnabled(!m_image->layers.empty());
    showChoice();
}

void LayerPane::choose(const TreeChoice &choice)
{
    const bool changed = !(m_choice == choice);
    m_choice = choice;
    if (choice.scope != TreeChoice::Whole)
        m_layerScope = choice.scope;
    m_switch->setCurrent(choice.scope);
    showChoice();
    if (changed)
        Q_EMIT choiceChanged(m_choice);
}

/// Selects the rows of the current choice.
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
    int first = int(m_image->layers.size());
    int last = -1;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes()) {
        const int layer = index.data(LayerModel::LayerRole).toInt();
        if (layer == LayerModel::kWholeImage)
            return choose({TreeChoice::Whole, m_choice.layer});
        first = std::min(first, layer);
        last = std::max(last, layer);
    }
    if (last < 0) // a step without a layer was clicked: restore the selection
        QMetaObject::invokeMethod(this, &LayerPane::showChoice, Qt::QueuedConnection);
    else
        choose({first < last ? TreeChoice::Only : m_layerScope, last, first});
}

void LayerPane::chooseScope(TreeChoice::Scope scope)
{
    if (m_image->layers.empty())
        return choose({});
    const bool whole = m_choice.scope == TreeChoice::Whole;
    const int layer = whole ? int(m_image->layers.size()) - 1 : m_choice.layer;
    choose({scope, layer, whole || scope != TreeChoice::Only ? layer : m_choice.first});
}

void LayerPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    const int number = index.data(LayerModel::LayerRole).toInt();
    QMenu menu;
    const auto addCopy = [&menu](const QString &label, const QString &text) {
        menu.addAction(icon(u"copy"_s), label, [text] { QGuiApplication::clipboard()->setText(text); })
            ->setEnabled(!text.isEmpty());
    };
    if (number == LayerModel::kWholeImage) {
        addCopy(tr("Copy &Digest"), m_image->digest ? m_image->digest->toString() : QString());
    } else {
        if (number >= 0) {
            const ImageLayer &layer = m_image->layers[std::size_t(number)];
            menu.addAction(tr("&Up to This Layer"), this, [this] { chooseScope(TreeChoice::UpTo); });
            menu.addAction(tr("&Layer Changes"), this, [this] { chooseScope(TreeChoice::Only); });
            menu.addSeparator();
            addCopy(tr("Copy &Digest"), layer.digest ? layer.digest->toString() : QString());
            addCopy(tr("Copy Di&ff ID"), layer.diffId ? layer.diffId->toString() : QString());
        }
        addCopy(tr("Copy &Instruction"), index.data().toString());
    }
    menu.exec(m_list->viewport()->mapToGlobal(position));
}

} // namespace stratoscope::ui
