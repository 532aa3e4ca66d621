// SPDX-License-Identifier: Apache-2.0
//
// The window pulls images: rows that go on, stop, fail, and come back.
#include "support/registry_window.h"
#include "support/test_main.h"
#include "ui/common/error_page.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfer_buttons.h"
#include "ui/transfers/transfer_dock.h"
#include "ui/window/notifier.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::test;
using namespace stratoscope::ui;

class TestTransfers : public QObject, RegistryWindow
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startRegistry(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void opensTheFirstLayers();
    void pausesAndGoesOn();
    void leavesWhatFailedForGood();
    void saysWhatFailedAndTriesAgain();
    void pullsFewAtATime();
    void keepsWhatHasNotEnded();
    void asksBeforeItCloses();
    void tellsOfTheEnd();
    void pullsWhatATabIsOpenedFor();
    void worksByKeys();
};

void TestTransfers::opensTheFirstLayers()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 2});
    const int id = m_application->transfers().pull(throughProxy(u"team/app:1.0"_s), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().layersReady, 2, kPatience);
    QCOMPARE(transfer().layerCount, 3);
    QCOMPARE(transfer().state, TransferState::Running);
    Q_EMIT m_window->findChild<TransferDock *>()->openRequested(id);
    ImageTab *const tab = test::tabs(*m_window).currentTab();
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

void TestTransfers::pausesAndGoesOn()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    Transfers &transfers = m_application->transfers();
    const int id = transfers.pull(throughProxy(u"team/app:1.0"_s), {});
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

void TestTransfers::leavesWhatFailedForGood()
{
    Transfers &transfers = m_application->transfers();
    const int id = transfers.pull(need(Reference::parse(reference(u"team/never:1.0"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Failed, kPatience);
    transfers.resumeAll();
    QCOMPARE(transfers.find(id)->state, TransferState::Failed);
    makeWindow(); // a new start
    QCOMPARE(m_application->transfers().model()->rowCount(), 0);

    m_application->transfers().pull(need(Reference::parse(reference(u"team/never:1.0"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Failed, kPatience);
    m_application->transfers().removeOver();
    QCOMPARE(m_application->transfers().model()->rowCount(), 0);
}

void TestTransfers::saysWhatFailedAndTriesAgain()
{
    Transfers &transfers = m_application->transfers();
    const int id = transfers.pull(need(Reference::parse(reference(u"team/later:1.0"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Failed, kPatience);
    const QString said = transfers.model()->indexOf(id).data(TransferModel::StatusRole).toString();
    QVERIFY2(said.contains(u"team/later"_s), qPrintable(said));
    m_registry->putSmallImage(u"team/later"_s, {u"1.0"_s});
    transfers.resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
}

void TestTransfers::pullsFewAtATime()
{
    m_proxy->add({.times = kAlways, .bytesPerSecond = 2000});
    Transfers &transfers = m_application->transfers();
    for (int i = 0; i < 5; ++i)
        transfers.pull(throughProxy(u"many/image%1:latest"_s.arg(i)), {});
    QCOMPARE(transfer(2).state, TransferState::Running);
    QCOMPARE(transfer(3).state, TransferState::Waiting);
    QCOMPARE(std::ranges::count_if(transfers.transfers(), &Transfer::isActive), 5);
    m_proxy->clearFaults();
    for (int i = 0; i < 5; ++i)
        QTRY_COMPARE_WITH_TIMEOUT(transfer(i).state, TransferState::Done, kPatience);
}

void TestTransfers::keepsWhatHasNotEnded()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    const auto wanted = throughProxy(u"team/app:1.0"_s);
    m_application->transfers().pull(wanted, Platform::host());
    m_application->transfers().pull(need(Reference::parse(reference(u"team/small:1.0"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer(1).state, TransferState::Done, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(transfer().progress.current > 0, kPatience);
    makeWindow();
    QCOMPARE(m_application->transfers().model()->rowCount(), 1);
    QCOMPARE(transfer().state, TransferState::Paused);
    QCOMPARE(transfer().name, wanted.canonical());
    QCOMPARE(transfer().platform, std::optional(Platform::host()));
    QVERIFY(transfer().progress.current > 0 && transfer().progress.total > kLargeLayer);
    QVERIFY(m_window->findChild<TransferDock *>()->isVisible());
    m_proxy->clearFaults();
    m_application->transfers().resumeAll();
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
}

void TestTransfers::asksBeforeItCloses()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    m_application->transfers().pull(throughProxy(u"team/app:1.0"_s), {});
    const auto answer = [this](const QString &text) {
        QTimer::singleShot(0, this, [text] {
            auto *const question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(question);
            for (QAbstractButton *const button : question->buttons()) {
                if (button->text() == text)
                    return button->click();
            }
            question->reject(); // or the test would wait for ever
            QFAIL(qPrintable(u"no button %1"_s.arg(text)));
        });
    };
    answer(u"Cancel"_s);
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible());
    answer(u"Pause and Quit"_s);
    QVERIFY(m_window->close());
}

void TestTransfers::tellsOfTheEnd()
{
    QSignalSpy told(m_window->findChild<Notifier *>(), &Notifier::notified);
    m_application->transfers().pull(need(Reference::parse(reference(u"many/image0:latest"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);
    QCOMPARE(told.count(), 0); // it is in front

    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    m_application->transfers().pull(need(Reference::parse(reference(u"many/image1:latest"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, kPatience);
    QVERIFY(told.front().front().toString().contains(u"many/image1"_s));
    m_application->transfers().pull(need(Reference::parse(reference(u"many/none:latest"_s))), {});
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 2, kPatience);
}

void TestTransfers::pullsWhatATabIsOpenedFor()
{
    m_window->openImages({reference(u"team/small:1.0"_s)});
    ImageTab *const tab = test::tabs(*m_window).currentTab();
    QTRY_VERIFY_WITH_TIMEOUT(tab->view() && tab->view()->isSettled(), kPatience);
    QCOMPARE(m_application->transfers().model()->rowCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(transfer().state, TransferState::Done, kPatience);

    m_window->openImages({reference(u"team/missing:1.0"_s)});
    const auto *const page = test::tabs(*m_window).currentTab()->findChild<ErrorPage *>();
    QTRY_VERIFY_WITH_TIMEOUT(page->isVisible() && isSaid(page, u"team/missing"_s), kPatience);
    m_registry->putSmallImage(u"team/missing"_s, {u"1.0"_s});
    for (QPushButton *const button : page->findChildren<QPushButton *>()) {
        if (button->text() == u"Try Again"_s)
            button->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab()->view(), kPatience);
}

void TestTransfers::worksByKeys()
{
    m_proxy->add({.path = "/blobs/", .times = kAlways, .bytesPerSecond = kLargeLayer / 4});
    Transfers &transfers = m_application->transfers();
    const int id = transfers.pull(throughProxy(u"team/app:1.0"_s), {});
    auto *const view = m_window->findChild<TransferDock *>()->findChild<QTreeView *>(u"transfers"_s);
    m_window->findChild<TransferDock *>()->showTransfer(id);
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
    QCOMPARE(offered, QStringList({u"Open Partial Image"_s, u"Resume"_s, u"Cancel"_s}));
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(*m_window).currentTab() && test::tabs(*m_window).currentTab()->view(), kPatience);
    QVERIFY(isSaid(test::tabs(*m_window).currentTab(), u"Paused"_s));
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(transfer().state, TransferState::Cancelled);
    QTest::keyClick(view, Qt::Key_Delete);
    QCOMPARE(transfers.model()->rowCount(), 0);
}

STRATOSCOPE_WIDGETS_TEST(TestTransfers)
#include "tst_transfers.moc"
