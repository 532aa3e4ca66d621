// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/image/image_choices.h"
#include "ui/image/image_header.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

constexpr int kTimeoutMs = 30'000;

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
    QTimer::singleShot(0, tree, [path] {
        auto *const dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->findChild<QLineEdit *>()->setText(path);
        static_cast<QDialog *>(dialog)->accept();
    });
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
    void initTestCase() { QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path()); }
    void keepsAFailedSaveOffTheNextImage();

private:
    QTemporaryDir m_directory;
};

void TestImageTab::keepsAFailedSaveOffTheNextImage()
{
    const QString sample = QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar");
    const QString other = m_directory.filePath(u"other.tar"_s);
    QVERIFY(QFile::copy(sample, other));
    Session session(test::need(Store::open(m_directory.filePath(u"store"_s))));
    Transfers transfers(session);
    ImageTab tab(session, transfers, sample, {});
    tab.show();
    tab.open();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(tab), kTimeoutMs);

    saveAs(tab, u"/etc/passwd"_s, u"/proc/passwd"_s); // where no file can be created
    const auto failedSaves = [&transfers] {
        return std::ranges::count_if(transfers.log()->entries(), [](const TransferLogEntry &entry) {
            return entry.kind == TransferKind::Save && entry.result == TransferState::Failed;
        });
    };
    QTRY_COMPARE_WITH_TIMEOUT(failedSaves(), 1, kTimeoutMs);
    QVERIFY(shows(tab.view(), u"Could not save the file"_s));

    const QPointer<ImageView> before = tab.view();
    Q_EMIT tab.findChild<ImageHeader *>()->chosen({.label = u"other"_s, .name = other});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!before);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(tab), kTimeoutMs);
    const auto &all = transfers.transfers();
    const auto save = std::ranges::find(all, TransferKind::Save, &Transfer::kind);
    QVERIFY(save != all.end());
    transfers.resume(save->id);
    QTRY_COMPARE_WITH_TIMEOUT(failedSaves(), 2, kTimeoutMs);
    QVERIFY(!shows(tab.view(), u"Could not save the file"_s)); // it was another image's
}

STRATOSCOPE_WIDGETS_TEST(TestImageTab)
#include "tst_image_tab.moc"
