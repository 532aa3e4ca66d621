// SPDX-License-Identifier: Apache-2.0
//
// Work that is no pull among the transfers: how it is listed, stopped, tried again and written down.
#include "base/cancel.h"
#include "session/session.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfer_log_view.h"
#include "ui/transfers/transfer_pane.h"
#include "ui/transfers/transfers.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

constexpr int kPatience = 30'000; // milliseconds

/// Work that goes on until it is let go, and then fails as often as it is told to.
struct Gate {
    std::atomic<bool> isOpen = false;
    std::atomic<int> failures = 0;
};

TransferWork<void> gated(Session &session, const std::shared_ptr<Gate> &gate, TransferKind kind, const QString &name)
{
    return {.kind = kind, .name = name, .target = u"/some/where"_s, .begin = [&session, gate] {
                return session.run<void>([gate](ProgressMeter &progress, const std::stop_token &stop) -> Result<void> {
                    progress.begin(Stage::Export, 1000);
                    while (!gate->isOpen) {
                        throwIfStopped(stop);
                        std::this_thread::sleep_for(std::chrono::milliseconds(5));
                    }
                    if (gate->failures-- > 0)
                        return fail(ErrorKind::Io, u"/some/where"_s, u"the disk is tired"_s);
                    progress.add(1000);
                    progress.finish();
                    return {};
                });
            }};
}

} // namespace

class TestWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path()); }
    void init();
    void cleanup();
    void listsWhatTakesLong();
    void writesDownWhatIsQuick();
    void keepsWhatFailed();
    void isStopped();
    void forgetsItsOwner();
    void isDropped();
    void triesToOpenAgain();
    void asksBeforeItCloses();
    void showsTheLog();

private:
    TransferState how(int row = 0) const { return m_transfers->log()->entries().at(row).how; }
    int rows() const { return m_transfers->model()->rowCount(); }

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<Gate> m_gate;
};

void TestWork::init()
{
    QSettings().clear();
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    m_gate = std::make_shared<Gate>();
}

void TestWork::cleanup()
{
    m_gate->isOpen = true;
    m_transfers.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_session.reset();
}

void TestWork::listsWhatTakesLong()
{
    const int id = m_transfers->run(this, gated(*m_session, m_gate, TransferKind::Verify, u"image"_s));
    QVERIFY(m_transfers->isRunning(id));
    QCOMPARE(rows(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, kPatience);
    QCOMPARE(m_transfers->find(id)->state, TransferState::Running);
    QCOMPARE(m_transfers->model()->indexOf(id).data(TransferModel::NoteRole).toString(), u"Verification"_s);
    m_transfers->pause(id); // cannot be
    QCOMPARE(m_transfers->find(id)->state, TransferState::Running);
    m_gate->isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 0, kPatience);
    QCOMPARE(how(), TransferState::Done);
    QVERIFY(m_transfers->log()->entries().front().milliseconds >= 400);

    // An export stays, so that one finds the folder.
    const int exported = m_transfers->run(this, gated(*m_session, m_gate, TransferKind::Export, u"image"_s));
    QCOMPARE(rows(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->find(exported)->state, TransferState::Done, kPatience);
    QCOMPARE(transferText(*m_transfers->find(exported)), u"Exported, %1, to /some/where"_s.arg(sizeText(1000)));
    QVERIFY(m_transfers->find(exported)->canOpen());
}

void TestWork::writesDownWhatIsQuick()
{
    m_gate->isOpen = true;
    int done = 0;
    auto work = gated(*m_session, m_gate, TransferKind::Save, u"/etc/passwd"_s);
    work.done = [&done](const Result<void> &result) { done += result.has_value(); };
    m_transfers->run(this, std::move(work));
    QTRY_COMPARE_WITH_TIMEOUT(done, 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->log()->rowCount(), 1, kPatience);
    QCOMPARE(rows(), 0);
    QCOMPARE(m_transfers->log()->entries().front().name, u"/etc/passwd"_s);
    const auto before = m_transfers->log()->entries();
    m_transfers = std::make_unique<Transfers>(*m_session);
    QCOMPARE(m_transfers->log()->entries().size(), before.size());
    QCOMPARE(m_transfers->log()->entries().front().kind, TransferKind::Save);
}

void TestWork::keepsWhatFailed()
{
    m_gate->isOpen = true;
    m_gate->failures = 1;
    const int id = m_transfers->run(this, gated(*m_session, m_gate, TransferKind::Save, u"/etc/passwd"_s));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, kPatience);
    QCOMPARE(m_transfers->find(id)->state, TransferState::Failed);
    QVERIFY(transferText(*m_transfers->find(id)).contains(u"the disk is tired"_s));
    QCOMPARE(how(), TransferState::Failed);
    m_transfers->resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 0, kPatience);
    QCOMPARE(how(), TransferState::Done);
}

void TestWork::isStopped()
{
    int cancelled = 0;
    auto work = gated(*m_session, m_gate, TransferKind::Export, u"image"_s);
    work.cancelled = [&cancelled] { ++cancelled; };
    const int id = m_transfers->run(this, std::move(work));
    m_transfers->cancel(id);
    QTRY_COMPARE_WITH_TIMEOUT(cancelled, 1, kPatience);
    QCOMPARE(m_transfers->find(id)->state, TransferState::Cancelled);
    QCOMPARE(how(), TransferState::Cancelled);
    m_gate->isOpen = true;
    m_transfers->resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->find(id)->state, TransferState::Done, kPatience);
    m_transfers->removeOver();
    QCOMPARE(rows(), 0);
}

void TestWork::forgetsItsOwner()
{
    int told = 0;
    auto owner = std::make_unique<QObject>();
    auto work = gated(*m_session, m_gate, TransferKind::Export, u"image"_s);
    work.done = [&told](const Result<void> &) { ++told; };
    const int id = m_transfers->run(owner.get(), std::move(work));
    owner.reset();
    m_gate->isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->find(id)->state, TransferState::Done, kPatience);
    QCOMPARE(told, 0);
}

void TestWork::isDropped()
{
    const int id = m_transfers->run(this, gated(*m_session, m_gate, TransferKind::Open, u"image"_s));
    m_transfers->drop(id);
    QVERIFY(!m_transfers->isRunning(id));
    QCOMPARE(how(), TransferState::Cancelled);
    m_transfers->drop(id);
    m_transfers->drop(0);
    QCOMPARE(m_transfers->log()->rowCount(), 1);
    QTest::qWait(500);
    QCOMPARE(rows(), 0);
}

void TestWork::triesToOpenAgain()
{
    MainWindow window(*m_session, {});
    window.show();
    const QString path = m_directory.filePath(u"late.tar"_s);
    window.openImages({path});
    const Transfers &transfers = window.transfers();
    QTRY_COMPARE_WITH_TIMEOUT(transfers.transfers().size(), 1U, kPatience);
    QVERIFY(window.currentTab()->findChild<ErrorPage *>()->isVisible());
    QCOMPARE(transfers.transfers().front().kind, TransferKind::Open);
    QVERIFY(QFile::copy(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"), path));
    window.transfers().resume(transfers.transfers().front().id);
    QTRY_VERIFY_WITH_TIMEOUT(window.currentTab()->view(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(transfers.transfers().empty(), kPatience);

    window.openImages({u"/none.tar"_s});
    QTRY_COMPARE_WITH_TIMEOUT(transfers.transfers().size(), 1U, kPatience);
    Q_EMIT window.currentTab()->closeRequested();
    QTRY_COMPARE_WITH_TIMEOUT(transfers.transfers().size(), 0U, kPatience);
}

void TestWork::asksBeforeItCloses()
{
    MainWindow window(*m_session, {});
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.transfers().run(&window, gated(*m_session, m_gate, TransferKind::Export, u"some image"_s));
    QString said;
    const auto answer = [this, &said](const QString &text) {
        QTimer::singleShot(0, this, [text, &said] {
            auto *const question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(question);
            said = question->informativeText();
            for (QAbstractButton *const button : question->buttons()) {
                if (button->text() == text)
                    button->click();
            }
        });
    };
    answer(u"Stay"_s);
    QVERIFY(!window.close());
    QVERIFY2(said.contains(u"Export: some image"_s), qPrintable(said));
    answer(u"Stop and Quit"_s);
    QVERIFY(window.close());
}

void TestWork::showsTheLog()
{
    MainWindow window(*m_session, {});
    window.show();
    m_gate->isOpen = true;
    window.transfers().run(&window, gated(*m_session, m_gate, TransferKind::Verify, u"some image"_s));
    TransferPane *const pane = window.transferPane();
    QTRY_COMPARE_WITH_TIMEOUT(pane->logView()->model()->rowCount(), 1, kPatience);
    const auto press = [pane](const QString &text) {
        for (QPushButton *const button : pane->findChildren<QPushButton *>()) {
            if (!button->isHidden() && button->text() == text)
                button->click();
        }
    };
    pane->showLog(true);
    press(u"Copy"_s);
    QVERIFY2(QGuiApplication::clipboard()->text().contains(u"Verification\tsome image\tVerified"_s),
             qPrintable(QGuiApplication::clipboard()->text()));
    press(u"Clear Log"_s);
    QCOMPARE(pane->logView()->model()->rowCount(), 0);
    QVERIFY(settings::transferLog().isEmpty());
}

STRATOSCOPE_WIDGETS_TEST(TestWork)
#include "tst_work.moc"
