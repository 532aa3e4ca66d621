// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/export/export_dialog.h"
#include "ui/transfers/transfers.h"

#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestExportDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void exportsTheImage();
    void exportsWhatIsSelected();
    void asksBeforeItReplaces();
    void saysWhatWentWrong();
    void goesOnInBackground();
    void cleanupTestCase();

private:
    std::unique_ptr<ExportDialog> makeDialog(const QString &destination, std::vector<std::string> selected = {});
    static void press(const QWidget &dialog, const QString &text);
    static bool says(const QWidget &dialog, const QString &text);

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_image;
};

void TestExportDialog::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    const auto task = m_session->open(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"));
    QTRY_VERIFY_WITH_TIMEOUT(task->isFinished(), 30'000);
    m_image = test::need(*task->takeResult());
}

void TestExportDialog::cleanupTestCase()
{
    m_image.reset();
    m_transfers.reset();
    m_session.reset();
}

std::unique_ptr<ExportDialog> TestExportDialog::makeDialog(const QString &destination, std::vector<std::string> selected)
{
    auto dialog = std::make_unique<ExportDialog>(*m_session, *m_transfers, m_image, TreeChoice{}, std::move(selected));
    dialog->setDestination(destination);
    dialog->show();
    return dialog;
}

void TestExportDialog::press(const QWidget &dialog, const QString &text)
{
    for (QAbstractButton *const button : dialog.findChildren<QAbstractButton *>()) {
        if (button->text().startsWith(text) && button->isVisible())
            return button->click();
    }
    QFAIL(qPrintable(u"no button to press: "_s + text));
}

bool TestExportDialog::says(const QWidget &dialog, const QString &text)
{
    for (const QLabel *const label : dialog.findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(text))
            return true;
    }
    return false;
}

void TestExportDialog::exportsTheImage()
{
    const QString destination = m_directory.filePath(u"whole"_s);
    const auto dialog = makeDialog(destination);
    press(*dialog, u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(*dialog, u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
}

void TestExportDialog::exportsWhatIsSelected()
{
    const QString destination = m_directory.filePath(u"selected"_s);
    const auto dialog = makeDialog(destination, {"/etc/passwd"});
    press(*dialog, u"Selected item: /etc/passwd"_s);
    press(*dialog, u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(*dialog, u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    QVERIFY(!QFile::exists(destination + u"/usr"_s));
}

void TestExportDialog::asksBeforeItReplaces()
{
    const QString destination = m_directory.filePath(u"occupied"_s);
    QVERIFY(QDir().mkpath(destination));
    QFile mine(destination + u"/mine"_s);
    QVERIFY(mine.open(QIODevice::WriteOnly));
    mine.close();
    const auto dialog = makeDialog(destination);
    QVERIFY(says(*dialog, u"not empty"_s));
    press(*dialog, u"Export"_s); // is not enabled: nothing happens
    QVERIFY(says(*dialog, u"not empty"_s));
    press(*dialog, u"Overwrite"_s);
    press(*dialog, u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(*dialog, u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    QVERIFY(mine.exists());
}

void TestExportDialog::saysWhatWentWrong()
{
    const auto dialog = makeDialog(m_directory.filePath(u"store/version/below-a-file"_s));
    press(*dialog, u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(*dialog, u"below-a-file: "_s), 30'000);
    press(*dialog, u"Back"_s);
    QVERIFY(says(*dialog, u"&Folder:"_s));
}

void TestExportDialog::goesOnInBackground()
{
    m_transfers->removeOver();
    m_transfers->clearLog();
    const QString destination = m_directory.filePath(u"background"_s);
    auto dialog = makeDialog(destination);
    QSignalSpy left(dialog.get(), &ExportDialog::leftToTransfers);
    press(*dialog, u"Export"_s);
    press(*dialog, u"Continue in"_s);
    QCOMPARE(left.count(), 1);
    const int id = left.front().front().toInt();
    QVERIFY(!dialog->isVisible());
    dialog.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->find(id)->state, TransferState::Done, 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    QCOMPARE(m_transfers->log()->entries().size(), 1);
    QCOMPARE(m_transfers->log()->entries().front().kind, TransferKind::Export);
    QVERIFY(m_transfers->log()->entries().front().bytes > 0);
}

STRATOSCOPE_WIDGETS_TEST(TestExportDialog)
#include "tst_export_dialog.moc"
