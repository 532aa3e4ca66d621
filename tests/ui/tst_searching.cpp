// SPDX-License-Identifier: Apache-2.0
//
// The window searches registries, and offers what is named in full.
#include "support/registry_window.h"
#include "support/test_main.h"
#include "ui/image/image_tab.h"
#include "ui/search/repository_pane.h"
#include "ui/transfers/transfer_pane.h"
#include "ui/window/start_page.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestSearching : public QObject, RegistryWindow
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startRegistry(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void searchesAndPulls();
    void searchesWhatIsTypedLast();
    void pullsAReference();
    void knowsShortNames();
    void opensAPath();
    void listsAllTags();
    void offersPlatforms();
    void saysWhichRegistryDoesNotAnswer();
    void waitsForARegistry();
};

void TestSearching::searchesAndPulls()
{
    auto *const start = m_window->findChild<StartPage *>();
    QTest::keyClicks(start->searchField(), u"t"_s);
    SearchPage *const page = m_window->searchPage();
    QVERIFY(page->isVisible() && page->field()->hasFocus());
    QTest::keyClicks(page->field(), u"eam"_s);
    QCOMPARE(page->field()->text(), u"team"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page->resultView()->model()->rowCount(), 2, kPatience);
    QCOMPARE(page->resultView()->model()->index(1, 0).data().toString(), reference(u"team/small"_s));

    page->resultView()->setCurrentIndex(page->resultView()->model()->index(1, 0));
    RepositoryPane *const repository = page->repository();
    QTRY_VERIFY_WITH_TIMEOUT(repository->isSettled(), kPatience);
    const QAbstractItemModel *const tags = repository->tagView()->model();
    QCOMPARE(tags->rowCount(), 2);
    QCOMPARE(tags->index(0, 0).data().toString(), u"latest"_s);
    QVERIFY(!repository->pullButton()->isEnabled());
    repository->tagView()->setCurrentIndex(tags->index(1, 0));
    QVERIFY(repository->pullButton()->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(repository->isSettled(), kPatience);
    QCOMPARE(repository->platformView()->topLevelItemCount(), 1);
    repository->pullButton()->click();
    QVERIFY(m_window->transferPane()->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QCOMPARE(transfer().name, reference(u"team/small:1.0"_s));

    Q_EMIT m_window->transferPane()->openRequested(transfer().id);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab() && m_window->currentTab()->view(), kPatience);
    QVERIFY(!isSaid(m_window->currentTab(), u"layers"_s));
    QCOMPARE(m_window->tabCount(), 2); // the search is still there
}

void TestSearching::searchesWhatIsTypedLast()
{
    m_window->showSearch(u"team"_s);
    SearchPage *const page = search(u"many"_s);
    QVERIFY(page);
    QCOMPARE(page->resultView()->model()->rowCount(), 6);
    QVERIFY(search(u"nothing of that name"_s));
    QCOMPARE(page->resultView()->model()->rowCount(), 0);
    QVERIFY(isSaid(page, u"Nothing found"_s));
}

void TestSearching::pullsAReference()
{
    SearchPage *const page = search(reference(u"team/small:1.0"_s));
    QVERIFY(isSaid(page, u"team/small:1.0"_s));
    QTest::keyClick(page->field(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    // Again: it is the same row, and there is nothing new.
    QTest::keyClick(page->field(), Qt::Key_Return);
    QCOMPARE(m_window->transfers().model()->rowCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(transferText(transfer()).contains(u"Nothing new"_s), kPatience);
}

void TestSearching::knowsShortNames()
{
    const QString conf = u".config/containers/registries.conf"_s;
    m_home->write(conf, "[aliases]\ntool='" + reference(u"team/small"_s).toUtf8() + "'\n");
    makeWindow();
    QFile::remove(m_home->path(conf)); // it is read once
    SearchPage *const page = search(u"tool"_s);
    QVERIFY(isSaid(page, u"team/small:latest"_s));
    QTest::keyClick(page->field(), Qt::Key_Return); // a word like others: it is searched for
    QCOMPARE(m_window->transfers().model()->rowCount(), 0);

    search(u"tool:1.0"_s);
    QVERIFY(isSaid(page, reference(u"team/small:1.0"_s)));
    QTest::keyClick(page->field(), Qt::Key_Return);
    QCOMPARE(transfer().name, reference(u"team/small:1.0"_s));
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);

    m_window->openImages({u"tool:1.0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab()->view(), kPatience);
    QCOMPARE(m_window->currentTab()->name(), reference(u"team/small:1.0"_s));
    m_window->openImages({u"tool:latest"_s});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab()->view(), kPatience);
    QCOMPARE(transfer(1).name, reference(u"team/small:latest"_s));
}

void TestSearching::opensAPath()
{
    SearchPage *const page = search(m_home->path(u"none.tar"_s));
    QVERIFY(isSaid(page, u"none.tar"_s));
    QTest::keyClick(page->field(), Qt::Key_Return);
    QVERIFY(m_window->currentTab());
    QCOMPARE(m_window->currentTab()->name(), m_home->path(u"none.tar"_s));
}

void TestSearching::listsAllTags()
{
    QStringList names;
    for (int i = 0; i < 300; ++i)
        names += u"v%1"_s.arg(i);
    m_registry->putSmallImage(u"tagged/app"_s, names);
    m_proxy->add({.path = "/tags/list", .times = kAlways, .pageSize = 40});
    SearchPage *const page = search(m_proxy->address() + u"/tagged/app"_s);
    QVERIFY(page);
    page->repository()->show(throughProxy(u"tagged/app:v7"_s));
    QTRY_VERIFY_WITH_TIMEOUT(page->repository()->isSettled(), kPatience);
    QCOMPARE(page->repository()->tagView()->model()->rowCount(), 300);
    QVERIFY(isSaid(page, u"300 tags"_s));
    QCOMPARE(page->repository()->tagView()->currentIndex().data().toString(), u"v7"_s);
}

void TestSearching::offersPlatforms()
{
    TestImage other = threeLayers();
    other.architecture = Platform::host().architecture == u"s390x"_s ? u"amd64"_s : u"s390x"_s;
    other.layers.pop_back();
    m_registry->push(other, u"team/other:1.0"_s);
    m_window->showSearch();
    RepositoryPane *const repository = m_window->searchPage()->repository();
    repository->show(need(Reference::parse(reference(u"team/other:1.0"_s))));
    QTRY_VERIFY_WITH_TIMEOUT(repository->isSettled(), kPatience);
    QCOMPARE(repository->platformView()->topLevelItem(0)->text(0), u"linux/"_s + other.architecture);
    QVERIFY(!repository->platformView()->topLevelItem(0)->text(1).isEmpty());
    repository->pullButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    Q_EMIT m_window->transferPane()->openRequested(transfer().id);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab() && m_window->currentTab()->view(), kPatience);
}

void TestSearching::saysWhichRegistryDoesNotAnswer()
{
    settings::setRegistries({{.address = m_registry->address()}, {.address = u"127.0.0.1:1"_s}});
    m_session->setRegistryOptions({}, {.retries = 1, .firstDelay = std::chrono::milliseconds(1)});
    SearchPage *const page = search(u"team"_s);
    QVERIFY(page);
    QVERIFY(page->resultView()->model()->rowCount() > 0);
    QVERIFY(isSaid(page, u"127.0.0.1:1"_s));
    for (QToolButton *const button : page->findChildren<QToolButton *>()) {
        if (button->isVisible() && button->accessibleName() == u"Copy details"_s)
            button->click();
    }
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"127.0.0.1:1"_s));
}

void TestSearching::waitsForARegistry()
{
    m_proxy->add({.times = kAlways, .status = 429, .retryAfter = 100});
    settings::setRegistries({{.address = m_registry->address()}, {.address = m_proxy->address()}});
    m_window->showSearch(u"small"_s);
    SearchPage *const page = m_window->searchPage();
    const QString waited = m_proxy->address() + u": The registry asks to wait"_s;
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page, waited) && isSaid(page, u"Waiting 9"_s), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(page->resultView()->model()->rowCount(), 1, kPatience); // the other's hit
    QVERIFY(!page->isSettled());

    // Typing on ends the wait, and what is typed finds it at once.
    m_proxy->clearFaults();
    QVERIFY(search(u"team/small"_s));
    QCOMPARE(page->resultView()->model()->rowCount(), 2);
    QVERIFY(!isSaid(page, waited));

    m_proxy->add({.path = "/tags/list", .status = 429, .retryAfter = 1});
    const QModelIndexList hits = page->resultView()->model()->match(page->resultView()->model()->index(0, 0), Qt::DisplayRole,
                                                                    m_proxy->address(), 1, Qt::MatchStartsWith);
    QCOMPARE(hits.size(), 1);
    page->resultView()->setCurrentIndex(hits.front());
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page->repository(), u"Waiting 1 s"_s), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(page->repository()->isSettled(), kPatience);
    QCOMPARE(page->repository()->tagView()->model()->rowCount(), 2);
    QVERIFY(!isSaid(page->repository(), u"Waiting"_s));
}

STRATOSCOPE_WIDGETS_TEST(TestSearching)
#include "tst_searching.moc"
