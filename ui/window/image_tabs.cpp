// SPDX-License-Identifier: Apache-2.0
#include "ui/window/image_tabs.h"

#include "archive/image_name.h"
#include "ui/application/application.h"
#include "ui/common/page_layout.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/style/icons.h"

#include <QMouseEvent>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

ImageTabs::ImageTabs(Application &application, QWidget *parent)
    : QTabWidget(parent)
    , m_application(application)
{
    setDocumentMode(true);
    setMovable(true);
    setElideMode(Qt::ElideNone); // many tabs are scrolled, not squeezed to a letter each
    setUsesScrollButtons(true);
    setAccessibleName(tr("Open images"));
    tabBar()->installEventFilter(this);
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

ImageTab *ImageTabs::add(const QString &name, const std::optional<Platform> &platform)
{
    auto *const tab = new ImageTab(m_application.session(), m_application.transfers(), name, platform, this);
    connect(tab, &ImageTab::changed, this, [this, tab] {
        updateTitle(tab);
        if (tab == currentWidget())
            Q_EMIT currentUpdated();
    });
    connect(tab, &ImageTab::closeRequested, this, [this, tab] { closeTab(indexOf(tab)); });
    connect(tab, &ImageTab::leftToTransfers, this, &ImageTabs::leftToTransfers);
    connect(tab, &ImageTab::pullRequested, this, [this, tab] { Q_EMIT pullRequested(tab); });
    connect(tab, &ImageTab::importRequested, this, [this, tab] { Q_EMIT importRequested(tab); });
    connect(tab, &ImageTab::verifyRequested, this, [this, tab] { Q_EMIT verifyRequested(tab); });
    connect(tab, &ImageTab::opened, this, [this, tab] { remember(tab); });
    addPage(tab, QString());
    updateTitle(tab);
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
    if (tab && tab->view())
        tab->view()->saveLayout();
    tabBar()->tabButton(index, QTabBar::RightSide)->deleteLater(); // it may be the sender
    removeTab(index);
    if (tab)
        tab->deleteLater();
    Q_EMIT currentUpdated();
}

void ImageTabs::step(int distance)
{
    if (count() > 1)
        setCurrentIndex((currentIndex() + distance + count()) % count());
}

void ImageTabs::updateTitle(const ImageTab *tab)
{
    const int index = indexOf(tab);
    if (index < 0)
        return;
    constexpr int kMaxLetters = 36;
    const QFontMetrics metrics = tabBar()->fontMetrics();
    const QString title = metrics.elidedText(tab->title(), Qt::ElideMiddle, kMaxLetters * metrics.averageCharWidth());
    setTabText(index, QString(title).replace(u'&', u"&&"_s)); // a single one would mark a mnemonic
    setTabToolTip(index, tab->toolTip());
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
    if (watched == tabBar() && event->type() == QEvent::MouseButtonRelease) {
        const auto *const mouse = static_cast<QMouseEvent *>(event);
        const int index = tabBar()->tabAt(mouse->position().toPoint());
        if (mouse->button() == Qt::MiddleButton && index >= 0) {
            closeTab(index);
            return true;
        }
    }
    return QTabWidget::eventFilter(watched, event);
}

} // namespace stratoscope::ui
