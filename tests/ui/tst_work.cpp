// SPDX-License-Identifier: Apache-2.0
//
// Transfers other than pulls: how they are listed, stopped, retried and logged.
#include "base/cancel.h"
#include "support/need.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/common/error_page.h"
#include "ui/common/format.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfer_dock.h"
#include "ui/transfers/transfer_log_view.h"
#include "ui/transfers/transfers.h"
#include "ui/window/main_window.h"
#include "ui/window/transfer_summary.h"

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

/// A task that runs until the gate is opened. Its first attempts fail, as many as `failures` says.
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
    void isCancelledBeforeItIsListed();
    void forgetsItsOwner();
    void isDropped();
    void triesToOpenAgain();
    void asksBeforeItCloses();
    void sumsUp();
    void showsTheLog();

private:
    /// As after a new start of the program.
    void start()
    {
        m_application.reset();
        m_application = std::make_unique<Application>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    }
    Transfers &transfers() const { return m_application->transfers(); }
    TransferState how(int row = 0) const { return transfers().log()->entries().at(row).result; }
    int rows() const { return transfers().model()->rowCount(); }

    QTemporaryDir m_directory;
    std::unique_ptr<Application> m_application;
    std::shared_ptr<Gate> m_gate;
};

void TestWork::init()
{
    QSettings().clear();
    start();
    m_gate = std::make_shared<Gate>();
}

void TestWork::cleanup()
{
    m_gate->isOpen = true;
    m_application.reset();
}

void TestWork::listsWhatTakesLong()
{
    const int id = transfers().run(this, gated(m_application->session(), m_gate, TransferKind::Verify, u"image"_s));
    QVERIFY(transfers().isRunning(id));
    QCOMPARE(rows(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, test::kPatience);
    QCOMPARE(transfers().find(id)->state, TransferState::Running);
    QCOMPARE(transfers().model()->indexOf(id).data(TransferModel::NoteRole).toString(), u"Verification"_s);
    transfers().pause(id); // cannot be
    QCOMPARE(transfers().find(id)->state, TransferState::Running);
    m_gate->isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 0, test::kPatience);
    QCOMPARE(how(), TransferState::Done);
    QVERIFY(transfers().log()->entries().front().milliseconds >= 400);

    // An export stays on the list, so that its folder can be opened.
    const int exported = transfers().run(this, gated(m_application->session(), m_gate, TransferKind::Export, u"image"_s));
    QCOMPARE(rows(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(transfers().find(exported)->state, TransferState::Done, test::kPatience);
    QCOMPARE(transferText(*transfers().find(exported)), u"Exported, %1, to /some/where"_s.arg(sizeText(1000)));
    QVERIFY(transfers().find(exported)->canOpen());
}

void TestWork::writesDownWhatIsQuick()
{
    m_gate->isOpen = true;
    int done = 0;
    auto work = gated(m_application->session(), m_gate, TransferKind::Save, u"/etc/passwd"_s);
    work.done = [&done](const Result<void> &result) { done += result.has_value(); };
    transfers().run(this, std::move(work));
    QTRY_COMPARE_WITH_TIMEOUT(done, 1, test::kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(transfers().log()->rowCount(), 1, test::kPatience);
    QCOMPARE(rows(), 0);
    QCOMPARE(transfers().log()->entries().front().name, u"/etc/passwd"_s);
    const auto before = transfers().log()->entries();
    start();
    QCOMPARE(transfers().log()->entries().size(), before.size());
    QCOMPARE(transfers().log()->entries().front().kind, TransferKind::Save);
}

void TestWork::keepsWhatFailed()
{
    m_gate->isOpen = true;
    m_gate->failures = 1;
    const int id = transfers().run(this, gated(m_application->session(), m_gate, TransferKind::Save, u"/etc/passwd"_s));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, test::kPatience);
    QCOMPARE(transfers().find(id)->state, TransferState::Failed);
    QVERIFY(transferText(*transfers().find(id)).contains(u"the disk is tired"_s));
    QCOMPARE(how(), TransferState::Failed);
    transfers().resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 0, test::kPatience);
    QCOMPARE(how(), TransferState::Done);
}

void TestWork::isStopped()
{
    int cancelled = 0;
    auto work = gated(m_application->session(), m_gate, TransferKind::Export, u"image"_s);
    work.cancelled = [&cancelled] { ++cancelled; };
    const int id = transfers().run(this, std::move(work));
    transfers().cancel(id);
    QTRY_COMPARE_WITH_TIMEOUT(cancelled, 1, test::kPatience);
    QCOMPARE(transfers().find(id)->state, TransferState::Cancelled);
    QCOMPARE(how(), TransferState::Cancelled);
    m_gate->isOpen = true;
    transfers().resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(transfers().find(id)->state, TransferState::Done, test::kPatience);
    transfers().removeOver();
    QCOMPARE(rows(), 0);
}

void TestWork::isCancelledBeforeItIsListed()
{
    int cancelled = 0;
    auto work = gated(m_application->session(), m_gate, TransferKind::Verify, u"image"_s);
    work.cancelled = [&cancelled] { ++cancelled; };
    const int id = transfers().run(this, std::move(work));
    transfers().cancel(id);
    QTRY_COMPARE_WITH_TIMEOUT(cancelled, 1, test::kPatience);
    QCOMPARE(rows(), 0);
    QCOMPARE(transfers().log()->rowCount(), 1);
    QCOMPARE(how(), TransferState::Cancelled);
    QCOMPARE(transfers().log()->entries().front().name, u"image"_s);
}

void TestWork::forgetsItsOwner()
{
    int told = 0;
    auto owner = std::make_unique<QObject>();
    auto work = gated(m_application->session(), m_gate, TransferKind::Export, u"image"_s);
    work.done = [&told](const Result<void> &) { ++told; };
    const int id = transfers().run(owner.get(), std::move(work));
    owner.reset();
    m_gate->isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(transfers().find(id)->state, TransferState::Done, test::kPatience);
    QCOMPARE(told, 0);
}

void TestWork::isDropped()
{
    const int id = transfers().run(this, gated(m_application->session(), m_gate, TransferKind::Open, u"image"_s));
    transfers().drop(id);
    QVERIFY(!transfers().isRunning(id));
    QCOMPARE(how(), TransferState::Cancelled);
    transfers().drop(id);
    transfers().drop(0);
    QCOMPARE(transfers().log()->rowCount(), 1);
    QTest::qWait(500);
    QCOMPARE(rows(), 0);
}

void TestWork::triesToOpenAgain()
{
    MainWindow window(*m_application, {});
    window.show();
    const QString path = m_directory.filePath(u"late.tar"_s);
    window.openImages({path});
    QTRY_COMPARE_WITH_TIMEOUT(transfers().transfers().size(), 1U, test::kPatience);
    QVERIFY(test::tabs(window).currentTab()->findChild<ErrorPage *>()->isVisible());
    QCOMPARE(transfers().transfers().front().kind, TransferKind::Open);
    QVERIFY(QFile::copy(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"), path));
    transfers().resume(transfers().transfers().front().id);
    QTRY_VERIFY_WITH_TIMEOUT(test::tabs(window).currentTab()->view(), test::kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(transfers().transfers().empty(), test::kPatience);

    window.openImages({u"/none.tar"_s});
    QTRY_COMPARE_WITH_TIMEOUT(transfers().transfers().size(), 1U, test::kPatience);
    Q_EMIT test::tabs(window).currentTab()->closeRequested();
    QTRY_COMPARE_WITH_TIMEOUT(transfers().transfers().size(), 0U, test::kPatience);
}

void TestWork::asksBeforeItCloses()
{
    MainWindow window(*m_application, {});
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    transfers().run(&window, gated(m_application->session(), m_gate, TransferKind::Export, u"some image"_s));
    QString said;
    const auto answer = [this, &said](const QString &text) {
        QTimer::singleShot(0, this, [text, &said] {
            auto *const question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(question);
            said = question->text() + u'\n' + question->informativeText();
            for (QAbstractButton *const button : question->buttons()) {
                if (button->text() == text)
                    button->click();
            }
        });
    };
    answer(u"Cancel"_s);
    QVERIFY(!window.close());
    QVERIFY2(said.contains(u"1 tasks are still running"_s) && said.contains(u"Export: some image"_s), qPrintable(said));
    // Nothing is lost with a verification.
    transfers().run(&window, gated(m_application->session(), m_gate, TransferKind::Verify, u"another"_s));
    transfers().run(&window, gated(m_application->session(), m_gate, TransferKind::Import, u"a third"_s));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 3, test::kPatience);
    answer(u"Stop and Quit"_s);
    QVERIFY(window.close());
    QVERIFY2(said.contains(u"2 tasks are still running"_s) && said.contains(u"Import: a third"_s), qPrintable(said));
    QVERIFY2(!said.contains(u"another"_s), qPrintable(said));
}

/// In the status bar, in the words of the list.
void TestWork::sumsUp()
{
    MainWindow window(*m_application, {});
    window.show();
    const auto *const summary = window.findChild<TransferSummary *>();
    QVERIFY(summary->isHidden());
    const int first = transfers().run(&window, gated(m_application->session(), m_gate, TransferKind::Verify, u"first"_s));
    QTRY_COMPARE_WITH_TIMEOUT(summary->text(), u"Verification: first, 0 %"_s, test::kPatience);
    transfers().run(&window, gated(m_application->session(), m_gate, TransferKind::Export, u"second"_s));
    QTRY_COMPARE_WITH_TIMEOUT(summary->text(), u"2 active tasks, 0 %"_s, test::kPatience);
    transfers().cancel(first);
    QTRY_COMPARE_WITH_TIMEOUT(summary->text(), u"Export: second, 0 %"_s, test::kPatience);
    m_gate->isOpen = true;
    QTRY_VERIFY_WITH_TIMEOUT(summary->isHidden(), test::kPatience);
}

void TestWork::showsTheLog()
{
    MainWindow window(*m_application, {});
    window.show();
    m_gate->isOpen = true;
    transfers().run(&window, gated(m_application->session(), m_gate, TransferKind::Verify, u"some image"_s));
    TransferDock *const pane = window.findChild<TransferDock *>();
    QTRY_COMPARE_WITH_TIMEOUT(transfers().log()->rowCount(), 1, test::kPatience);
    const auto press = [pane](const QString &text) {
        for (QAbstractButton *const button : pane->findChildren<QAbstractButton *>()) {
            if (!button->isHidden() && button->text() == text)
                button->click();
        }
    };
    press(u"Log"_s);
    press(u"Copy"_s);
    QVERIFY2(QGuiApplication::clipboard()->text().contains(u"Verification\tsome image\tVerified"_s),
             qPrintable(QGuiApplication::clipboard()->text()));
    press(u"Clear Log"_s);
    QCOMPARE(transfers().log()->rowCount(), 0);
    QCOMPARE(settings::transferLog(), "[]"_qba);
}

STRATOSCOPE_WIDGETS_TEST(TestWork)
#include "tst_work.moc"
