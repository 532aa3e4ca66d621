// SPDX-License-Identifier: Apache-2.0
#include "ui/library/library_pane.h"

#include "ui/common/message_bar.h"
#include "ui/common/page_layout.h"
#include "ui/library/library.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_delegate.h"
#include "ui/library/registry_list.h"
#include "ui/settings/settings.h"
#include "ui/style/icons.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

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
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_message);
    column->addWidget(m_parts, 1);

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
    connect(m_actions, &LibraryActions::openRequested, this, &LibraryPane::openRequested);
    connect(m_actions, &LibraryActions::pullRequested, this, &LibraryPane::pullRequested);
    connect(m_actions, &LibraryActions::importRequested, this, &LibraryPane::importRequested);
    connect(m_registries, &RegistryList::searchRequested, this, &LibraryPane::searchRequested);
    connect(m_registries, &RegistryList::settingsRequested, this, &LibraryPane::registryRequested);
}

QWidget *LibraryPane::buildImages()
{
    auto *const part = new QWidget;
    m_filter = new QLineEdit(part);
    m_filter->setObjectName(u"filter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the library"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s, Tint::Muted), QLineEdit::LeadingPosition);
    m_filter->setAcceptDrops(false); // files dropped here are opened, as everywhere in the window
    m_filter->installEventFilter(this);
    m_sort = new QToolButton(part);
    m_sort->setIcon(icon(u"sort"_s));
    m_sort->setPopupMode(QToolButton::InstantPopup);
    m_sort->setAutoRaise(true);
    m_sort->setToolTip(tr("Sort"));
    m_sort->setAccessibleName(tr("Sort the library"));
    m_images = new QListView(part);
    m_images->setObjectName(u"images"_s);
    m_images->setModel(m_order);
    m_images->setItemDelegate(new LibraryDelegate(m_images));
    m_images->setUniformItemSizes(true);
    m_images->setFrameShape(QFrame::NoFrame);
    m_images->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_images->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_images->setContextMenuPolicy(Qt::CustomContextMenu);
    m_images->setAccessibleName(tr("Images"));
    m_images->installEventFilter(this);
    m_hint = makeMutedLabel(m_images);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(12, 12, 12, 12);
    auto *const over = new QVBoxLayout(m_images);
    over->addWidget(m_hint);

    auto *const bar = new QHBoxLayout;
    bar->setContentsMargins(6, 6, 6, 6);
    bar->setSpacing(4);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_sort);
    auto *const column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_images, 1);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
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
    m_hint->setText(m_library.model()->rowCount() > 0
                        ? tr("No matches")
                        : tr("Images that you pull or open are listed here.\n\nYou can also drop files here."));
}

void LibraryPane::focusImages()
{
    focusList(m_images);
}

void LibraryPane::refreshRegistries()
{
    m_registries->refresh();
}

void LibraryPane::setOpenTest(std::function<bool(const LibraryRow &)> isOpen)
{
    m_actions->setOpenTest(std::move(isOpen));
}

void LibraryPane::verify(const LibraryRow &row)
{
    m_actions->verify(row);
}

void LibraryPane::saveLayout() const
{
    settings::libraryLayout.set(m_parts->saveState());
}

bool LibraryPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_filter && key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    if (watched == m_filter && (isEnter || key == Qt::Key_Down)) {
        focusImages();
        return true;
    }
    if (watched == m_images && isEnter) {
        m_actions->open();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stratoscope::ui
