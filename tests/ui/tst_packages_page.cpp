// SPDX-License-Identifier: Apache-2.0
//
// Packages in the window: their page, and the tree grouped by them.
#include "session/session.h"
#include "support/file_dialog.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/tar_builder.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/common/message_bar.h"
#include "ui/common/search_field.h"
#include "ui/details/details_view.h"
#include "ui/image/image_view.h"
#include "ui/image/inspector_view.h"
#include "ui/layers/layer_pane.h"
#include "ui/packages/packages_page.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QFile>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;
using test::TarBuilder;

namespace {

std::string stanza(const std::string &name, const std::string &version, int kibibytes)
{
    return "Package: " + name + "\nStatus: install ok installed\nArchitecture: amd64\nVersion: " + version
        + "\nInstalled-Size: " + std::to_string(kibibytes) + "\nMaintainer: A <a@example.test>\n\n";
}

TarBuilder &addList(TarBuilder &tar, const std::string &name, const std::string &paths)
{
    return tar.file("var/lib/dpkg/info/" + name + ".list", paths);
}

TarBuilder older()
{
    TarBuilder tar;
    tar.dir("etc").file("etc/hosts", "127.0.0.1").dir("usr").dir("usr/lib");
    tar.file("usr/lib/libz.so.1", std::string(5000, 'z')).file("usr/lib/old.so", std::string(3000, 'o'));
    tar.file("usr/lib/libz.conf", "same").file("usr/tool", "tool");
    tar.dir("var").dir("var/lib").dir("var/lib/dpkg").dir("var/lib/dpkg/info");
    tar.file("var/lib/dpkg/status", stanza("old", "3", 3) + stanza("tool", "1", 1) + stanza("zlib", "1.9", 5));
    addList(tar, "old", "/usr/lib/old.so\n");
    addList(tar, "tool", "/usr/tool\n");
    addList(tar, "zlib", "/usr/lib/libz.so.1\n/usr/lib/libz.conf\n");
    return tar;
}

TarBuilder upgrade()
{
    TarBuilder tar;
    tar.dir("etc").file("etc/hosts", "127.0.0.1 localhost");
    tar.dir("usr").dir("usr/lib").file("usr/lib/libz.so.1", std::string(9000, 'Z')).file("usr/lib/.wh.old.so");
    tar.file("usr/lib/new.so", std::string(100, 'n'));
    tar.dir("var").dir("var/lib").dir("var/lib/dpkg").dir("var/lib/dpkg/info");
    tar.file("var/lib/dpkg/status", stanza("new", "1", 1) + stanza("tool", "1", 1) + stanza("zlib", "1.10", 9));
    tar.file("var/lib/dpkg/info/.wh.old.list");
    addList(tar, "new", "/usr/lib/new.so\n");
    addList(tar, "zlib", "/usr/lib/libz.so.1\n/usr/lib/libz.conf\n");
    return tar;
}

} // namespace

class TestPackagesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void listsWhatIsInstalled();
    void filtersAndSorts();
    void listsWhatDiffers();
    void followsTheLayers();
    void savesBillsOfMaterials();
    void saysWhatCannotBeRead();
    void leadsToTheFiles();
    void listsThemAmongWhatDiffers();
    void groupsTheTree();
    void groupsWhatDiffers();
    void groupsWhatLayersChange();
    void findsInGroups();
    void exportsWhatIsInAGroup();
    void keepsTheCurrentEntry();

private:
    std::shared_ptr<const Image> openImage(const QString &name, const test::TestImage &image);
    void show(const std::shared_ptr<const Image> &image);
    PackagesPage &page() const { return *m_view->findChild<PackagesPage *>(); }
    void showPackages();
    void settle();
    QStringList rows() const;
    QStringList treeRows(NodeId folder = kRootNode) const;
    NodeId group(const std::string &name) const;
    QString note(NodeId node) const;
    QString details() const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_before;
    std::shared_ptr<const Image> m_after;
    std::unique_ptr<ImageView> m_view;
};

void TestPackagesPage::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    m_before = openImage(u"before.tar"_s, {.layers = {older().finish()}, .name = u"example.test/app:1"_s});
    m_after = openImage(u"after.tar"_s, {.layers = {older().finish(), upgrade().finish()}, .name = u"example.test/app:2"_s});
}

std::shared_ptr<const Image> TestPackagesPage::openImage(const QString &name, const test::TestImage &image)
{
    const QString path = m_directory.filePath(name);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(QByteArray::fromStdString(test::tarOf(test::dockerArchive({image}, test::DockerLayout::New))));
    file.close();
    const auto task = m_session->open(path);
    if (!QTest::qWaitFor([&] { return task->isFinished(); }, test::kPatience))
        return nullptr;
    const auto opened = test::need(*task->takeResult());
    const auto check = m_session->verify(opened); // comparing goes by digests then
    return QTest::qWaitFor([&] { return check->isFinished(); }, test::kPatience) ? opened : nullptr;
}

void TestPackagesPage::init()
{
    show(m_after);
}

void TestPackagesPage::show(const std::shared_ptr<const Image> &image)
{
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, image);
    m_view->resize(1200, 800);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    settle();
}

void TestPackagesPage::cleanup()
{
    m_view.reset();
    settings::groupsByPackage.set(false);
}

void TestPackagesPage::cleanupTestCase()
{
    m_before.reset();
    m_after.reset();
    m_transfers.reset();
    m_session.reset();
}

void TestPackagesPage::settle()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), test::kPatience);
    if (page().isVisible())
        QTRY_VERIFY_WITH_TIMEOUT(page().isSettled() && page().model()->table(), test::kPatience);
}

void TestPackagesPage::showPackages()
{
    m_view->showPage(u"packages"_s);
    settle();
}

/// The visible cells of each row.
QStringList TestPackagesPage::rows() const
{
    QStringList rows;
    const PackageModel &model = *page().model();
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < kPackageColumnCount; ++column) {
            if (!page().view()->isColumnHidden(column))
                cells += model.index(row, column).data().toString();
        }
        rows += cells.join(u'|');
    }
    return rows;
}

QStringList TestPackagesPage::treeRows(NodeId folder) const
{
    const TreeRows &rows = *m_view->treeView()->treeModel()->rows();
    QStringList names;
    for (std::uint32_t row = 0; row < rows.rowCount(folder); ++row)
        names += QString::fromStdString(std::string(rows.tree()->name(rows.child(folder, row))));
    return names;
}

NodeId TestPackagesPage::group(const std::string &name) const
{
    return m_view->treeView()->treeModel()->rows()->tree()->child(kRootNode, name).value_or(kNoNode);
}

QString TestPackagesPage::note(NodeId node) const
{
    return m_view->treeView()->treeModel()->indexOf(node).data(TreeModel::NoteRole).toString();
}

/// Without where lines may be broken.
QString TestPackagesPage::details() const
{
    return m_view->findChild<DetailsView *>(u"details"_s)->toPlainText().remove(QChar(0x200B));
}

void TestPackagesPage::listsWhatIsInstalled()
{
    showPackages();
    const QAbstractItemModelTester tester(page().model());
    QCOMPARE(rows(),
             (QStringList{u"new|1|deb|amd64|new|1.0 KiB|1|1"_s, u"tool|1|deb|amd64|tool|1.0 KiB|1|0"_s,
                          u"zlib|1.10|deb|amd64|zlib|9.0 KiB|2|0"_s}));
    QVERIFY(page().model()->index(0, 0).data(Qt::ToolTipRole).toString().contains(u"A <a@example.test>"_s));
    QVERIFY(!page().findChild<QCheckBox *>()->isVisible());
}

void TestPackagesPage::filtersAndSorts()
{
    showPackages();
    auto *const filter = page().findChild<SearchField *>();
    QTest::keyClicks(filter, u"ZL deb"_s);
    QTRY_COMPARE(page().model()->rowCount(), 1);
    QTest::keyClick(filter, Qt::Key_Down); // to the first row
    QVERIFY(page().view()->hasFocus());
    QCOMPARE(page().view()->currentIndex().data().toString(), u"zlib"_s);
    filter->clear();
    QTRY_COMPARE(page().model()->rowCount(), 3);
    QCOMPARE(page().view()->currentIndex().data().toString(), u"zlib"_s); // stays current

    QHeaderView *const header = page().view()->header();
    const QPoint size(header->sectionViewportPosition(int(PackageColumn::Size)) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, size);
    QTRY_COMPARE(page().model()->index(0, 0).data().toString(), u"zlib"_s); // the largest
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, size);
    QTRY_COMPARE(page().model()->index(0, 0).data().toString(), u"new"_s);
    filter->setText(u"nothing like it"_s);
    QTRY_COMPARE(page().model()->rowCount(), 0);
}

void TestPackagesPage::listsWhatDiffers()
{
    m_view->compareWith(m_before, true);
    settle();
    showPackages();
    QCOMPARE(rows(),
             (QStringList{u"new||1|Added|+1.0 KiB|deb|amd64"_s, u"old|3||Removed|−3.0 KiB|deb|amd64"_s,
                          u"zlib|1.9|1.10|Upgraded|+4.0 KiB|deb|amd64"_s}));
    QList<Change> marks;
    for (int row = 0; row < 3; ++row)
        marks += Change(page().model()->index(row, 0).data(PackageModel::ChangeRole).toInt());
    QCOMPARE(marks, (QList<Change>{Change::Added, Change::Removed, Change::Modified}));

    page().findChild<QCheckBox *>()->click();
    QTRY_COMPARE(page().model()->rowCount(), 4);
    QVERIFY(rows().contains(u"tool|1|1|||deb|amd64"_s));

    m_view->swapSides();
    settle();
    QTRY_VERIFY(rows().contains(u"zlib|1.10|1.9|Downgraded|−4.0 KiB|deb|amd64"_s));
    m_view->endComparison();
    settle();
    QTRY_COMPARE(rows().size(), 3);
    QTRY_COMPARE(rows().first(), u"new|1|deb|amd64|new|1.0 KiB|1|1"_s);
}

/// Of a state what is installed, of layers what they change, without leaving the page.
void TestPackagesPage::followsTheLayers()
{
    showPackages();
    m_view->layerPane()->choose({TreeChoice::UpTo, 0});
    settle();
    QTRY_COMPARE(rows().size(), 3);
    QTRY_VERIFY(rows().contains(u"zlib|1.9|deb|amd64|zlib|5.0 KiB|2|0"_s));
    QCOMPARE(m_view->page(), u"packages"_s);
    m_view->layerPane()->choose({TreeChoice::Only, 1});
    settle();
    QTRY_VERIFY(rows().contains(u"zlib|1.9|1.10|Upgraded|+4.0 KiB|deb|amd64"_s));
    QCOMPARE(m_view->page(), u"packages"_s);
}

void TestPackagesPage::savesBillsOfMaterials()
{
    showPackages();
    const auto saved = [&](int format, const QString &name) {
        const QString path = m_directory.filePath(name);
        test::chooseInNextFileDialog(path);
        page().findChild<QToolButton *>()->menu()->actions().at(format)->trigger();
        QFile file(path);
        if (!QTest::qWaitFor([&] { return file.exists(); }, test::kPatience) || !file.open(QIODevice::ReadOnly))
            return QJsonObject();
        return QJsonDocument::fromJson(file.readAll()).object();
    };
    QCOMPARE(saved(0, u"app.spdx.json"_s).value("spdxVersion"_L1).toString(), u"SPDX-2.3"_s);
    const QJsonObject cycloneDx = saved(1, u"app.cdx.json"_s);
    QCOMPARE(cycloneDx.value("bomFormat"_L1).toString(), u"CycloneDX"_s);
    QVERIFY(QJsonDocument(cycloneDx).toJson().contains("pkg:deb/zlib@1.10"));
}

void TestPackagesPage::saysWhatCannotBeRead()
{
    TarBuilder broken = older();
    broken.dir("lib").dir("lib/apk").dir("lib/apk/db").file("lib/apk/db/installed", std::string(100, '\0') + "P:x\n");
    broken.dir("var/lib/rpm").file("var/lib/rpm/rpmdb.sqlite", "SQLite format 3" + std::string(85, '\0'));
    show(openImage(u"broken.tar"_s, {.layers = {broken.finish()}}));
    showPackages();
    QCOMPARE(rows().size(), 3);
    auto *const notes = page().findChild<MessageBar *>();
    QVERIFY(notes->isVisible());
    QStringList texts;
    for (const QLabel *const label : notes->findChildren<QLabel *>())
        texts += label->text();
    QVERIFY2(QString(texts.join(u'\n')).remove(QChar(0x200B)).contains(u"rpmdb.sqlite"_s), qPrintable(texts.join(u'\n')));
}

void TestPackagesPage::leadsToTheFiles()
{
    showPackages();
    page().view()->setCurrentIndex(page().model()->index(2, 0));
    QTest::keyClick(page().view(), Qt::Key_Return);
    QCOMPARE(m_view->page(), QString());
    QTRY_COMPARE(m_view->statusText(), u"zlib"_s);
    QVERIFY(settings::groupsByPackage());
    QVERIFY(m_view->treeView()->isExpanded(m_view->treeView()->currentIndex()));
    QTRY_VERIFY2(details().contains(u"1.10"_s), qPrintable(details()));

    showPackages(); // and again from there
    const QPoint first = page().view()->visualRect(page().model()->index(0, 0)).center();
    QTest::mouseClick(page().view()->viewport(), Qt::LeftButton, {}, first);
    QTest::mouseDClick(page().view()->viewport(), Qt::LeftButton, {}, first);
    QTRY_COMPARE(m_view->statusText(), u"new"_s);
    QCOMPARE(m_view->page(), QString());
}

void TestPackagesPage::listsThemAmongWhatDiffers()
{
    m_view->compareWith(m_before, true);
    settle();
    m_view->showPage(u"image"_s);
    const auto *const text = m_view->findChild<InspectorView *>()->findChild<QTextBrowser *>();
    QVERIFY(text);
    QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(u"~ zlib"_s), test::kPatience);
    QVERIFY(text->toPlainText().contains(u"+ new"_s));
}

void TestPackagesPage::groupsTheTree()
{
    settings::groupsByPackage.set(true);
    settle();
    QCOMPARE(treeRows(), (QStringList{u"new"_s, u"tool"_s, u"zlib"_s, u"Not in any package"_s}));
    const MergedTree &tree = *m_view->treeView()->treeModel()->rows()->tree();
    QCOMPARE(tree.totalSize(group("zlib")), 9004u);
    QCOMPARE(note(group("zlib")), u"1.10"_s);
    QVERIFY(tree.find("/zlib/usr/lib/libz.so.1"));
    QVERIFY(tree.find("/Not in any package/etc/hosts"));
    QVERIFY(!tree.find("/Not in any package/usr"));

    // What is in no package stays the last one, however large it is.
    m_view->treeView()->header()->setSortIndicator(int(TreeColumn::Size), Qt::DescendingOrder);
    settle();
    QCOMPARE(treeRows(), (QStringList{u"zlib"_s, u"new"_s, u"tool"_s, u"Not in any package"_s}));
    m_view->treeView()->header()->setSortIndicator(int(TreeColumn::Name), Qt::DescendingOrder);
    settle();
    QCOMPARE(treeRows().last(), u"Not in any package"_s);
    m_view->treeView()->header()->setSortIndicator(int(TreeColumn::Name), Qt::AscendingOrder);
    settings::groupsByPackage.set(false);
    settle();
    QCOMPARE(treeRows(), (QStringList{u"etc"_s, u"usr"_s, u"var"_s}));
}

void TestPackagesPage::groupsWhatDiffers()
{
    settings::groupsByPackage.set(true);
    m_view->compareWith(m_before, true);
    settle();
    QCOMPARE(treeRows(), (QStringList{u"new"_s, u"old"_s, u"zlib"_s, u"Not in any package"_s}));
    const TreeModel &model = *m_view->treeView()->treeModel();
    const auto cell = [&](NodeId node, TreeColumn column) { return model.indexOf(node, int(column)).data().toString(); };
    QCOMPARE(note(group("zlib")), u"1.9 → 1.10, ~1, +8.8 KiB −4.9 KiB"_s);
    QCOMPARE(cell(group("zlib"), TreeColumn::Before), u"4.9 KiB"_s); // with what is the same in it
    QCOMPARE(cell(group("zlib"), TreeColumn::After), u"8.8 KiB"_s);
    QCOMPARE(cell(group("old"), TreeColumn::Before), u"2.9 KiB"_s);
    QCOMPARE(cell(group("old"), TreeColumn::After), QString());
    QCOMPARE(model.rows()->change(group("new")), Change::Added);
    QCOMPARE(model.rows()->change(group("old")), Change::Removed);
    QCOMPARE(model.rows()->change(group("zlib")), Change::Modified);
    QCOMPARE(model.rows()->change(group("Not in any package")), Change::None);

    // A removed file is found on its side.
    m_view->treeView()->setFocus();
    m_view->treeView()->reveal(*model.rows()->tree()->find("/old/usr/lib/old.so"));
    QCOMPARE(m_view->statusText(), u"/usr/lib/old.so"_s);
    QTRY_VERIFY2(details().contains(u"/usr/lib/old.so"_s), qPrintable(details()));
}

void TestPackagesPage::groupsWhatLayersChange()
{
    settings::groupsByPackage.set(true);
    m_view->layerPane()->choose({TreeChoice::Only, 1});
    settle();
    QCOMPARE(treeRows(), (QStringList{u"new"_s, u"old"_s, u"zlib"_s, u"Not in any package"_s}));
    QCOMPARE(note(group("zlib")), u"1.9 → 1.10, ~1, +8.8 KiB −4.9 KiB"_s);
    const TreeModel &model = *m_view->treeView()->treeModel();
    QCOMPARE(model.indexOf(group("zlib"), int(TreeColumn::Difference)).data().toString(), u"+3.9 KiB"_s);
    m_view->treeView()->reveal(*model.rows()->tree()->find("/old/usr/lib/old.so"));
    QCOMPARE(m_view->statusText(), u"/usr/lib/old.so"_s);
}

/// Paths are those in the image; the name of a package finds all of it.
void TestPackagesPage::findsInGroups()
{
    settings::groupsByPackage.set(true);
    settle();
    auto *const filter = m_view->findChild<SearchField *>(u"filter"_s);
    const auto found = [&](const QString &text) {
        filter->setText(text);
        settle();
        return treeRows();
    };
    QCOMPARE(found(u"/usr/lib/*.so"_s), QStringList{u"new"_s});
    QCOMPARE(found(u"/zlib/**"_s), QStringList());
    QCOMPARE(found(u"zlib -type:dir"_s), QStringList{u"Not in any package"_s}); // dpkg's list of it
    QCOMPARE(found(u"zlib"_s), (QStringList{u"zlib"_s, u"Not in any package"_s}));
    QCOMPARE(treeRows(*m_view->treeView()->treeModel()->rows()->tree()->find("/zlib/usr/lib")),
             (QStringList{u"libz.conf"_s, u"libz.so.1"_s}));
}

void TestPackagesPage::exportsWhatIsInAGroup()
{
    settings::groupsByPackage.set(true);
    settle();
    QVERIFY(m_view->treeView()->reveal(group("zlib")));
    std::vector<std::string> paths = m_view->selectedPaths();
    std::ranges::sort(paths);
    QCOMPARE(paths, (std::vector<std::string>{"/usr/lib/libz.conf", "/usr/lib/libz.so.1"}));
}

void TestPackagesPage::keepsTheCurrentEntry()
{
    m_view->showPath("/usr/lib/new.so");
    settle();
    QCOMPARE(m_view->statusText(), u"/usr/lib/new.so"_s);
    settings::groupsByPackage.set(true);
    settle();
    QCOMPARE(m_view->statusText(), u"/usr/lib/new.so"_s);
    settings::groupsByPackage.set(false);
    settle();
    QCOMPARE(m_view->statusText(), u"/usr/lib/new.so"_s);
}

STRATOSCOPE_WIDGETS_TEST(TestPackagesPage)
#include "tst_packages_page.moc"
