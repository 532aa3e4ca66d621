// SPDX-License-Identifier: Apache-2.0
//
// The window searches registries, and offers what is named in full.
#include "support/idle.h"
#include "support/need.h"
#include "support/registry_window.h"
#include "support/test_main.h"
#include "ui/image/image_tab.h"
#include "ui/search/repository_pane.h"
#include "ui/transfers/transfer_dock.h"
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
    void typingReadsNoConfiguration();
    void opensAPath();
    void listsAllTags();
    void offersPlatforms();
    void saysWhichRegistryDoesNotAnswer();
    void beingOfflineIsOneMessage();
    void listsTagsWithoutLatest();
    void waitsForARegistry();
    void showsOnlyWhatBelongsToTheText();
    void selectsATagWithoutLatest();
    void offersAPlainNameWhileOffline();
    void findsADigestInTheLibrary();

private:
    /// Clicks the button beside what the text names.
    static void pullOffered(SearchPage &page);
};

void TestSearching::pullOffered(SearchPage &page)
{
    for (QPushButton *const button : page.findChildren<QPushButton *>()) {
        if (button->text() == u"Pull"_s && button->isVisible() && button->objectName().isEmpty())
            return button->click();
    }
    QFAIL("nothing is offered");
}

void TestSearching::searchesAndPulls()
{
    auto *const start = m_window->findChild<StartPage *>();
    QTest::keyClicks(start->findChild<QLineEdit *>(), u"t"_s);
    SearchPage *const page = m_window->findChild<SearchPage *>();
    QVERIFY(page->isVisible() && searchField()->hasFocus());
    QTest::keyClicks(searchField(), u"eam"_s);
    QCOMPARE(searchField()->text(), u"team"_s);
    QTRY_COMPARE_WITH_TIMEOUT(searchResults()->model()->rowCount(), 2, kPatience);
    QCOMPARE(searchResults()->model()->index(1, 0).data().toString(), reference(u"team/small"_s));

    searchResults()->setCurrentIndex(searchResults()->model()->index(1, 0));
    RepositoryPane *const repository = page->findChild<RepositoryPane *>();
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*repository), kPatience);
    const QAbstractItemModel *const tags = repository->tagView()->model();
    QCOMPARE(tags->rowCount(), 2);
    QCOMPARE(tags->index(0, 0).data().toString(), u"latest"_s);
    QVERIFY(!repository->findChild<QPushButton *>(u"pull"_s)->isEnabled());
    repository->tagView()->setCurrentIndex(tags->index(1, 0));
    QVERIFY(repository->findChild<QPushButton *>(u"pull"_s)->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*repository), kPatience);
    QCOMPARE(repository->findChild<QTreeWidget *>(u"platforms"_s)->topLevelItemCount(), 1);
    repository->findChild<QPushButton *>(u"pull"_s)->click();
    QVERIFY(m_window->findChild<TransferDock *>()->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QCOMPARE(transfer().name, reference(u"team/small:1.0"_s));

    Q_EMIT m_window->findChild<TransferDock *>()->openRequested(transfer().id);
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab() && test::tabs(*m_window).currentTab()->view(), kPatience);
    QVERIFY(!isSaid(test::tabs(*m_window).currentTab(), u"layers"_s));
    QCOMPARE(test::tabs(*m_window).count(), 2); // the search is still there
}

void TestSearching::searchesWhatIsTypedLast()
{
    m_window->showSearch(u"team"_s);
    SearchPage *const page = search(u"many"_s);
    QVERIFY(page);
    QCOMPARE(searchResults()->model()->rowCount(), 6);
    QVERIFY(search(u"nothing of that name"_s));
    QCOMPARE(searchResults()->model()->rowCount(), 0);
    QVERIFY(isSaid(page, u"No results"_s));
}

void TestSearching::pullsAReference()
{
    SearchPage *const page = search(reference(u"team/small:1.0"_s));
    QVERIFY(isSaid(page, u"team/small:1.0"_s));
    // Enter shows what there is, and downloads nothing.
    QTest::keyClick(searchField(), Qt::Key_Return);
    RepositoryPane *const repository = page->findChild<RepositoryPane *>();
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*repository) && repository->tagView()->model()->rowCount() == 2, kPatience);
    QCOMPARE(repository->tagView()->currentIndex().data().toString(), u"1.0"_s);
    QTRY_COMPARE_WITH_TIMEOUT(repository->findChild<QTreeWidget *>(u"platforms"_s)->topLevelItemCount(), 1, kPatience);
    QCOMPARE(m_application->transfers().model()->rowCount(), 0);
    pullOffered(*page);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    // Again: it is the same row, and there is nothing new.
    pullOffered(*page);
    QCOMPARE(m_application->transfers().model()->rowCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(transferText(transfer()).contains(u"Already up to date"_s), kPatience);
}

void TestSearching::knowsShortNames()
{
    const QString conf = u".config/containers/registries.conf"_s;
    m_home->write(conf, "[aliases]\ntool='" + reference(u"team/small"_s).toUtf8() + "'\n");
    makeWindow();
    m_window->showSearch(u"tool:1.0"_s);
    pullOffered(*m_window->findChild<SearchPage *>()); // before the aliases are loaded
    QTRY_COMPARE_WITH_TIMEOUT(m_application->transfers().model()->rowCount(), 1, kPatience);
    QCOMPARE(transfer().name, reference(u"team/small:1.0"_s));
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);

    makeWindow();
    SearchPage *const page = search(u"tool"_s);
    QTRY_VERIFY(isSaid(page, u"team/small:latest"_s));
    QFile::remove(m_home->path(conf)); // it is read only once
    QTest::keyClick(searchField(), Qt::Key_Return); // a word like others: it is searched for
    QCOMPARE(m_application->transfers().model()->rowCount(), 0);

    search(u"tool:1.0"_s);
    QVERIFY(isSaid(page, reference(u"team/small:1.0"_s)));
    pullOffered(*page);
    QCOMPARE(transfer().name, reference(u"team/small:1.0"_s));
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);

    m_window->openImages({u"tool:1.0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view(), kPatience);
    QCOMPARE(test::tabs(*m_window).currentTab()->name(), reference(u"team/small:1.0"_s));
    m_window->openImages({u"tool:latest"_s});
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view(), kPatience);
    QCOMPARE(transfer(1).name, reference(u"team/small:latest"_s));
}

/// The configuration may be on a slow disk: it is read when it has changed, in another thread.
void TestSearching::typingReadsNoConfiguration()
{
    const auto writeAlias = [this](const QString &repository) {
        m_home->write(u"typing.conf"_s, "[aliases]\ntool='" + reference(repository).toUtf8() + "'\n");
        m_application->session().setRegistryOptions({.registriesConf = m_home->path(u"typing.conf"_s)});
    };
    auto *const page = m_window->findChild<SearchPage *>();
    writeAlias(u"team/small"_s);
    page->refreshRegistries();
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page), kPatience);
    writeAlias(u"team/app"_s); // who asks for the configuration now has it read
    m_window->showSearch(u"tool:1.0"_s);
    QVERIFY(isSaid(page, reference(u"team/small:1.0"_s)));
    page->refreshRegistries();
    QVERIFY(isSaid(page, reference(u"team/small:1.0"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page, reference(u"team/app:1.0"_s)), kPatience);
    m_application->session().setRegistryOptions({});
}

void TestSearching::opensAPath()
{
    SearchPage *const page = search(m_home->path(u"none.tar"_s));
    QVERIFY(isSaid(page, u"none.tar"_s));
    QTest::keyClick(searchField(), Qt::Key_Return);
    QVERIFY(test::tabs(*m_window).currentTab());
    QCOMPARE(test::tabs(*m_window).currentTab()->name(), m_home->path(u"none.tar"_s));
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
    page->findChild<RepositoryPane *>()->show(throughProxy(u"tagged/app:v7"_s));
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page->findChild<RepositoryPane *>()), kPatience);
    QCOMPARE(page->findChild<RepositoryPane *>()->tagView()->model()->rowCount(), 300);
    QVERIFY(isSaid(page, u"300 tags"_s));
    QCOMPARE(page->findChild<RepositoryPane *>()->tagView()->currentIndex().data().toString(), u"v7"_s);
}

void TestSearching::offersPlatforms()
{
    TestImage other = threeLayers();
    other.architecture = Platform::host().architecture == u"s390x"_s ? u"amd64"_s : u"s390x"_s;
    other.layers.pop_back();
    m_registry->push(other, u"team/other:1.0"_s);
    m_window->showSearch();
    RepositoryPane *const repository = m_window->findChild<SearchPage *>()->findChild<RepositoryPane *>();
    repository->show(need(Reference::parse(reference(u"team/other:1.0"_s))));
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*repository), kPatience);
    QCOMPARE(repository->findChild<QTreeWidget *>(u"platforms"_s)->topLevelItem(0)->text(0), u"linux/"_s + other.architecture);
    QVERIFY(!repository->findChild<QTreeWidget *>(u"platforms"_s)->topLevelItem(0)->text(1).isEmpty());
    repository->findChild<QPushButton *>(u"pull"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    Q_EMIT m_window->findChild<TransferDock *>()->openRequested(transfer().id);
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab() && test::tabs(*m_window).currentTab()->view(), kPatience);
}

void TestSearching::saysWhichRegistryDoesNotAnswer()
{
    settings::registries.set({{.address = m_registry->address()}, {.address = u"127.0.0.1:1"_s}});
    m_application->session().setRegistryOptions({.retry = {.retries = 1, .firstDelay = std::chrono::milliseconds(1)}});
    SearchPage *const page = search(u"team"_s);
    QVERIFY(page);
    QVERIFY(searchResults()->model()->rowCount() > 0);
    QVERIFY(isSaid(page, u"127.0.0.1:1"_s));
    for (QToolButton *const button : page->findChildren<QToolButton *>()) {
        if (button->isVisible() && button->accessibleName() == u"Copy details"_s)
            button->click();
    }
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"127.0.0.1:1"_s));
}

void TestSearching::beingOfflineIsOneMessage()
{
    settings::registries.set({{.address = u"127.0.0.1:1"_s}, {.address = u"127.0.0.1:2"_s}});
    m_application->session().setRegistryOptions({.retry = {.retries = 1, .firstDelay = std::chrono::milliseconds(1)}});
    SearchPage *const page = search(u"team"_s);
    QVERIFY(page);
    QVERIFY(isSaid(page, u"No registry can be reached"_s));
    QVERIFY(!isSaid(page, u"127.0.0.1:2: "_s) && !isSaid(page, u"127.0.0.1:1: "_s));
    QVERIFY(!isSaid(page, u"No results"_s));
}

void TestSearching::listsTagsWithoutLatest()
{
    m_registry->putSmallImage(u"versions/only"_s, {u"1.0"_s, u"2.0"_s});
    SearchPage *const page = search(u"versions"_s);
    RepositoryPane *const repository = page->findChild<RepositoryPane *>();
    repository->show(test::need(Reference::parse(reference(u"versions/only"_s))));
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*repository), kPatience);
    QCOMPARE(repository->tagView()->model()->rowCount(), 2);
    QCOMPARE(repository->tagView()->currentIndex().data().toString(), u"2.0"_s);
    QTRY_COMPARE_WITH_TIMEOUT(repository->findChild<QTreeWidget *>(u"platforms"_s)->topLevelItemCount(), 1, kPatience);
    QVERIFY(!isSaid(repository, u"not found"_s));
}

void TestSearching::waitsForARegistry()
{
    m_proxy->add({.times = kAlways, .status = 429, .retryAfter = 100});
    settings::registries.set({{.address = m_registry->address()}, {.address = m_proxy->address()}});
    m_window->showSearch(u"small"_s);
    SearchPage *const page = m_window->findChild<SearchPage *>();
    const QString waited = m_proxy->address() + u": Rate limited by the registry"_s;
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page, waited) && isSaid(page, u"Retrying in 9"_s), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(searchResults()->model()->rowCount(), 1, kPatience); // the other's hit
    QVERIFY(!test::isIdle(*page));

    // Typing on ends the wait, and what is typed finds it at once.
    m_proxy->clearFaults();
    QVERIFY(search(u"team/small"_s));
    QCOMPARE(searchResults()->model()->rowCount(), 2);
    QVERIFY(!isSaid(page, waited));

    m_proxy->add({.path = "/tags/list", .status = 429, .retryAfter = 1});
    const QModelIndexList hits = searchResults()->model()->match(searchResults()->model()->index(0, 0), Qt::DisplayRole,
                                                                 m_proxy->address(), 1, Qt::MatchStartsWith);
    QCOMPARE(hits.size(), 1);
    searchResults()->setCurrentIndex(hits.front());
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page->findChild<RepositoryPane *>(), u"Retrying in 1 s"_s), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*page->findChild<RepositoryPane *>()), kPatience);
    QCOMPARE(page->findChild<RepositoryPane *>()->tagView()->model()->rowCount(), 2);
    QVERIFY(!isSaid(page->findChild<RepositoryPane *>(), u"Retrying"_s));
}

void TestSearching::showsOnlyWhatBelongsToTheText()
{
    SearchPage *const page = search(u"team"_s);
    searchResults()->setCurrentIndex(searchResults()->model()->index(1, 0));
    RepositoryPane *const repository = page->findChild<RepositoryPane *>();
    QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*repository), kPatience);
    QVERIFY(repository->tagView()->isVisible());
    QTest::keyClicks(searchField(), u"x"_s);
    QVERIFY(!repository->tagView()->isVisible());
}

void TestSearching::selectsATagWithoutLatest()
{
    m_registry->putSmallImage(u"only/versions"_s, {u"1.9"_s, u"1.10"_s, u"beta"_s});
    SearchPage *const page = search(reference(u"only/versions"_s));
    QTest::keyClick(searchField(), Qt::Key_Return);
    RepositoryPane *const repository = page->findChild<RepositoryPane *>();
    QTRY_COMPARE_WITH_TIMEOUT(repository->tagView()->currentIndex().data().toString(), u"1.10"_s, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(repository->findChild<QTreeWidget *>(u"platforms"_s)->topLevelItemCount(), 1, kPatience);
    QVERIFY(!isSaid(repository, u"latest"_s));
    QCOMPARE(m_application->transfers().model()->rowCount(), 0);
}

void TestSearching::offersAPlainNameWhileOffline()
{
    settings::registries.set({{.address = u"127.0.0.1:1"_s}, {.address = u"127.0.0.1:2"_s}});
    m_application->session().setRegistryOptions({.retry = {.retries = 0}});
    SearchPage *const page = search(u"alpine"_s);
    QVERIFY(isSaid(page, u"alpine:latest"_s));
    bool offersPull = false;
    for (const QPushButton *const button : page->findChildren<QPushButton *>())
        offersPull |= button->text() == u"Pull"_s && button->isVisible();
    QVERIFY(offersPull);
}

void TestSearching::findsADigestInTheLibrary()
{
    SearchPage *const page = search(reference(u"team/small:1.0"_s));
    pullOffered(*page);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    const auto images = m_application->session().store().images().list().images;
    QCOMPARE(images.size(), 1U);
    m_window->showSearch(images.front().manifest.toString());
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page, u"Open "_s + images.front().reference), kPatience);
    m_window->showSearch(u"sha256:"_s + QString(64, u'0'));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(page, u"No image in the library has this digest"_s), kPatience);
}

STRATOSCOPE_WIDGETS_TEST(TestSearching)
#include "tst_searching.moc"
