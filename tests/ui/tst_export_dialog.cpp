// SPDX-License-Identifier: Apache-2.0
//
// The export dialog, with keys and clicks.
#include "session/session.h"
#include "support/disk_tree.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "ui/export/export_dialog.h"
#include "ui/export/export_format_model.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestExportDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void exportsTheImage();
    void exportsByKeyboard();
    void choosesAFormat();
    void compressesAsTheNameSays();
    void exportsALayer();
    void exportsWhatIsSelected();
    void combinesLayers();
    void exportsAllPlatforms();
    void compressesAFileSystem();
    void reachesFieldsByShortcut();
    void appliesPresets();
    void copiesTheCommand();
    void asksBeforeItReplaces();
    void saysWhatWentWrong();
    void goesOnInBackground();
    void saysWhetherItBoots();
    void fitsIntoASmallWindow();
    void cleanup();
    void cleanupTestCase();

private:
    void makeDialog(const QString &destination, std::vector<std::string> selected = {}, const TreeChoice &shown = {});
    void click(const QString &text);
    void clickFormat(ExportFormat format);
    void choose(const QString &box, const QString &text);
    QString text(const QString &field) const { return m_dialog->findChild<QLineEdit *>(field)->text(); }
    bool says(const QString &text) const;
    QString problem() const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_image;
    std::unique_ptr<ExportDialog> m_dialog;
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

void TestExportDialog::init()
{
    QSettings().clear();
    settings::exportDirectory.set(m_directory.path());
}

void TestExportDialog::cleanup()
{
    m_dialog.reset();
}

void TestExportDialog::cleanupTestCase()
{
    m_image.reset();
    m_transfers.reset();
    m_session.reset();
}

void TestExportDialog::makeDialog(const QString &destination, std::vector<std::string> selected, const TreeChoice &shown)
{
    const bool hasSelected = !selected.empty();
    m_dialog = std::make_unique<ExportDialog>(*m_session, *m_transfers, ExportSource{u"sample.tar"_s, {}, m_image}, shown,
                                              std::move(selected));
    if (hasSelected)
        m_dialog->chooseSelected();
    if (!destination.isEmpty())
        m_dialog->setDestination(destination);
    m_dialog->show();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestExportDialog::click(const QString &text)
{
    for (QAbstractButton *const button : m_dialog->findChildren<QAbstractButton *>()) {
        if (QString(button->text()).remove(u'&').startsWith(text) && button->isVisible())
            return QTest::mouseClick(button, Qt::LeftButton, {}, {8, button->height() / 2});
    }
    QFAIL(qPrintable(u"no button to click: "_s + text));
}

void TestExportDialog::clickFormat(ExportFormat format)
{
    auto *const view = m_dialog->findChild<QTreeView *>(u"formats"_s);
    const QModelIndex index = static_cast<ExportFormatModel *>(view->model())->indexOf(format);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

/// By keyboard: the entry whose text starts like this, as the user would with the Down key.
void TestExportDialog::choose(const QString &box, const QString &text)
{
    auto *const combo = m_dialog->findChild<QComboBox *>(box);
    const int wanted = combo->findText(text, Qt::MatchStartsWith);
    QVERIFY2(wanted >= 0, qPrintable(text));
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_Home);
    for (int i = 0; i < combo->count() && combo->currentIndex() != wanted; ++i)
        QTest::keyClick(combo, Qt::Key_Down);
    QCOMPARE(combo->currentIndex(), wanted);
}

bool TestExportDialog::says(const QString &text) const
{
    return std::ranges::any_of(m_dialog->findChildren<QLabel *>(),
                               [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

QString TestExportDialog::problem() const
{
    const auto *const label = m_dialog->findChild<QLabel *>(u"problem"_s);
    return label->isVisible() ? label->text() : QString();
}

void TestExportDialog::exportsTheImage()
{
    const QString destination = m_directory.filePath(u"whole"_s);
    makeDialog(destination);
    QCOMPARE(problem(), QString());
    QVERIFY(says(u"free there"_s));
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    for (const auto *const button : m_dialog->findChildren<QPushButton *>())
        QVERIFY2(!button->isVisible() || !button->text().contains(u"Start"_s), "this is no virtual machine");
}

void TestExportDialog::exportsByKeyboard()
{
    makeDialog({});
    const QString destination = text(u"destination"_s);
    QCOMPARE(destination, m_directory.filePath(suggestedExportName(m_image->title(), {})));
    QTest::keyClick(m_dialog->findChild<QLineEdit *>(u"destination"_s), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
}

void TestExportDialog::choosesAFormat()
{
    makeDialog({});
    QVERIFY(!m_dialog->findChild<QComboBox *>(u"compression"_s)->isVisible());
    clickFormat(ExportFormat::Tar);
    QVERIFY2(text(u"destination"_s).endsWith(u".tar"_s), qPrintable(text(u"destination"_s)));
    QVERIFY(text(u"command"_s).endsWith(u"--format tar"_s));
    QVERIFY(m_dialog->findChild<QComboBox *>(u"compression"_s)->isVisible());
    const QString destination = text(u"destination"_s);
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(test::readDisk(destination).contains("etc/passwd"));
    QCOMPARE(settings::exportPreset(), u"tar"_s);
    makeDialog({});
    QVERIFY(text(u"command"_s).contains(u"--format tar"_s)); // it is remembered
}

void TestExportDialog::compressesAsTheNameSays()
{
    makeDialog({});
    clickFormat(ExportFormat::Tar);
    choose(u"compression"_s, u"gzip"_s);
    QVERIFY(text(u"destination"_s).endsWith(u".tar.gz"_s));
    auto *const destination = m_dialog->findChild<QLineEdit *>(u"destination"_s);
    destination->setFocus();
    destination->selectAll();
    QTest::keyClicks(destination, m_directory.filePath(u"mine.tar.zst"_s));
    QCOMPARE(m_dialog->findChild<QComboBox *>(u"compression"_s)->currentText().left(4), u"zstd"_s);
    choose(u"compression"_s, u"None"_s);
    QCOMPARE(text(u"destination"_s), m_directory.filePath(u"mine.tar"_s));
    choose(u"compression"_s, u"gzip"_s);
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(test::readDisk(m_directory.filePath(u"mine.tar.gz"_s)).startsWith("\x1f\x8b"));
}

void TestExportDialog::exportsALayer()
{
    makeDialog({});
    auto *const layer = m_dialog->findChild<QComboBox *>(u"layer"_s);
    QVERIFY(!layer->isVisible());
    choose(u"what"_s, u"Changes of a layer"_s);
    QVERIFY(layer->isVisible());
    QCOMPARE(layer->count(), int(m_image->layers.size()));
    choose(u"layer"_s, u"0: "_s);
    QVERIFY(text(u"command"_s).contains(u"--layer 0"_s));
    clickFormat(ExportFormat::Prebaked); // is disabled
    QVERIFY(text(u"command"_s).contains(u"--format directory"_s));
    choose(u"what"_s, u"Image up to"_s);
    QVERIFY(text(u"command"_s).contains(u"--upto 0"_s));
    const QString destination = text(u"destination"_s);
    QVERIFY(destination.endsWith(u"-to-layer-0"_s));
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(QDir(destination).exists(u"etc"_s));

    makeDialog({}, {}, {TreeChoice::Only, 1});
    QVERIFY(text(u"command"_s).contains(u"--layer 1"_s)); // what is on screen
    choose(u"what"_s, u"Whole image"_s);
    clickFormat(ExportFormat::Prebaked);
    choose(u"what"_s, u"Changes of a layer"_s);
    QVERIFY(problem().contains(u"cannot hold what is selected"_s));
    click(u"Export"_s); // is disabled
    QVERIFY(problem().contains(u"cannot hold what is selected"_s));
}

void TestExportDialog::exportsWhatIsSelected()
{
    const QString destination = m_directory.filePath(u"selected"_s);
    makeDialog(destination, {"/etc/passwd"});
    QVERIFY(text(u"command"_s).contains(u"--path /etc/passwd"_s));
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    QVERIFY(!QFile::exists(destination + u"/usr"_s));
}

void TestExportDialog::combinesLayers()
{
    makeDialog({});
    clickFormat(ExportFormat::Oci);
    const auto *const first = m_dialog->findChild<QWidget *>(u"squashFirst"_s);
    QVERIFY(!first->isVisible());
    choose(u"squash"_s, u"All layers"_s);
    QVERIFY(text(u"command"_s).endsWith(u"--flatten"_s));
    choose(u"squash"_s, u"A range"_s);
    QVERIFY(first->isVisible());
    QTest::keyClick(m_dialog->findChild<QWidget *>(u"squashFirst"_s), Qt::Key_Up);
    const int top = int(m_image->layers.size()) - 1;
    QVERIFY2(text(u"command"_s).endsWith(u"--layers 1-%1"_s.arg(top)), qPrintable(text(u"command"_s)));
    const QString destination = text(u"destination"_s);
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    const auto task = m_session->open(destination);
    QTRY_VERIFY_WITH_TIMEOUT(task->isFinished(), 30'000);
    QCOMPARE(test::need(*task->takeResult())->layers.size(), std::size_t(2));

    makeDialog({});
    clickFormat(ExportFormat::Dir);
    choose(u"squash"_s, u"A range"_s);
    choose(u"what"_s, u"Image up to"_s); // its layers cannot be numbered twice
    QVERIFY(!text(u"command"_s).contains(u"--layers"_s));
}

void TestExportDialog::exportsAllPlatforms()
{
    test::LayoutMaker layout;
    QJsonArray manifests;
    for (const QString &architecture : {u"amd64"_s, u"arm64"_s}) {
        const test::TestImage image{.layers = {test::TarBuilder().file("bin/" + architecture.toStdString(), "x").finish()},
                                    .architecture = architecture};
        manifests << test::forPlatform(layout.image(image), u"linux/"_s + architecture);
    }
    layout.entry(layout.index(manifests));
    const QString several = m_directory.filePath(u"several"_s);
    test::writeFiles(several, layout.files());
    const auto opening
        = m_session->open(several, {.platform = Platform::parse(u"linux/arm64"_s).value(), .expectArchitecture = {}});
    QTRY_VERIFY_WITH_TIMEOUT(opening->isFinished(), 30'000);
    const auto image = test::need(*opening->takeResult());

    m_dialog = std::make_unique<ExportDialog>(*m_session, *m_transfers, ExportSource{several, {}, image}, TreeChoice{},
                                              std::vector<std::string>());
    const QString destination = m_directory.filePath(u"platforms"_s);
    m_dialog->setDestination(destination);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    clickFormat(ExportFormat::Oci);
    QVERIFY(!m_dialog->findChild<QComboBox *>(u"squash"_s)->isVisible()); // there is one layer
    QVERIFY(text(u"command"_s).contains(u"--platform linux/"_s));
    click(u"All available platforms"_s);
    QVERIFY(!text(u"command"_s).contains(u"--platform"_s));
    choose(u"what"_s, u"Image up to"_s);
    QVERIFY(text(u"command"_s).contains(u"--platform linux/"_s));
    choose(u"what"_s, u"Whole"_s);
    clickFormat(ExportFormat::Oci);
    QVERIFY(!text(u"command"_s).contains(u"--platform"_s));
    const QString written = text(u"destination"_s);
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    for (const auto &platform : {u"linux/amd64"_s, u"linux/arm64"_s}) {
        const auto task = m_session->open(written, {.platform = Platform::parse(platform).value(), .expectArchitecture = {}});
        QTRY_VERIFY_WITH_TIMEOUT(task->isFinished(), 30'000);
        QCOMPARE(test::need(*task->takeResult())->config.platform.toString(), platform);
    }
}

void TestExportDialog::compressesAFileSystem()
{
    if (!parseExportFormat(u"squashfs"_s))
        QSKIP("needs libsquashfs");
    makeDialog({});
    clickFormat(ExportFormat::Squashfs);
    const auto *const box = m_dialog->findChild<QComboBox *>(u"recompression"_s);
    QVERIFY(box->isVisible());
    QVERIFY(box->currentText().contains(u"zstd"_s));
    choose(u"recompression"_s, u"gzip"_s);
    QVERIFY(text(u"command"_s).endsWith(u"--compression gzip"_s));
}

void TestExportDialog::reachesFieldsByShortcut()
{
    makeDialog({});
    choose(u"preset"_s, u"Disk for QEMU"_s);
    for (const auto &[key, name] : {std::pair(Qt::Key_T, u"destination"_s), {Qt::Key_K, u"kernel"_s}, {Qt::Key_X, u"what"_s}}) {
        QTest::keyClick(m_dialog.get(), key, Qt::AltModifier);
        QVERIFY(m_dialog->focusWidget());
        QCOMPARE(m_dialog->focusWidget()->objectName(), name);
    }
}

void TestExportDialog::appliesPresets()
{
    makeDialog({}, {"/etc/passwd"});
    clickFormat(ExportFormat::Tar);
    choose(u"compression"_s, u"gzip"_s);
    auto *const preset = m_dialog->findChild<QComboBox *>(u"preset"_s);
    QCOMPARE(preset->currentIndex(), 0); // none
    choose(u"preset"_s, u"Root folder for chroot"_s);
    QCOMPARE(m_dialog->findChild<QComboBox *>(u"what"_s)->currentText(), u"Whole image"_s);
    QVERIFY(text(u"command"_s).endsWith(u"--format directory"_s));
    clickFormat(ExportFormat::Tar);
    QCOMPARE(preset->currentIndex(), 0);
    clickFormat(ExportFormat::Directory);
    QCOMPARE(preset->currentText(), u"Root folder for chroot"_s);
}

void TestExportDialog::copiesTheCommand()
{
    makeDialog(m_directory.filePath(u"a b"_s));
    QTest::mouseClick(m_dialog->findChild<QAbstractButton *>(u"copyCommand"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"stratoscope-cli --store %1 export sample.tar '%2' --format directory"_s.arg(m_session->store().directory(),
                                                                                           m_directory.filePath(u"a b"_s)));
}

void TestExportDialog::asksBeforeItReplaces()
{
    const QString destination = m_directory.filePath(u"occupied"_s);
    const QString mine = destination + u"/mine"_s;
    test::writeDisk(mine, "x");
    makeDialog(destination);
    QVERIFY(problem().contains(u"not empty"_s));
    click(u"Export"_s); // is disabled
    QVERIFY(problem().contains(u"not empty"_s));
    QVERIFY(!text(u"command"_s).contains(u"--force"_s));
    click(u"Overwrite"_s);
    QVERIFY(text(u"command"_s).endsWith(u"--force"_s));
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    QVERIFY(QFile::exists(mine));
}

void TestExportDialog::saysWhatWentWrong()
{
    makeDialog(m_directory.filePath(u"no/folder/here"_s));
    QVERIFY(problem().startsWith(u"There is no folder "_s));
    // What cannot be known before: the folder disappears.
    const QString parent = m_directory.filePath(u"fleeting"_s);
    QVERIFY(QDir().mkpath(parent));
    m_dialog->setDestination(parent + u"/new"_s);
    QCOMPARE(problem(), QString());
    QVERIFY(QDir(parent).removeRecursively());
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem().contains(u"fleeting"_s), 30'000);
    QVERIFY(m_dialog->findChild<QLineEdit *>(u"destination"_s)->isVisible());
    m_dialog->setDestination(m_directory.filePath(u"better"_s));
    QCOMPARE(problem(), QString());
    click(u"Export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(says(u"Exported"_s), 30'000);
}

void TestExportDialog::goesOnInBackground()
{
    m_transfers->removeOver();
    m_transfers->clearLog();
    const QString destination = m_directory.filePath(u"background"_s);
    makeDialog(destination);
    QSignalSpy left(m_dialog.get(), &ExportDialog::leftToTransfers);
    click(u"Export"_s);
    click(u"Continue in"_s);
    QCOMPARE(left.count(), 1);
    const int id = left.front().front().toInt();
    QVERIFY(!m_dialog->isVisible());
    m_dialog.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->find(id)->state, TransferState::Done, 30'000);
    QVERIFY(QFile::exists(destination + u"/etc/passwd"_s));
    QCOMPARE(m_transfers->log()->entries().size(), 1);
    QCOMPARE(m_transfers->log()->entries().front().kind, TransferKind::Export);
    QVERIFY(m_transfers->log()->entries().front().bytes > 0);
}

void TestExportDialog::saysWhetherItBoots()
{
    makeDialog({});
    const auto *const forecast = m_dialog->findChild<QLabel *>(u"forecast"_s);
    QVERIFY(!forecast->isVisible());
    choose(u"preset"_s, u"Disk for QEMU"_s);
    QVERIFY(forecast->isVisible());
    QVERIFY(text(u"command"_s).contains(u"--format vm"_s));
    QTRY_VERIFY_WITH_TIMEOUT(forecast->text().contains(u"will not run as it is"_s) || forecast->text().contains(u"Kernel: "_s),
                             30'000);
    // A file that is not there is reported in place.
    auto *const kernel = m_dialog->findChild<QLineEdit *>(u"kernel"_s);
    kernel->setFocus();
    QTest::keyClicks(kernel, u"/no/such/kernel"_s);
    QVERIFY(text(u"command"_s).contains(u"--kernel /no/such/kernel"_s));
    QTRY_VERIFY_WITH_TIMEOUT(forecast->text().contains(u"/no/such/kernel"_s), 30'000);
    QVERIFY(forecast->text().contains(u"will not run as it is"_s));
    QCOMPARE(m_dialog->findChild<QComboBox *>(u"preset"_s)->currentIndex(), 0); // it is no longer the preset
}

void TestExportDialog::fitsIntoASmallWindow()
{
    makeDialog(m_directory.filePath(u"small"_s));
    m_dialog->resize(480, 300);
    QTRY_COMPARE(m_dialog->size(), QSize(480, 300));
    for (QPushButton *const button : m_dialog->findChildren<QPushButton *>()) {
        if (button->text() == u"&Export"_s)
            QVERIFY(m_dialog->rect().contains(QRect(button->mapTo(m_dialog.get(), QPoint()), button->size())));
    }
}

STRATOSCOPE_WIDGETS_TEST(TestExportDialog)
#include "tst_export_dialog.moc"
