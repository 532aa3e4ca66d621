// SPDX-License-Identifier: Apache-2.0
//
// The actions on the entries of an opened image.
#include "session/session.h"
#include "support/file_dialog.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "ui/diff/content_pane.h"
#include "ui/diff/diff_view.h"
#include "ui/diff/versions_page.h"
#include "ui/image/image_view.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/entry_actions.h"
#include "ui/tree/entry_data.h"
#include "ui/tree/extraction.h"
#include "ui/tree/tree_view.h"

#include <QAction>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

class TestEntryActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void copiesAsFiles();
    void keepsWhatIsCopiedMeanwhile();
    void dropsFoldersWithTheirContents();
    void makesNothingWhileHeldOverATarget();
    void survivesTheEndOfADrag();
    void saysWhatCannotBeCopied();
    void copiesPathsAndContent();
    void followsALink();
    void showsTheLayer();
    void showsAllVersions();
    void comparesVersions();
    void savesAVersion();
    void offersWhatFits_data();
    void offersWhatFits();
    void isInTheMenu();
    void opensByEnterAndDoubleClick();
    void dragsOut();
    void cleanup();
    void cleanupTestCase();

private:
    void select(std::string_view path);
    QAction *action(const QString &text) const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_image;
    std::unique_ptr<ImageView> m_view;
};

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void clickButton(const QWidget &page, const QString &text)
{
    for (QToolButton *const button : page.findChildren<QToolButton *>()) {
        if (button->text() == text)
            button->click();
    }
}

} // namespace

void TestEntryActions::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    const auto task = m_session->open(QStringLiteral(STRATOSCOPE_BIN_DIR "/../share/stratoscope/sample.tar"));
    QTRY_VERIFY_WITH_TIMEOUT(task->isFinished(), 30'000);
    m_image = test::need(*task->takeResult());
}

void TestEntryActions::init()
{
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
    m_view->resize(1000, 700);
    m_view->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 30'000);
}

void TestEntryActions::cleanup()
{
    m_view.reset();
}

void TestEntryActions::cleanupTestCase()
{
    m_image.reset();
    m_transfers.reset();
    m_session.reset();
}

void TestEntryActions::select(std::string_view path)
{
    const auto &rows = m_view->treeView()->treeModel()->rows();
    const auto node = rows->tree()->find(path);
    QVERIFY2(node, path.data());
    QVERIFY(m_view->treeView()->reveal(*node));
}

QAction *TestEntryActions::action(const QString &text) const
{
    for (QAction *const action : m_view->treeView()->actions()) {
        if (QString(action->text()).remove(u'&').startsWith(text))
            return action;
    }
    qFatal("there is no action %s", qPrintable(text));
}

void TestEntryActions::copiesAsFiles()
{
    QGuiApplication::clipboard()->setText(u"older"_s);
    select("/etc/passwd");
    action(u"Copy"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(QGuiApplication::clipboard()->mimeData()->hasUrls(), 30'000);
    // Reading the clipboard must not run an event loop, in which the clipboard could be replaced.
    bool hasRun = false;
    QTimer::singleShot(0, this, [&hasRun] { hasRun = true; });
    const auto urls = QGuiApplication::clipboard()->mimeData()->urls();
    QVERIFY(!hasRun);
    QCOMPARE(urls.size(), 1);
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"x-special/gnome-copied-files"_s),
             "copy\n" + urls.front().toEncoded());
    QCOMPARE(urls.front().fileName(), u"passwd"_s);
    const auto fs = m_image->fs();
    QCOMPARE(contentOf(urls.front().toLocalFile()), test::need(fs.readAll(*fs.tree->find("/etc/passwd"), 1 << 20)));
}

void TestEntryActions::keepsWhatIsCopiedMeanwhile()
{
    m_transfers->clearLog();
    select("/etc/passwd");
    action(u"Copy"_s)->trigger();
    QGuiApplication::clipboard()->setText(u"newer"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->log()->rowCount(), 1, 30'000);
    QCOMPARE(m_transfers->log()->entries().front().kind, TransferKind::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"newer"_s);
}

void TestEntryActions::dropsFoldersWithTheirContents()
{
    const auto fs = m_image->fs();
    EntryData data(new Extraction(*m_session, *m_transfers, fs, {*fs.tree->find("/etc"), *fs.tree->find("/etc/passwd")}));
    const auto urls = data.urls();
    QCOMPARE(urls.size(), 1); // /etc/passwd is part of /etc
    QVERIFY(QFileInfo(urls.front().toLocalFile() + u"/passwd"_s).isFile());
    QCOMPARE(data.data(u"x-special/gnome-copied-files"_s), "copy\n" + urls.front().toEncoded());
    QVERIFY(EntryData::isIn(data));
}

void TestEntryActions::makesNothingWhileHeldOverATarget()
{
    const auto fs = m_image->fs();
    EntryData data(new Extraction(*m_session, *m_transfers, fs, {*fs.tree->find("/etc/passwd")}));
    QTest::mousePress(m_view.get(), Qt::LeftButton);
    const auto urls = data.urls();
    QCOMPARE(urls.size(), 1);
    QVERIFY(!QFileInfo::exists(urls.front().toLocalFile()));
    QTest::mouseRelease(m_view.get(), Qt::LeftButton);
    QCOMPARE(data.urls(), urls);
    QVERIFY(QFileInfo::exists(urls.front().toLocalFile()));
}

void TestEntryActions::survivesTheEndOfADrag()
{
    const auto fs = m_image->fs();
    auto data = std::make_unique<EntryData>(new Extraction(*m_session, *m_transfers, fs, {*fs.tree->find("/etc/passwd")}));
    QTimer::singleShot(0, this, [&data] { data.reset(); });
    QVERIFY(data->urls().isEmpty());
    QVERIFY(!data);

    // Or just when the files are there.
    auto *const extraction = new Extraction(*m_session, *m_transfers, fs, {*fs.tree->find("/etc/passwd")});
    data = std::make_unique<EntryData>(extraction);
    connect(extraction, &Extraction::ended, this, [&data] { data.reset(); });
    QVERIFY(data->urls().isEmpty());
    QVERIFY(!data);
}

void TestEntryActions::saysWhatCannotBeCopied()
{
    const auto broken = test::makeImage({{"a 3000"}}, "too short"); // its layer ends before the file does
    const auto fs = broken->fs();
    Extraction extraction(*m_session, *m_transfers, fs, {*fs.tree->find("/a")});
    QSignalSpy ended(&extraction, &Extraction::ended);
    extraction.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
    QVERIFY(!extraction.isDone());
    QVERIFY(!ended.front().at(1).toString().isEmpty());
}

void TestEntryActions::copiesPathsAndContent()
{
    select("/etc/passwd");
    action(u"Copy Path"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"/etc/passwd"_s);
    action(u"Copy Contents"_s)->trigger();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(u"root:x:0:0"_s));
}

void TestEntryActions::followsALink()
{
    select("/bin");
    action(u"Follow Link"_s)->trigger();
    QTRY_COMPARE(m_image->tree->path(m_view->treeView()->currentNode()), "/usr/bin");
}

void TestEntryActions::showsTheLayer()
{
    m_view->findChild<QLineEdit *>(u"filter"_s)->setText(u"passwd"_s);
    QTRY_VERIFY(m_view->isSettled());
    select("/etc/passwd");
    const int layer = m_image->tree->layer(m_view->treeView()->currentNode());
    action(u"Go to Source Layer"_s)->trigger();
    QTRY_COMPARE(m_view->statusText(), u"/etc/passwd"_s);
    QTRY_VERIFY(m_view->isSettled());
    QCOMPARE(m_view->choice(), (TreeChoice{TreeChoice::Only, layer}));
    QVERIFY(m_view->findChild<QLineEdit *>(u"filter"_s)->text().isEmpty());
}

void TestEntryActions::showsAllVersions()
{
    select("/etc/passwd");
    action(u"Path History"_s)->trigger();
    auto *const page = m_view->findChild<VersionsPage *>();
    QVERIFY(page->isVisible());
    auto *const versions = page->findChild<QTreeWidget *>();
    QTRY_COMPARE(versions->topLevelItemCount(), 2);
    QCOMPARE(versions->topLevelItem(0)->text(0), u"0: File"_s);
    QVERIFY(versions->topLevelItem(0)->text(2) != versions->topLevelItem(1)->text(2));
    versions->setCurrentItem(versions->topLevelItem(0));
    clickButton(*page, u"Go to Layer"_s);
    QTRY_COMPARE(m_view->choice(), (TreeChoice{TreeChoice::Only, 0}));
    QTRY_COMPARE(m_view->statusText(), u"/etc/passwd"_s);
    QVERIFY(!page->isVisible());
}

/// Any two that are selected, one above the other; Escape leads back to the files.
void TestEntryActions::comparesVersions()
{
    select("/etc/passwd");
    action(u"Path History"_s)->trigger();
    auto *const page = m_view->findChild<VersionsPage *>();
    auto *const versions = page->findChild<QTreeWidget *>();
    QTRY_COMPARE(versions->topLevelItemCount(), 2);
    const auto *const difference = page->findChild<ContentPane *>()->difference();
    QTRY_VERIFY(difference->isVisible()); // the last version and the one before it
    versions->setCurrentItem(versions->topLevelItem(0));
    QTRY_VERIFY(!difference->isVisible()); // there is none before it
    versions->topLevelItem(1)->setSelected(true);
    QTRY_VERIFY(difference->isVisible());
    QTest::keyClick(versions, Qt::Key_Escape);
    QVERIFY(!page->isVisible());
    QVERIFY(m_view->treeView()->isVisible());
    QCOMPARE(m_view->statusText(), u"/etc/passwd"_s);
}

/// In the list of transfers, like every other work.
void TestEntryActions::savesAVersion()
{
    m_transfers->clearLog();
    const QString path = m_directory.filePath(u"older"_s);
    select("/etc/passwd");
    action(u"Path History"_s)->trigger();
    auto *const page = m_view->findChild<VersionsPage *>();
    auto *const versions = page->findChild<QTreeWidget *>();
    QTRY_COMPARE(versions->topLevelItemCount(), 2);
    versions->setCurrentItem(versions->topLevelItem(0));
    test::chooseInNextFileDialog(path);
    clickButton(*page, u"Save Version…"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_transfers->log()->rowCount(), 1, 30'000);
    const TransferLogEntry &entry = m_transfers->log()->entries().front();
    QCOMPARE(entry.kind, TransferKind::Save);
    QCOMPARE(entry.name, u"/etc/passwd"_s);
    QCOMPARE(entry.result, TransferState::Done);
    const auto older = test::need(m_image->fsUpTo(0, {}));
    QCOMPARE(contentOf(path), test::need(older.readAll(*older.tree->find("/etc/passwd"), 1 << 20)));
}

void TestEntryActions::offersWhatFits_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QStringList>("offered");
    const QStringList always{u"Copy"_s, u"Copy Path"_s, u"Export…"_s, u"Go to Source Layer"_s, u"Path History"_s};
    QTest::newRow("a file") << "/etc/passwd"_qba
                            << always + QStringList{u"Open"_s, u"Open With…"_s, u"Copy Contents"_s, u"Save As…"_s};
    QTest::newRow("a folder") << "/etc"_qba << always + QStringList{u"Expand All Below"_s};
    QTest::newRow("a link") << "/bin"_qba << always + QStringList{u"Open"_s, u"Follow Link"_s, u"Copy Link Target"_s};
}

void TestEntryActions::offersWhatFits()
{
    QFETCH(const QByteArray, path);
    QFETCH(QStringList, offered);
    select(path.toStdString());
    QMenu menu;
    m_view->entryActions()->addTo(menu);
    QStringList found;
    for (const QAction *const action : menu.actions()) {
        if (!action->isSeparator() && action->isEnabled() && action->isVisible())
            found += action->text().remove(u'&');
    }
    found.sort();
    offered.sort();
    QCOMPARE(found, offered);
}

void TestEntryActions::isInTheMenu()
{
    // Nothing selected: nothing to do.
    m_view->treeView()->clearSelection();
    QMenu menu;
    m_view->entryActions()->addTo(menu);
    for (const QAction *const action : menu.actions())
        QVERIFY2(action->isSeparator() || !action->isEnabled() || !action->isVisible(), qPrintable(action->text()));
}

void TestEntryActions::opensByEnterAndDoubleClick()
{
    QSignalSpy opened(m_view->treeView(), &TreeView::opened);
    select("/bin"); // a link: it is followed
    QTest::keyClick(m_view->treeView(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QTRY_COMPARE(m_image->tree->path(m_view->treeView()->currentNode()), "/usr/bin");
    QTest::keyClick(m_view->treeView(), Qt::Key_Return); // a folder: it unfolds
    QCOMPARE(opened.size(), 1);
    QVERIFY(m_view->treeView()->isExpanded(m_view->treeView()->currentIndex()));
    select("/bin");
    TreeView *const tree = m_view->treeView();
    QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(tree->currentIndex()).center());
    QCOMPARE(opened.size(), 2);
}

void TestEntryActions::dragsOut()
{
    select("/etc/passwd");
    TreeView *const tree = m_view->treeView();
    QVERIFY(tree->dragEnabled());
    QVERIFY(tree->treeModel()->flags(tree->currentIndex()) & Qt::ItemIsDragEnabled);
}

STRATOSCOPE_WIDGETS_TEST(TestEntryActions)
#include "tst_entry_actions.moc"
