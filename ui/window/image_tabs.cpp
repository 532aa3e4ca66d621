// SPDX-License-Identifier: Apache-2.0
#include "ui/window/image_tabs.h"

#include "archive/image_name.h"
#include "ui/application/application.h"
#include "ui/common/format.h"
#include "ui/common/page_layout.h"
#include "ui/image/image_data.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/library/load_menu.h"
#include "ui/style/icons.h"
#include "ui/window/compare_menu.h"

#include <QClipboard>
#include <QDrag>
#include <QGuiApplication>
#include <QMap>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPointer>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ImageTabs::ImageTabs(Application &application, QWidget *parent)
    : QTabWidget(parent)
    , m_application(application)
    , m_compareMenu(new CompareMenu(application, *this, this))
{
    setDocumentMode(true);
    setMovable(true);
    setElideMode(Qt::ElideNone); // many tabs are scrolled, not squeezed to a letter each
    setUsesScrollButtons(true);
    setAccessibleName(tr("Open images"));
    tabBar()->installEventFilter(this);
    tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(tabBar(), &QWidget::customContextMenuRequested, this, &ImageTabs::showTabMenu);
    connect(this, &QTabWidget::currentChanged, this, &ImageTabs::currentUpdated);
}

ImageTab *ImageTabs::currentTab() const
{
    return qobject_cast<ImageTab *>(currentWidget());
}

ImageView *ImageTabs::currentView() const
{
    return currentTab() ? currentTab()->view() : nullptr;
}

ImageTab *ImageTabs::tabUnder(const QPoint &point) const
{
    return tabAt(tabBar()->tabAt(tabBar()->mapFrom(window(), point)));
}

ImageTab *ImageTabs::tabAt(int index) const
{
    return qobject_cast<ImageTab *>(widget(index));
}

QList<ImageTab *> ImageTabs::tabsOf(const LibraryRow &row) const
{
    QList<ImageTab *> tabs;
    for (int i = 0; i < count(); ++i) {
        ImageTab *const tab = tabAt(i);
        const Image *const image = tab && tab->view() ? tab->view()->image().get() : nullptr;
        if (image && image->source == SourceKind::Store && image->location == row.name && image->config.platform == row.platform)
            tabs.append(tab);
    }
    return tabs;
}

void ImageTabs::open(const QString &given, const std::optional<Platform> &platform)
{
    // A relative path would name another file if the program were restarted in another folder.
    const QString name = absoluteImageName(given);
    for (int i = 0; i < count(); ++i) {
        if (tabAt(i) && tabAt(i)->name() == name && tabAt(i)->platform() == platform)
            return setCurrentIndex(i);
    }
    ImageTab *const tab = add(name, platform);
    setCurrentWidget(tab);
    tab->open();
}

void ImageTabs::compare(const QString &name, const std::optional<Platform> &platform, const ImageChoice &other)
{
    open(name, platform);
    currentTab()->compareWith(other.name, other.platform);
}

ImageTab *ImageTabs::add(const QString &name, const std::optional<Platform> &platform)
{
    auto *const tab
        = new ImageTab(m_application.session(), m_application.transfers(), m_application.mounts(), name, platform, this);
    connect(tab, &ImageTab::changed, this, [this, tab] {
        updateTitles();
        if (tab == currentWidget())
            Q_EMIT currentUpdated();
    });
    connect(tab, &ImageTab::closeRequested, this, [this, tab] { closeTab(indexOf(tab)); });
    connect(tab, &ImageTab::leftToTransfers, this, &ImageTabs::leftToTransfers);
    connect(tab, &ImageTab::pullRequested, this, [this, tab] { Q_EMIT pullRequested(tab); });
    connect(tab, &ImageTab::importRequested, this, [this, tab] { Q_EMIT importRequested(tab); });
    connect(tab, &ImageTab::verifyRequested, this, [this, tab] { Q_EMIT verifyRequested(tab); });
    connect(tab, &ImageTab::opened, this, [this, tab] { remember(tab); });
    connect(tab, &ImageTab::stateChanged, this, &ImageTabs::stateChanged);
    addPage(tab, QString());
    updateTitles();
    return tab;
}

void ImageTabs::addPage(QWidget *page, const QString &title)
{
    const int index = addTab(page, title);
    // The style's own button is red in Fusion.
    auto *const button = makeIconButton(icon(u"close"_s, Tint::Muted), tr("Close"), tabBar());
    button->setIconSize(QSize(12, 12));
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QToolButton::clicked, page, [this, page] { closeTab(indexOf(page)); });
    tabBar()->setTabButton(index, QTabBar::RightSide, button);
}

void ImageTabs::closeTab(int index)
{
    if (index < 0)
        return;
    ImageTab *const tab = tabAt(index);
    constexpr qsizetype kMostClosed = 20;
    if (tab && tab->view())
        tab->view()->saveLayout();
    if (tab)
        m_closed.append(tab->saved());
    if (m_closed.size() > kMostClosed)
        m_closed.removeFirst();
    tabBar()->tabButton(index, QTabBar::RightSide)->deleteLater(); // it may be the sender
    removeTab(index);
    if (tab)
        tab->deleteLater();
    updateTitles();
    Q_EMIT currentUpdated();
}

void ImageTabs::closeOthers(int index)
{
    QWidget *const kept = widget(index);
    for (int i = count() - 1; i >= 0; --i) {
        if (widget(i) != kept)
            closeTab(i);
    }
}

void ImageTabs::reopen()
{
    if (m_closed.isEmpty())
        return;
    const SavedTab saved = m_closed.takeLast();
    const auto platform = Platform::parse(saved.platform);
    ImageTab *const tab = add(saved.name, platform ? std::optional(*platform) : std::nullopt);
    tab->setRestored(saved);
    setCurrentWidget(tab);
    tab->open();
}

void ImageTabs::showTabMenu(const QPoint &position)
{
    const int index = tabBar()->tabAt(position);
    QMenu menu;
    if (index >= 0) {
        QWidget *const page = widget(index);
        menu.addAction(icon(u"close"_s), tr("&Close"), this, [this, page] { closeTab(indexOf(page)); });
        menu.addAction(tr("Close &Others"), this, [this, page] { closeOthers(indexOf(page)); })->setEnabled(count() > 1);
    }
    menu.addAction(tr("&Reopen Closed Tab"), this, &ImageTabs::reopen)->setEnabled(hasClosed());
    if (const ImageTab *const tab = tabAt(index)) {
        menu.addSeparator();
        const Image *const image = tab->view() ? tab->view()->image().get() : nullptr;
        m_compareMenu->setSubject({tab->name(), tab->platform(), image ? std::optional(image->config.platform) : std::nullopt});
        m_compareMenu->disconnect(this);
        connect(m_compareMenu, &CompareMenu::chosen, this, [this, tab = QPointer(tabAt(index))](const ImageChoice &choice) {
            if (!tab) // closed meanwhile
                return;
            setCurrentWidget(tab);
            tab->compareWith(choice.name, choice.platform);
        });
        menu.addMenu(m_compareMenu);
        if (tab->isComparing())
            menu.addAction(tr("&End Comparison"), tabAt(index), &ImageTab::endComparison);
        menu.addSeparator();
        addDestinations(menu, tabAt(index));
        menu.addSeparator();
        menu.addAction(icon(u"copy"_s), tr("Copy &Name"), this,
                       [name = tab->name()] { QGuiApplication::clipboard()->setText(name); });
    }
    menu.exec(tabBar()->mapToGlobal(position));
}

void ImageTabs::addDestinations(QMenu &menu, ImageTab *tab)
{
    if (tab->isMounted())
        menu.addAction(icon(u"folder"_s), tr("Un&mount"), tab, &ImageTab::unmount);
    else
        menu.addAction(icon(u"folder"_s), tr("&Mount"), tab, &ImageTab::mount)->setEnabled(tab->isComplete());
    menu.addAction(icon(u"upload"_s), tr("&Push to Registry…"), tab, [this, tab] { Q_EMIT pushRequested(tab); })
        ->setEnabled(tab->isComplete());
    auto *const load = new LoadMenu(m_application.library().engines(), &menu);
    load->menuAction()->setEnabled(tab->isComplete());
    menu.addMenu(load);
    connect(load, &LoadMenu::chosen, tab, [this, tab](const Engine &engine) { this->load(tab, engine); });
}

void ImageTabs::load(const ImageTab *tab, const Engine &engine)
{
    Q_EMIT leftToTransfers(m_application.library().load(tab->name(), tab->view()->image()->config.platform, engine));
}

void ImageTabs::step(int distance)
{
    if (count() > 1)
        setCurrentIndex((currentIndex() + distance + count()) % count());
}

/// Tabs with the same title also say what distinguishes them.
void ImageTabs::updateTitles()
{
    constexpr int kMaxLetters = 36;
    QMap<QString, QList<ImageTab *>> named;
    for (int i = 0; i < count(); ++i) {
        if (ImageTab *const tab = tabAt(i))
            named[tab->title()].append(tab);
    }
    const QFontMetrics metrics = tabBar()->fontMetrics();
    // Of a comparison, both names are to be told.
    const auto elided = [&](const QString &text) {
        static const QString kArrow = u" ↔ "_s;
        QStringList names = text.split(kArrow);
        const int letters = names.size() > 1 ? kMaxLetters * 3 / 4 : kMaxLetters;
        for (QString &name : names)
            name = metrics.elidedText(name, Qt::ElideMiddle, letters * metrics.averageCharWidth());
        return names.join(kArrow);
    };
    for (const auto &[title, tabs] : named.asKeyValueRange()) {
        QStringList said(tabs.size());
        for (int level = 0; level < 2 && tabs.size() > 1; ++level) {
            QStringList qualifiers;
            for (const ImageTab *const tab : tabs)
                qualifiers += tab->qualifiers().at(level);
            const QStringList distinct = distinctions(qualifiers);
            const bool helps = !std::ranges::all_of(qualifiers, [&](const QString &other) { return other == qualifiers.front(); });
            for (qsizetype i = 0; helps && i < tabs.size(); ++i)
                said[i] = said[i].isEmpty() || distinct[i].isEmpty() ? said[i] + distinct[i] : listText({said[i], distinct[i]});
        }
        for (qsizetype i = 0; i < tabs.size(); ++i) {
            const QString text = said[i].isEmpty() ? elided(title) : tr("%1 (%2)").arg(elided(title), elided(said[i]));
            setTabText(indexOf(tabs[i]), QString(text).replace(u'&', u"&&"_s)); // a single one would mark a mnemonic
            setTabToolTip(indexOf(tabs[i]), tabs[i]->toolTip());
        }
    }
}

void ImageTabs::remember(const ImageTab *tab)
{
    if (tab->platform())
        return; // its name alone would open another image
    settings::addRecentImage(tab->name());
    m_application.library().refresh();
}

bool ImageTabs::eventFilter(QObject *watched, QEvent *event)
{
    return (watched == tabBar() && tabBarEvent(event)) || QTabWidget::eventFilter(watched, event);
}

bool ImageTabs::tabBarEvent(QEvent *event)
{
    constexpr int kPullDistance = 16; // pixels that the pointer has to leave the tabs, where they are put in another order
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease
        || event->type() == QEvent::MouseMove) {
        const auto *const mouse = static_cast<QMouseEvent *>(event);
        const QPoint point = mouse->position().toPoint();
        const int index = tabBar()->tabAt(point);
        if (event->type() == QEvent::MouseButtonPress) {
            m_pressed = mouse->button() == Qt::LeftButton ? index : -1;
            m_shownBefore = currentWidget();
        }
        if (event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::MiddleButton && index >= 0) {
            closeTab(index);
            return true;
        }
        const bool isOutside = !tabBar()->rect().adjusted(0, -kPullDistance, 0, kPullDistance).contains(point);
        if (event->type() == QEvent::MouseMove && mouse->buttons() & Qt::LeftButton && m_pressed >= 0 && isOutside) {
            dragTab(currentIndex()); // which was pressed, wherever it has been moved
            return true;
        }
    }
    return false;
}

/// To be compared with the image that it is dropped on.
void ImageTabs::dragTab(int index)
{
    m_pressed = -1;
    const ImageTab *const tab = tabAt(index);
    if (!tab)
        return;
    // The bar has begun to move the tab; the mouse button will be released elsewhere.
    const QPointF point = tabBar()->tabRect(index).center();
    QMouseEvent release(QEvent::MouseButtonRelease, point, tabBar()->mapToGlobal(point), Qt::LeftButton, Qt::NoButton,
                        Qt::NoModifier);
    QCoreApplication::sendEvent(tabBar(), &release);
    auto *const drag = new QDrag(tabBar());
    auto *const data = new QMimeData;
    addImage(*data, tab->name(), tab->platform());
    drag->setMimeData(data);
    drag->setPixmap(tabBar()->grab(tabBar()->tabRect(index)));
    // Pressing the tab has shown its image, in place of the one that it can be dropped on.
    QPointer<QWidget> dragged = currentWidget();
    if (m_shownBefore)
        setCurrentWidget(m_shownBefore);
    if (drag->exec(Qt::CopyAction) == Qt::IgnoreAction && dragged)
        setCurrentWidget(dragged);
}

} // namespace stratoscope::ui
