// SPDX-License-Identifier: Apache-2.0
//
// The window with a registry: searching, pulling, and what goes wrong with it.
#include "session/session.h"
#include "support/compress.h"
#include "support/config_home.h"
#include "support/fault_proxy.h"
#include "support/need.h"
#include "support/registry_server.h"
#include "support/watchdog.h"
#include "ui/dialogs/registries_dialog.h"
#include "ui/main_window.h"
#include "ui/notifier.h"
#include "ui/transfers.h"
#include "ui/widgets/error_page.h"
#include "ui/widgets/image_tab.h"
#include "ui/widgets/image_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/repository_pane.h"
#include "ui/widgets/search_page.h"
#include "ui/widgets/start_page.h"
#include "ui/widgets/transfer_buttons.h"
#include "ui/widgets/transfer_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

namespace {

constexpr int kPatience = 30'000; // milliseconds
constexpr qint64 kLargeLayer = 3'000'000; // bytes

TestImage threeLayers()
{
    return {.layers = {TarBuilder().file("etc/first", "1").finish(), TarBuilder().file("etc/second", "2").finish(),
                       TarBuilder().file("large", noise(kLargeLayer)).finish()}};
}

} // namespace

class TestPulling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void searchesAndPulls();
    void searchesWhatIsTypedLast();
    void pullsAReference();
    void knowsShortNames();
    void opensAPath();
    void listsAllTags();
    void offersPlatforms();
    void opensTheFirstLayers();
    void pausesAndGoesOn();
    void saysWhatFailedAndTriesAgain();
    void saysWhichRegistryDoesNotAnswer();
    void waitsForARegistry();
    void pullsFewAtATime();
    void keepsWhatHasNotEnded();
    void asksBeforeItCloses();
    void tellsOfTheEnd();
    void pullsWhatATabIsOpenedFor();
    void worksByKeys();
    void logsIn();
    void addsARegistry();

private:
    void makeWindow();
    SearchPage *search(const QString &text);
    const Transfer &transfer(int row = 0) const { return m_window->transfers().model()->transfers().at(std::size_t(row)); }
    QString reference(const QString &name) const { return m_registry->address() + u'/' + name; }
    static bool isSaid(const QWidget *where, const QString &text);

    std::unique_ptr<ConfigHome> m_home;
    std::unique_ptr<RegistryServer> m_registry;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Watchdog> m_watchdog;
};

bool TestPulling::isSaid(const QWidget *where, const QString &text)
{
    for (const QLabel *const label : where->findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(text))
            return true;
    }
    return false;
}

void TestPulling::initTestCase()
{
    m_home = std::make_unique<ConfigHome>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path(u"settings"_s));
    m_registry = std::make_unique<RegistryServer>();
    m_registry->push(threeLayers(), u"team/app:1.0"_s);
    m_registry->putSmallImage(u"team/small"_s, {u"1.0"_s, u"latest"_s});
    for (int i = 0; i < 6; ++i)
        m_registry->putSmallImage(u"many/image%1"_s.arg(i), {u"latest"_s});
    m_proxy = std::make_unique<FaultProxy>(m_registry->port());
}

void TestPulling::init()
{
    QSettings().clear();
    settings::setRegistries({{.address = m_registry->address()}});
    m_proxy->clearFaults();
    m_proxy->forgetRequests();
    makeWindow();
    m_watchdog = std::make_unique<Watchdog>();
}

void TestPulling::makeWindow()
{
    m_window.reset();
    m_session = std::make_unique<Session>(
        need(Store::open(m_home->path(u"store-%1"_s.arg(QString::fromLatin1(QTest::currentTestFunction()))))));
    m_window = std::make_unique<MainWindow>(*m_session, QString());
    m_window->resize(1000, 700);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestPulling::cleanup()
{
    if (m_watchdog)
        QVERIFY2(m_watchdog->longest() <= 50, qPrintable(u"%1 ms"_s.arg(m_watchdog->longest())));
    m_watchdog.reset();
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_session.reset();
}

SearchPage *TestPulling::search(const QString &text)
{
    m_window->showSearch(text);
    SearchPage *const page = m_window->searchPage();
    return QTest::qWaitFor([page] { return page->isSettled(); }, kPatience) ? page : nullptr;
}

void TestPulling::searchesAndPulls()
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
    QCOMPARE(transfer().reference, reference(u"team/small:1.0"_s));

    Q_EMIT m_window->transferPane()->openRequested(transfer().id);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab() && m_window->currentTab()->view(), kPatience);
    QVERIFY(!isSaid(m_window->currentTab(), u"layers"_s));
    QCOMPARE(m_window->tabCount(), 2); // the search is still there
}

void TestPulling::searchesWhatIsTypedLast()
{
    m_window->showSearch(u"team"_s);
    SearchPage *const page = search(u"many"_s);
    QVERIFY(page);
    QCOMPARE(page->resultView()->model()->rowCount(), 6);
    QVERIFY(search(u"nothing of that name"_s));
    QCOMPARE(page->resultView()->model()->rowCount(), 0);
    QVERIFY(isSaid(page, u"Nothing found"_s));
}

void TestPulling::pullsAReference()
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

void TestPulling::knowsShortNames()
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
    QCOMPARE(transfer().reference, reference(u"team/small:1.0"_s));
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);

    m_window->openImages({u"tool:1.0"_s});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab()->view(), kPatience);
    QCOMPARE(m_window->currentTab()->name(), reference(u"team/small:1.0"_s));
    m_window->openImages({u"tool:latest"_s});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab()->view(), kPatience);
    QCOMPARE(transfer(1).reference, reference(u"team/small:latest"_s));
}

void TestPulling::opensAPath()
{
    SearchPage *const page = search(m_home->path(u"none.tar"_s));
    QVERIFY(isSaid(page, u"none.tar"_s));
    QTest::keyClick(page->field(), Qt::Key_Return);
    QVERIFY(m_window->currentTab());
    QCOMPARE(m_window->currentTab()->name(), m_home->path(u"none.tar"_s));
}

void TestPulling::listsAllTags()
{
    QStringList names;
    for (int i = 0; i < 300; ++i)
        names += u"v%1"_s.arg(i);
    m_registry->putSmallImage(u"tagged/app"_s, names);
    m_proxy->add({.path = "/tags/list", .times = kAlways, .pageSize = 40});
    SearchPage *const page = search(m_proxy->address() + u"/tagged/app"_s);
    QVERIFY(page);
    page->repository()->show(need(Reference::parse(m_proxy->address() + u"/tagged/app:v7"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(page->repository()->isSettled(), kPatience);
    QCOMPARE(page->repository()->tagView()->model()->rowCount(), 300);
    QVERIFY(isSaid(page, u"300 tags"_s));
    QCOMPARE(page->repository()->tagView()->currentIndex().data().toString(), u"v7"_s);
}

void TestPulling::offersPlatforms()
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

void TestPulling::opensTheFirstLayers()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 2});
    const int id = m_window->transfers().pull(need(Reference::parse(m_proxy->address() + u"/team/app:1.0"_s)), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().layersReady, 2, kPatience);
    QCOMPARE(transfer().layerCount, 3);
    QCOMPARE(transfer().state, TransferState::Running);
    Q_EMIT m_window->transferPane()->openRequested(id);
    ImageTab *const tab = m_window->currentTab();
    QTRY_VERIFY_WITH_TIMEOUT(tab->view() && tab->view()->isSettled(), kPatience);
    const ImageView *const view = tab->view();
    QCOMPARE(view->image()->layers.size(), 2U);
    QVERIFY(isSaid(tab, u"2 of 3 layers"_s));
    view->layerPane()->choose({TreeChoice::Only, 1});

    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(view->image()->layers.size(), 3U, kPatience);
    QCOMPARE(tab->view(), view);
    QCOMPARE(view->choice(), (TreeChoice{TreeChoice::Only, 1}));
    QTRY_VERIFY(!isSaid(tab, u"layers"_s));
    QVERIFY(view->image()->tree->find("/large"));
}

void TestPulling::pausesAndGoesOn()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    Transfers &transfers = m_window->transfers();
    const int id = transfers.pull(need(Reference::parse(m_proxy->address() + u"/team/app:1.0"_s)), {});
    QTRY_VERIFY_WITH_TIMEOUT(transfer().progress.current > kLargeLayer / 4, kPatience);
    transfers.pause(id);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Paused, kPatience);
    const qint64 reached = transfer().progress.current;
    QVERIFY(reached < kLargeLayer);

    m_proxy->clearFaults();
    m_proxy->forgetRequests();
    transfers.resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QVERIFY2(m_proxy->bytesSent("/blobs/") < kLargeLayer, "what was there came again");

    const int second = transfers.pull(need(Reference::parse(reference(u"team/none:1.0"_s))), {});
    transfers.cancel(second);
    QTRY_COMPARE_WITH_TIMEOUT(transfer(1).state, TransferState::Cancelled, kPatience);
    transfers.removeOver();
    QCOMPARE(transfers.model()->rowCount(), 0);
}

void TestPulling::saysWhatFailedAndTriesAgain()
{
    Transfers &transfers = m_window->transfers();
    const int id = transfers.pull(need(Reference::parse(reference(u"team/later:1.0"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Failed, kPatience);
    const QString said = transfers.model()->indexOf(id).data(TransferModel::StatusRole).toString();
    QVERIFY2(said.contains(u"team/later"_s), qPrintable(said));
    m_registry->putSmallImage(u"team/later"_s, {u"1.0"_s});
    transfers.resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
}

void TestPulling::saysWhichRegistryDoesNotAnswer()
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

void TestPulling::waitsForARegistry()
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

void TestPulling::pullsFewAtATime()
{
    m_proxy->add({.times = kAlways, .bytesPerSecond = 2000});
    Transfers &transfers = m_window->transfers();
    for (int i = 0; i < 5; ++i)
        transfers.pull(need(Reference::parse(m_proxy->address() + u"/many/image%1:latest"_s.arg(i))), {});
    QCOMPARE(transfer(2).state, TransferState::Running);
    QCOMPARE(transfer(3).state, TransferState::Waiting);
    QCOMPARE(transfers.activeCount(), 5);
    m_proxy->clearFaults();
    for (int i = 0; i < 5; ++i)
        QTRY_COMPARE_WITH_TIMEOUT(transfer(i).state, TransferState::Done, kPatience);
}

void TestPulling::keepsWhatHasNotEnded()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    const auto wanted = need(Reference::parse(m_proxy->address() + u"/team/app:1.0"_s));
    m_window->transfers().pull(wanted, Platform::host());
    m_window->transfers().pull(need(Reference::parse(reference(u"team/small:1.0"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer(1).state, TransferState::Done, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(transfer().progress.current > 0, kPatience);
    makeWindow();
    QCOMPARE(m_window->transfers().model()->rowCount(), 1);
    QCOMPARE(transfer().state, TransferState::Paused);
    QCOMPARE(transfer().reference, wanted.canonical());
    QCOMPARE(transfer().platform, std::optional(Platform::host()));
    QVERIFY(transfer().progress.current > 0 && transfer().progress.total > kLargeLayer);
    QVERIFY(m_window->transferPane()->isVisible());
    m_proxy->clearFaults();
    m_window->transfers().resumeAll();
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
}

void TestPulling::asksBeforeItCloses()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    m_window->transfers().pull(need(Reference::parse(m_proxy->address() + u"/team/app:1.0"_s)), {});
    const auto answer = [this](const QString &text) {
        QTimer::singleShot(0, this, [text] {
            auto *const question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(question);
            for (QAbstractButton *const button : question->buttons()) {
                if (button->text() == text)
                    button->click();
            }
        });
    };
    answer(u"Stay"_s);
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible());
    answer(u"Pause and Quit"_s);
    QVERIFY(m_window->close());
}

void TestPulling::tellsOfTheEnd()
{
    QSignalSpy told(m_window->notifier(), &Notifier::told);
    m_window->transfers().pull(need(Reference::parse(reference(u"many/image0:latest"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QCOMPARE(told.count(), 0); // it is in front

    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    m_window->transfers().pull(need(Reference::parse(reference(u"many/image1:latest"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, kPatience);
    QVERIFY(told.front().front().toString().contains(u"many/image1"_s));
    m_window->transfers().pull(need(Reference::parse(reference(u"many/none:latest"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 2, kPatience);
}

void TestPulling::pullsWhatATabIsOpenedFor()
{
    m_window->openImages({reference(u"team/small:1.0"_s)});
    ImageTab *const tab = m_window->currentTab();
    QTRY_VERIFY_WITH_TIMEOUT(tab->view() && tab->view()->isSettled(), kPatience);
    QCOMPARE(m_window->transfers().model()->rowCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);

    m_window->openImages({reference(u"team/missing:1.0"_s)});
    const auto *const page = m_window->currentTab()->findChild<ErrorPage *>();
    QTRY_VERIFY_WITH_TIMEOUT(page->isVisible() && isSaid(page, u"team/missing"_s), kPatience);
    m_registry->putSmallImage(u"team/missing"_s, {u"1.0"_s});
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->text() == u"Try Again"_s)
            button->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab()->view(), kPatience);
}

void TestPulling::worksByKeys()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    Transfers &transfers = m_window->transfers();
    const int id = transfers.pull(need(Reference::parse(m_proxy->address() + u"/team/app:1.0"_s)), {});
    QTreeView *const view = m_window->transferPane()->view();
    m_window->transferPane()->select(id);
    QTRY_VERIFY_WITH_TIMEOUT(transfer().layersReady > 0, kPatience);
    QTest::keyClick(view, Qt::Key_Right);
    QVERIFY(view->isExpanded(view->currentIndex()));
    QTest::keyClick(view, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Paused, kPatience);
    const auto *const buttons = qobject_cast<TransferButtons *>(view->indexWidget(transfers.model()->indexOf(id)));
    QVERIFY(buttons);
    QStringList offered;
    for (const QToolButton *const button : buttons->findChildren<QToolButton *>()) {
        if (!button->isHidden())
            offered += button->accessibleName();
    }
    QCOMPARE(offered, QStringList({u"Open What Is There"_s, u"Resume"_s, u"Cancel"_s}));
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->currentTab() && m_window->currentTab()->view(), kPatience);
    QVERIFY(isSaid(m_window->currentTab(), u"Paused"_s));
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(transfer().state, TransferState::Cancelled);
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(transfers.model()->rowCount(), 0);
}

void TestPulling::logsIn()
{
    const RegistryServer closed({.user = u"someone"_s, .password = u"something"_s});
    closed.putSmallImage(u"secret/app"_s, {u"1.0"_s});
    settings::setRegistries({{.address = closed.address()}});
    SearchPage *const page = search(u"secret"_s);
    QVERIFY(page);
    QVERIFY(isSaid(page, u"A login is needed"_s));
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == u"Log In…"_s)
            button->click();
    }
    auto *const dialog = m_window->findChild<RegistriesDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->isBusy(), kPatience);
    QCOMPARE(dialog->list()->currentItem()->text(), closed.address());
    QVERIFY(isSaid(dialog, u"Not logged in"_s));

    const auto logIn = [dialog](const QString &user, const QString &password) {
        QLineEdit *secret = nullptr;
        for (QLineEdit *const field : dialog->findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password)
                secret = field;
        }
        auto *const name = qobject_cast<QLineEdit *>(secret->previousInFocusChain());
        name->setText(user);
        secret->setText(password);
        QTest::keyClick(secret, Qt::Key_Return);
        return QTest::qWaitFor([dialog] { return !dialog->isBusy(); }, kPatience);
    };
    QVERIFY(logIn(u"someone"_s, u"wrong"_s));
    QVERIFY(dialog->isVisible());
    QVERIFY(isSaid(dialog, u"A login is needed"_s));
    QVERIFY(logIn(u"someone"_s, u"something"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isSaid(dialog, u"Logged in as someone"_s), kPatience);
    QVERIFY(!isSaid(dialog, u"something"_s));
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(page->resultView()->model()->rowCount(), 1, kPatience);
}

void TestPulling::addsARegistry()
{
    RegistriesDialog dialog(*m_session, {});
    dialog.show();
    QLineEdit *address = nullptr;
    for (QLineEdit *const field : dialog.findChildren<QLineEdit *>()) {
        if (field->placeholderText().contains(u"host:port"_s))
            address = field;
    }
    QVERIFY(address);
    address->setFocus();
    QTest::keyClicks(address, u"not a registry"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(dialog.list()->count(), 1);
    QVERIFY(isSaid(&dialog, u"no registry's address"_s));
    address->clear();
    QTest::keyClicks(address, u"https://registry.example.com/"_s);
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(dialog.list()->count(), 2);
    QVERIFY(dialog.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isBusy(), kPatience);
    QVERIFY(isSaid(&dialog, u"Asked, in this order: registry.example.com"_s));
    dialog.accept();
    QCOMPARE(settings::registries().size(), 2);
    QCOMPARE(settings::registries().back().address, u"registry.example.com"_s);
}

QTEST_MAIN(TestPulling)
#include "tst_pulling.moc"
