// SPDX-License-Identifier: Apache-2.0
//
// What the window finds again at the next start.
#include "support/need.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/common/error_page.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

} // namespace

class TestRestoring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void opensWhatWasOpen();
    void followsEveryChange();
    void saysWhatIsGone();
    void doesNotPullUnasked();
    void forgetsNothingAtTheSecondStart();
    void keepsNothingInAFurtherWindow();
    void showsWhatWasShown();
    void reopensWhatWasClosed();
    void tellsTabsApart();
    void fitsTheScreen();
    void hidesPanes();
    void reloadsInPlace();

private:
    void makeWindow(Persistence persistence = Persistence::Enabled);
    QString copyOfSample(const QString &name) const;
    static bool isOpen(const ImageTab *tab) { return tab && tab->view() && tab->view()->isSettled(); }
    QStringList kept() const;
    QAction *action(const QString &text) const;

    QTemporaryDir m_directory;
    QString m_sample;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

void TestRestoring::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_sample = QFileInfo(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar")).canonicalFilePath();
    QVERIFY(!m_sample.isEmpty());
}

void TestRestoring::init()
{
    makeWindow();
}

void TestRestoring::cleanup()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    QSettings().clear();
}

void TestRestoring::makeWindow(Persistence persistence)
{
    m_window.reset();
    m_application.reset();
    m_application = std::make_unique<Application>(test::need(Store::open(m_directory.filePath(u"store"_s))), persistence);
    m_window = std::make_unique<MainWindow>(*m_application, QString());
    m_window->resize(1000, 700);
    m_window->restoreTabs();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

QString TestRestoring::copyOfSample(const QString &name) const
{
    const QString path = m_directory.filePath(name);
    QFile::remove(path);
    return QFile::copy(m_sample, path) ? path : QString();
}

QStringList TestRestoring::kept() const
{
    QStringList names;
    for (const SavedTab &tab : settings::openTabs())
        names += QFileInfo(tab.name).fileName();
    return names;
}

QAction *TestRestoring::action(const QString &text) const
{
    for (QAction *const action : m_window->findChildren<QAction *>()) {
        if (QString(action->text()).remove(u'&') == text)
            return action;
    }
    return nullptr;
}

void TestRestoring::opensWhatWasOpen()
{
    m_window->openImages({copyOfSample(u"a.tar"_s), copyOfSample(u"b.tar"_s), copyOfSample(u"c.tar"_s)});
    auto *const tabs = m_window->findChild<QTabWidget *>();
    tabs->setCurrentIndex(1);
    QTRY_COMPARE(settings::currentTab(), 1);
    makeWindow();
    QCOMPARE(test::tabs(*m_window).count(), 3);
    QCOMPARE(test::tabs(*m_window).currentTab(), test::tabs(*m_window).tabAt(1));
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    QVERIFY(!test::tabs(*m_window).tabAt(0)->view() && !test::tabs(*m_window).tabAt(0)->isOpening());
    QCOMPARE(test::tabs(*m_window).tabAt(2)->title(), u"c.tar"_s);
    m_window->findChild<QTabWidget *>()->setCurrentIndex(2);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).tabAt(2)), test::kPatience);
    QVERIFY(!test::tabs(*m_window).tabAt(0)->view());
}

void TestRestoring::followsEveryChange()
{
    m_window->openImages({copyOfSample(u"a.tar"_s)});
    QTRY_COMPARE(kept(), QStringList{u"a.tar"_s});
    m_window->openImages({copyOfSample(u"b.tar"_s)});
    QTRY_COMPARE(kept(), QStringList({u"a.tar"_s, u"b.tar"_s}));
    m_window->findChild<QTabWidget *>()->tabBar()->moveTab(0, 1);
    QTRY_COMPARE(kept(), QStringList({u"b.tar"_s, u"a.tar"_s}));
    action(u"Close Tab"_s)->trigger();
    QTRY_COMPARE(kept().size(), 1);
    m_window->resize(900, 650);
    QTRY_COMPARE(settings::windowGeometry(), m_window->saveGeometry());
}

void TestRestoring::saysWhatIsGone()
{
    const QString path = copyOfSample(u"gone.tar"_s);
    settings::openTabs.set({{.name = path}});
    QVERIFY(QFile::remove(path));
    makeWindow();
    const auto *const page = test::tabs(*m_window).currentTab()->findChild<ErrorPage *>();
    QTRY_VERIFY_WITH_TIMEOUT(page->isVisible(), test::kPatience);
    copyOfSample(u"gone.tar"_s);
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->text() == u"Try Again"_s)
            button->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
}

void TestRestoring::doesNotPullUnasked()
{
    settings::openTabs.set({{.name = u"localhost:1/none:1"_s}});
    makeWindow();
    const auto *const page = test::tabs(*m_window).currentTab()->findChild<ErrorPage *>();
    QTRY_VERIFY_WITH_TIMEOUT(page->isVisible(), test::kPatience);
    for (const Transfer &transfer : m_application->transfers().transfers())
        QVERIFY(transfer.kind != TransferKind::Pull);
    QStringList offered;
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->isVisible())
            offered += button->text();
    }
    QCOMPARE(offered, QStringList({u"Pull"_s, u"Copy Details"_s, u"Close"_s}));
}

void TestRestoring::forgetsNothingAtTheSecondStart()
{
    const QString a = copyOfSample(u"a.tar"_s);
    const QList<SavedTab> before{{.name = a}, {.name = a, .platform = u"linux/arm64"_s}};
    settings::openTabs.set(before);
    settings::currentTab.set(1);
    for (int i = 0; i < 2; ++i) {
        makeWindow();
        QCOMPARE(test::tabs(*m_window).count(), 2);
        QVERIFY(m_window->close());
        QCOMPARE(settings::openTabs(), before);
        QCOMPARE(settings::currentTab(), 1);
    }
}

void TestRestoring::keepsNothingInAFurtherWindow()
{
    makeWindow(Persistence::Disabled);
    m_window->openImages({copyOfSample(u"a.tar"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    QVERIFY(m_window->close());
    QVERIFY(settings::openTabs().isEmpty());
    QVERIFY(settings::transferLog().isEmpty());
}

void TestRestoring::showsWhatWasShown()
{
    m_window->openImages({copyOfSample(u"a.tar"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    ImageView *view = test::tabs(*m_window).currentTab()->view();
    view->layerPane()->choose({TreeChoice::UpTo, 1});
    QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), test::kPatience);
    TreeView *tree = view->treeView();
    const auto index
        = [&tree](std::string_view path) { return tree->treeModel()->indexOf(*tree->treeModel()->rows()->tree()->find(path)); };
    tree->setExpanded(index("/etc"), true);
    QVERIFY(tree->reveal(*tree->treeModel()->rows()->tree()->find("/etc/passwd")));
    QTRY_COMPARE(settings::openTabs().value(0).current, u"/etc/passwd"_s);
    makeWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    view = test::tabs(*m_window).currentTab()->view();
    tree = view->treeView();
    QTRY_COMPARE_WITH_TIMEOUT(view->statusText(), u"/etc/passwd"_s, test::kPatience);
    QVERIFY(view->choice() == (TreeChoice{TreeChoice::UpTo, 1}));
    QVERIFY(tree->isExpanded(index("/etc")));
    QVERIFY(!tree->isExpanded(index("/srv")));

    view->findChild<QLineEdit *>(u"filter"_s)->setText(u"type:dir"_s);
    view->showPage(u"image"_s);
    QTRY_COMPARE(settings::openTabs().value(0).page, u"image"_s);
    makeWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    view = test::tabs(*m_window).currentTab()->view();
    QCOMPARE(view->findChild<QLineEdit *>(u"filter"_s)->text(), u"type:dir"_s);
    QCOMPARE(view->page(), u"image"_s);
}

void TestRestoring::reopensWhatWasClosed()
{
    const QString a = copyOfSample(u"a.tar"_s);
    m_window->openImages({a, copyOfSample(u"b.tar"_s), copyOfSample(u"c.tar"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).tabAt(0)), test::kPatience);
    test::tabs(*m_window).tabAt(0)->view()->layerPane()->choose({TreeChoice::Only, 2});
    QVERIFY(!action(u"Reopen Closed Tab"_s)->isEnabled());
    test::tabs(*m_window).closeOthers(1);
    QTRY_COMPARE(kept(), QStringList{u"b.tar"_s});
    action(u"Reopen Closed Tab"_s)->trigger();
    QCOMPARE(test::tabs(*m_window).currentTab()->name(), a); // it was closed last
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    QVERIFY(test::tabs(*m_window).currentTab()->view()->choice() == (TreeChoice{TreeChoice::Only, 2}));
    action(u"Reopen Closed Tab"_s)->trigger();
    QCOMPARE(test::tabs(*m_window).count(), 3);
    QVERIFY(!action(u"Reopen Closed Tab"_s)->isEnabled());
}

void TestRestoring::tellsTabsApart()
{
    QVERIFY(QDir(m_directory.path()).mkpath(u"one"_s) && QDir(m_directory.path()).mkpath(u"two"_s));
    m_window->openImages({copyOfSample(u"one/x.tar"_s)});
    auto *const bar = m_window->findChild<ImageTabs *>()->tabBar();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    const QString alone = bar->tabText(0);
    QVERIFY(!alone.contains(u"one"_s));
    m_window->openImages({copyOfSample(u"two/x.tar"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    QTRY_VERIFY(bar->tabText(0).contains(u"one/x.tar"_s));
    QVERIFY(bar->tabText(1).contains(u"two/x.tar"_s));
    test::tabs(*m_window).closeTab(1);
    QCOMPARE(bar->tabText(0), alone);
}

void TestRestoring::fitsTheScreen()
{
    QSettings().clear();
    m_window.reset();
    m_window = std::make_unique<MainWindow>(*m_application, QString());
    const QSize available = m_window->screen()->availableSize();
    QVERIFY(m_window->width() <= available.width() && m_window->height() <= available.height());
}

void TestRestoring::hidesPanes()
{
    m_window->openImages({copyOfSample(u"a.tar"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    const ImageView *const view = test::tabs(*m_window).currentTab()->view();
    QVERIFY(view->layerPane()->isVisible());
    action(u"Layers"_s)->trigger();
    QVERIFY(!view->layerPane()->isVisible());
    QTRY_COMPARE(kept().size(), 1);
    makeWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(test::tabs(*m_window).currentTab()), test::kPatience);
    QVERIFY(!test::tabs(*m_window).currentTab()->view()->layerPane()->isVisible());
    QVERIFY(!action(u"Layers"_s)->isChecked());
}

void TestRestoring::reloadsInPlace()
{
    const QString path = copyOfSample(u"a.tar"_s);
    m_window->openImages({path});
    ImageTab *const tab = test::tabs(*m_window).currentTab();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(tab), test::kPatience);
    ImageView *const view = tab->view();
    const auto image = view->image();
    const auto node = view->image()->tree->find("/etc");
    QVERIFY(node && view->treeView()->reveal(*node));
    action(u"Reload"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!tab->isOpening() && view->image() != image && view->isSettled(), test::kPatience);
    QCOMPARE(tab->view(), view);
    QCOMPARE(view->statusText(), u"/etc"_s);

    QVERIFY(QFile::remove(path));
    action(u"Reload"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(tab->findChild<ErrorPage *>()->isVisible(), test::kPatience);
    copyOfSample(u"a.tar"_s);
    action(u"Reload"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(view->isVisible(), test::kPatience);
}

STRATOSCOPE_WIDGETS_TEST(TestRestoring)
#include "tst_restoring.moc"
