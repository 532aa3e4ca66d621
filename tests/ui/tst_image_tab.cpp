// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"
#include "session/session.h"
#include "support/file_dialog.h"
#include "support/idle.h"
#include "support/image_files.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "ui/export/export_dialog.h"
#include "ui/image/image_choices.h"
#include "ui/image/image_header.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/mount/mounts.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

constexpr int kTimeoutMs = 30'000;
const QString kNowhere = u"/sys/passwd"_s; // where no file can be created; files of /proc block whoever reads them

bool isOpen(const ImageTab &tab)
{
    return tab.view() && tab.view()->isSettled();
}

bool shows(const QWidget *widget, const QString &text)
{
    return std::ranges::any_of(widget->findChildren<QLabel *>(),
                               [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

/// Saves a file of the image as the user does, with the dialog.
void saveAs(const ImageTab &tab, const QString &entry, const QString &path)
{
    TreeView *const tree = tab.view()->treeView();
    QVERIFY(tree->reveal(*tab.view()->image()->tree->find(entry.toStdString())));
    test::chooseInNextFileDialog(path);
    for (QAction *const action : tree->actions()) {
        if (action->shortcut() == QKeySequence(QKeySequence::Save))
            action->trigger();
    }
}

} // namespace

class TestImageTab : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void keepsAFailedSaveOffTheNextImage();
    void switchesDuringASaveThatFails();
    void switchesBetweenTheImagesOfALayout();
    void exportsAgainWithOneClick();
    void cleanup();

private:
    /// The transfer in the list of transfers; null if it is not there.
    const Transfer *save() const;
    std::ptrdiff_t failedSaves() const;
    /// Chooses another image in the header; the view of this one is destroyed.
    void switchImage();

    QTemporaryDir m_directory;
    QString m_other;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::unique_ptr<Mounts> m_mounts;
    std::unique_ptr<ImageTab> m_tab;
};

void TestImageTab::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_other = m_directory.filePath(u"other.tar"_s);
    QVERIFY(QFile::copy(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"), m_other));
}

void TestImageTab::init()
{
    QSettings().clear();
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    m_mounts = std::make_unique<Mounts>(*m_session);
    m_tab = std::make_unique<ImageTab>(*m_session, *m_transfers, *m_mounts,
                                       QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"), std::nullopt);
    m_tab->show();
    m_tab->open();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab), kTimeoutMs);
}

void TestImageTab::cleanup()
{
    m_tab.reset();
    m_mounts.reset();
    m_transfers.reset();
    m_session.reset();
}

const Transfer *TestImageTab::save() const
{
    const auto &all = m_transfers->transfers();
    const auto save = std::ranges::find(all, TransferKind::Save, &Transfer::kind);
    return save == all.end() ? nullptr : &*save;
}

std::ptrdiff_t TestImageTab::failedSaves() const
{
    return std::ranges::count_if(m_transfers->log()->entries(), [](const TransferLogEntry &entry) {
        return entry.kind == TransferKind::Save && entry.result == TransferState::Failed;
    });
}

void TestImageTab::switchImage()
{
    const QPointer<ImageView> before = m_tab->view();
    Q_EMIT m_tab->findChild<ImageHeader *>()->chosen({.label = u"other"_s, .name = m_other});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!before);
}

void TestImageTab::keepsAFailedSaveOffTheNextImage()
{
    saveAs(*m_tab, u"/etc/passwd"_s, kNowhere);
    QTRY_COMPARE_WITH_TIMEOUT(failedSaves(), 1, kTimeoutMs);
    QVERIFY(shows(m_tab->view(), u"Could not save the file"_s));

    switchImage();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab), kTimeoutMs);
    QVERIFY(save());
    m_transfers->resume(save()->id);
    QTRY_COMPARE_WITH_TIMEOUT(failedSaves(), 2, kTimeoutMs);
    QVERIFY(!shows(m_tab->view(), u"Could not save the file"_s)); // it was another image's
}

/// The save goes on without the view that it was started from.
void TestImageTab::switchesDuringASaveThatFails()
{
    // It waits while others keep all threads of the session busy.
    std::atomic<bool> isFree = false;
    std::vector<std::unique_ptr<TaskOf<void>>> others;
    for (int i = 0; i < Session::kThreads; ++i) {
        others.push_back(m_session->run<void>([&isFree](ProgressMeter &, const std::stop_token &stop) -> Result<void> {
            while (!isFree) {
                throwIfStopped(stop);
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
            return {};
        }));
    }
    saveAs(*m_tab, u"/etc/passwd"_s, kNowhere);
    QTRY_VERIFY_WITH_TIMEOUT(save(), kTimeoutMs);
    switchImage();
    QCOMPARE(save()->state, TransferState::Running);
    isFree = true;
    QTRY_COMPARE_WITH_TIMEOUT(failedSaves(), 1, kTimeoutMs);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab), kTimeoutMs);
    QCOMPARE(save()->state, TransferState::Failed);
    QVERIFY(transferText(*save()).contains(kNowhere));
    QVERIFY(!shows(m_tab->view(), u"Could not save the file"_s));
}

void TestImageTab::switchesBetweenTheImagesOfALayout()
{
    // `one` for two platforms, `two` for a third one.
    test::LayoutMaker layout;
    const auto imageFor = [&layout](const QString &architecture) {
        const test::TestImage image{.layers = {test::TarBuilder().file(architecture.toStdString(), "x").finish()},
                                    .architecture = architecture};
        return test::forPlatform(layout.image(image), u"linux/"_s + architecture);
    };
    layout.entry(test::named(layout.index({imageFor(u"s390x"_s), imageFor(u"ppc64le"_s)}), u"one"_s));
    layout.entry(test::named(imageFor(u"riscv64"_s), u"two"_s));
    const QString folder = m_directory.filePath(u"layout"_s);
    test::writeFiles(folder, layout.files());

    const auto shown = [this] {
        QString names;
        const ImageFs fs = m_tab->view()->image()->fs();
        for (const NodeId child : fs.tree->children(kRootNode))
            names += printable(fs.tree->name(child));
        return names;
    };
    const auto choose = [this](const QString &button, const QString &text) {
        auto *const control = m_tab->findChild<ImageHeader *>()->findChild<QToolButton *>(button);
        QVERIFY(control->isVisible());
        control->menu()->popup(control->mapToGlobal(QPoint()));
        QTRY_VERIFY_WITH_TIMEOUT(test::isIdle(*control->menu()), kTimeoutMs);
        const auto actions = control->menu()->actions();
        const auto found = std::ranges::find_if(actions, [&](const QAction *action) { return action->text().contains(text); });
        QVERIFY2(found != actions.end(), qPrintable(text));
        control->menu()->setActiveAction(*found);
        QTest::keyClick(control->menu(),
                        Qt::Key_Return); // Qt 6.8 takes a click without a movement for the one that opened the menu
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab), kTimeoutMs);
    };
    m_tab->openAs(u"oci:"_s + folder + u":one"_s, *Platform::parse(u"linux/s390x"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab) && shown() == u"s390x"_s, kTimeoutMs);
    QCOMPARE(m_tab->findChild<QToolButton *>(u"tag"_s)->text(), u"one"_s);

    choose(u"platform"_s, u"linux/ppc64le"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab) && shown() == u"ppc64le"_s, kTimeoutMs);
    QCOMPARE(m_tab->findChild<QToolButton *>(u"tag"_s)->text(), u"one"_s);
    choose(u"tag"_s, u"two"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(*m_tab) && shown() == u"riscv64"_s, kTimeoutMs);
    QCOMPARE(m_tab->findChild<QToolButton *>(u"tag"_s)->text(), u"two"_s);
    QVERIFY(m_tab->name().endsWith(u":two"_s));
}

void TestImageTab::exportsAgainWithOneClick()
{
    const QString folder = m_directory.filePath(u"exports"_s);
    QVERIFY(QDir().mkpath(folder));
    settings::exportDirectory.set(folder);
    auto *const button = m_tab->findChild<QToolButton *>(u"export"_s);
    QVERIFY(button->isVisible());
    // The first time, everything is asked.
    QTest::mouseClick(button, Qt::LeftButton, {}, {8, button->height() / 2});
    ExportDialog *dialog = nullptr;
    QVERIFY((dialog = m_tab->window()->findChild<ExportDialog *>()));
    delete dialog;

    const auto exported = [this] {
        const auto &all = m_transfers->transfers();
        return std::ranges::count_if(all, [](const Transfer &transfer) {
            return transfer.kind == TransferKind::Export && transfer.state == TransferState::Done;
        });
    };
    const auto chooseInMenu = [button](const QString &text) {
        Q_EMIT button->menu()->aboutToShow();
        const auto actions = button->menu()->actions();
        const auto found = std::ranges::find(actions, text, &QAction::text);
        QVERIFY2(found != actions.end(), qPrintable(text));
        (*found)->trigger();
    };
    QSignalSpy listed(m_tab.get(), &ImageTab::leftToTransfers);
    chooseInMenu(u"Root folder for chroot"_s);
    QCOMPARE(listed.count(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(exported(), 1, kTimeoutMs);
    const QString made = folder + u'/' + QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
    QVERIFY(QFile::exists(made + u"/etc/passwd"_s));
    QCOMPARE(settings::exportPreset(), u"chroot"_s);

    // Once more, with what is there in the way: the dialog says so.
    QTest::mouseClick(button, Qt::LeftButton, {}, {8, button->height() / 2});
    QVERIFY((dialog = m_tab->window()->findChild<ExportDialog *>()));
    QVERIFY(shows(dialog, u"This folder is not empty."_s));
    delete dialog;
    QVERIFY(QDir(made).removeRecursively());
    QTest::mouseClick(button, Qt::LeftButton, {}, {8, button->height() / 2});
    QTRY_COMPARE_WITH_TIMEOUT(exported(), 2, kTimeoutMs);
    QVERIFY(QFile::exists(made + u"/etc/passwd"_s));
}

STRATOSCOPE_WIDGETS_TEST(TestImageTab)
#include "tst_image_tab.moc"
