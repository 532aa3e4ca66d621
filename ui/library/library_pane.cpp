// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_pane.h"

#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/common/search_field.h"
#include "ui/library/image_list.h"
#include "ui/library/library.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_delegate.h"
#include "ui/library/registry_list.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QActionGroup>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

LibraryPane::LibraryPane(Session &session, Library &library, QWidget *parent)
    : QWidget(parent)
    , m_library(library)
    , m_order(new LibraryOrder(library.model(), this))
    , m_message(new MessageBar(this))
    , m_registries(new RegistryList)
    , m_parts(new QSplitter(Qt::Vertical, this))
{
    m_parts->setObjectName(u"library"_s);
    m_parts->addWidget(buildImages());
    m_parts->addWidget(m_registries);
    m_parts->setStretchFactor(0, 1);
    m_parts->setStretchFactor(1, 0);
    m_parts->setChildrenCollapsible(false);
    m_parts->setSizes({400, 110});
    m_parts->restoreState(settings::libraryLayout());
    makeColumn(this, {{m_parts, 1}});

    m_order->setSort(LibrarySort(std::clamp(settings::librarySort(), 0, int(LibrarySort::Size))),
                     settings::isLibraryReversed() ? Qt::DescendingOrder : Qt::AscendingOrder);
    buildSortMenu();
    m_actions = new LibraryActions(session, library, m_images, m_message);
    updateHint();
    connect(&library, &Library::changed, this, &LibraryPane::updateHint);
    connect(m_images, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        if (m_images->indexAt(position).isValid())
            m_actions->menu()->popup(m_images->viewport()->mapToGlobal(position));
    });
}

QWidget *LibraryPane::buildImages()
{
    auto *const part = new QWidget;
    m_filter = new SearchField(tr("Filter"), tr("Filter the library"), part);
    m_filter->setObjectName(u"filter"_s);

    m_sort = makeIconButton(icon(u"sort"_s), tr("Sort the library"), part);
    m_sort->setPopupMode(QToolButton::InstantPopup);
    auto *const images = new ImageList(part);
    connect(images, &ImageList::dragRequested, this, [this] { m_actions->drag(); });
    images->setDropping(
        {.canDrop = [this](const QMimeData &data, const QModelIndex &onto) { return m_actions->canDrop(data, onto); },
         .drop = [this](const QMimeData &data, const QModelIndex &onto) { return m_actions->drop(data, onto); }});
    m_images = images;
    m_images->setDragEnabled(true);
    m_images->setObjectName(u"images"_s);
    m_images->setModel(m_order);
    m_images->setItemDelegate(new LibraryDelegate(m_images));
    m_images->setUniformItemSizes(true);
    m_images->setFrameShape(QFrame::NoFrame);
    m_images->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_images->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_images->setContextMenuPolicy(Qt::CustomContextMenu);
    m_images->setAccessibleName(tr("Images"));
    m_hint = makeHint(m_images);
    makeColumn(m_images, {m_hint});

    auto *const bar = makeRow(nullptr, {{m_filter, 1}, m_sort}, {.around = {6, 6, 6, 6}, .between = 4});
    makeColumn(part, {bar, {m_images, 1}, m_message});

    connect(m_filter, &SearchField::downPressed, this, &LibraryPane::focusImages);
    connect(m_filter, &SearchField::returnPressed, this, &LibraryPane::focusImages);
    connect(m_filter, &SearchField::textChanged, this, [this](const QString &text) {
        m_order->setFilter(text);
        updateHint();
    });
    return part;
}

void LibraryPane::buildSortMenu()
{
    auto *const menu = new QMenu(m_sort);
    auto *const by = new QActionGroup(menu);
    const auto addSort = [&](LibrarySort sort, const QString &text) {
        QAction *const action = menu->addAction(text, this, [this, sort] {
            // Newest and largest first.
            setSort(sort, sort != LibrarySort::Name);
        });
        action->setCheckable(true);
        action->setChecked(m_order->sorting() == sort);
        by->addAction(action);
    };
    addSort(LibrarySort::Name, tr("By &Name"));
    addSort(LibrarySort::Date, tr("By &Date"));
    addSort(LibrarySort::Size, tr("By &Size"));
    menu->addSeparator();
    QAction *const reverse = menu->addAction(tr("&Reverse"));
    reverse->setCheckable(true);
    connect(reverse, &QAction::triggered, this, [this](bool on) { setSort(m_order->sorting(), on); });
    connect(menu, &QMenu::aboutToShow, reverse,
            [this, reverse] { reverse->setChecked(m_order->direction() == Qt::DescendingOrder); });
    m_sort->setMenu(menu);
}

void LibraryPane::setSort(LibrarySort sort, bool reversed)
{
    m_order->setSort(sort, reversed ? Qt::DescendingOrder : Qt::AscendingOrder);
    settings::librarySort.set(int(sort));
    settings::isLibraryReversed.set(reversed);
}

void LibraryPane::updateHint()
{
    m_hint->setVisible(m_order->rowCount() == 0);
    m_hint->setText(m_library.model()->hasImages()
                        ? tr("No matches")
                        : tr("Images that you pull or open are listed here.\n\nYou can also drop files here."));
}

void LibraryPane::focusImages()
{
    focusList(m_images);
}

void LibraryPane::saveLayout() const
{
    settings::libraryLayout.set(m_parts->saveState());
}

} // namespace stratoscope::ui
