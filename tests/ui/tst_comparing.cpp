// SPDX-License-Identifier: Apache-2.0
//
// Comparing images in the window, by mouse and keyboard.
#include "support/file_dialog.h"
#include "support/image_files.h"
#include "support/need.h"
#include "support/test_main.h"
#include "support/window.h"
#include "ui/common/search_field.h"
#include "ui/common/segment_bar.h"
#include "ui/details/details_view.h"
#include "ui/image/ignore_button.h"
#include "ui/image/image_data.h"
#include "ui/image/image_tab.h"
#include "ui/image/image_view.h"
#include "ui/layers/comparison_bar.h"
#include "ui/layers/layer_list.h"
#include "ui/layers/layer_model.h"
#include "ui/library/library_actions.h"
#include "ui/library/library_model.h"
#include "ui/library/library_pane.h"
#include "ui/settings/settings.h"
#include "ui/tree/tree_view.h"
#include "ui/window/compare_menu.h"
#include "ui/window/drop_hint.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;
using test::TarBuilder;
using test::TarEntry;

namespace {

constexpr std::int64_t kLater = test::kTestTime + 3600;

/// What both images begin with.
TarBuilder baseLayer()
{
    TarBuilder tar;
    tar.dir("etc").file("etc/release", "one").file("etc/motd", "hello").file("etc/same", "same");
    tar.dir("usr")
        .dir("usr/lib")
        .file("usr/lib/libz.so.1.2", std::string(5000, 'z'))
        .file("usr/lib/old.so", std::string(3000, 'o'));
    tar.file("usr/tool", "tool");
    return tar;
}

TarBuilder upperLayer()
{
    TarBuilder tar;
    tar.dir("etc").add({.path = "etc/release", .content = "two and more", .mtime = kLater});
    tar.add({.path = "etc/motd", .content = "hello", .mtime = kLater}); // only its time differs
    tar.dir("usr").dir("usr/lib").file("usr/lib/libz.so.1.3", std::string(5000, 'z')).file("usr/lib/.wh.libz.so.1.2");
    tar.file("usr/lib/.wh.old.so").file("usr/lib/new.so", std::string(9000, 'n'));
    tar.add({.path = "usr/tool", .content = "tool", .mode = 04755});
    return tar;
}

} // namespace

class TestComparing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void comparesWithWhatIsDropped();
    void opensWhatIsDroppedAtTheTop();
    void comparesATabWithTheTitleItIsDroppedOn();
    void refusesATabOnItsOwnImage();
    void comparesARowOfTheLibrary();
    void comparesFromTheLibrarysMenu();
    void comparesAFolder();
    void comparesFromTheMenus();
    void swapsAndEnds();
    void showsBothStacks();
    void movesTheHandlesByMouse();
    void movesTheHandlesByKeyboard();
    void comparesSingleLayers();
    void selectsARangeOfOneImage();
    void hasColumnsForBothSides();
    void sortsTheLargestDifferenceFirst();
    void saysWhyAnEntryIsListed();
    void describesBothSides();
    void comparesTheImagesThemselves();
    void filtersByWhatHappened();
    void ignoresWhatIsChosen();
    void remembersWhatIsIgnored();
    void savesAReport();
    void saysWhichSideIsMissing();
    void showsTheSideThatIsThere();
    void comparesAgainOnceItIsRestored();

private:
    ImageTab *openTab(const QString &path);
    ImageTab *compare();
    static bool isCompared(const ImageTab *tab)
    {
        return tab && tab->view() && tab->view()->isComparing() && tab->view()->isSettled()
            && tab->view()->treeView()->treeModel()->rows()
            && tab->view()->treeView()->treeModel()->rows()->tree() != tab->view()->image()->tree;
    }
    void makeWindow();
    void chooseInLibrary(const QString &path);
    void drop(QMimeData &data, const QPoint &point);
    QPoint pagePoint(double share) const;
    QAction *action(const QString &text) const;
    LayerList &list() const { return tab()->view()->layerPane()->list(); }
    TreeView &tree() const { return *tab()->view()->treeView(); }
    ImageTab *tab() const { return test::tabs(*m_window).currentTab(); }
    QString details() const { return tab()->view()->findChild<DetailsView *>(u"details"_s)->toPlainText(); }
    QStringList rows() const;
    QModelIndex row(const std::string &path, TreeColumn column = TreeColumn::Name) const;
    void clickLayer(int number, LayerModel::Side side, Qt::KeyboardModifiers keys = {});
    void dragHandle(LayerList::Handle handle, const QPoint &to);

    QTemporaryDir m_directory;
    QString m_before;
    QString m_after;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
};

void TestComparing::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    const auto write = [this](const QString &name, const test::TestImage &image) {
        const QString path = m_directory.filePath(name);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray::fromStdString(test::tarOf(test::dockerArchive({image}, test::DockerLayout::New))));
        return path;
    };
    m_before = write(u"before.tar"_s, {.layers = {baseLayer().finish()}, .name = u"example.test/app:1"_s});
    TarBuilder last;
    last.file("etc/last", "last");
    m_after = write(u"after.tar"_s,
                    {.layers = {baseLayer().finish(), upperLayer().finish(), last.finish()}, .name = u"example.test/app:2"_s});
}

void TestComparing::init()
{
    makeWindow();
}

void TestComparing::makeWindow()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    m_application = std::make_unique<Application>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_window = std::make_unique<MainWindow>(*m_application, QString());
    m_window->resize(1200, 800);
    m_window->restoreTabs();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestComparing::cleanup()
{
    m_window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_application.reset();
    QSettings().clear();
}

ImageTab *TestComparing::openTab(const QString &path)
{
    m_window->openImages({path});
    ImageTab *const opened = tab();
    const bool isOpen = QTest::qWaitFor([&] { return opened->view() && opened->view()->isSettled(); }, test::kPatience);
    return isOpen ? opened : nullptr;
}

/// A tab that compares the two images.
ImageTab *TestComparing::compare()
{
    ImageTab *const opened = openTab(m_before);
    if (!opened)
        return nullptr;
    opened->compareWith(m_after, {});
    const auto hasDigests = [&] { // once both are verified, they have been compared by them
        return isCompared(opened) && opened->view()->image()->verification() == Verification::Verified
            && opened->view()->comparedWith()->verification() == Verification::Verified
            && rows().contains(u"/usr/lib/libz.so.1.3"_s)
            && row("/usr/lib/libz.so.1.3").data(TreeModel::ChangeRole).toInt() == int(Change::Moved);
    };
    return QTest::qWaitFor(hasDigests, test::kPatience) ? opened : nullptr;
}

void TestComparing::drop(QMimeData &data, const QPoint &point)
{
    QDragEnterEvent enter(point, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDragMoveEvent move(point, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &move);
    QDropEvent event(point, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &event);
}

/// A point of the window in the middle of the current page; `share` of its height from its top.
QPoint TestComparing::pagePoint(double share) const
{
    const QWidget *const page = tab();
    return page->mapTo(m_window.get(), QPoint(page->width() / 2, int(page->height() * share)));
}

QAction *TestComparing::action(const QString &text) const
{
    for (QAction *const action : m_window->findChildren<QAction *>()) {
        if (QString(action->text()).remove(u'&') == text)
            return action;
    }
    return nullptr;
}

/// The paths of all entries of the tree on screen that differ.
QStringList TestComparing::rows() const
{
    QStringList paths;
    const TreeRows &rows = *tree().treeModel()->rows();
    for (NodeId node = 1; node < rows.tree()->size(); ++node) {
        if (rows.isShown(node) && rows.change(node) != Change::None)
            paths += QString::fromStdString(rows.tree()->path(node));
    }
    paths.sort();
    return paths;
}

QModelIndex TestComparing::row(const std::string &path, TreeColumn column) const
{
    const auto node = tree().treeModel()->rows()->tree()->find(path);
    return node ? tree().treeModel()->indexOf(*node, int(column)) : QModelIndex();
}

void TestComparing::clickLayer(int number, LayerModel::Side side, Qt::KeyboardModifiers keys)
{
    const QRect area = list().visualRect(list().model()->index(tab()->view()->layerPane()->model().rowOf(number, side), 0));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, keys, area.center());
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view()->isSettled(), test::kPatience);
}

void TestComparing::dragHandle(LayerList::Handle handle, const QPoint &to)
{
    const auto from = list().position(handle);
    QVERIFY(from);
    QTest::mousePress(list().viewport(), Qt::LeftButton, {}, *from);
    QMouseEvent move(QEvent::MouseMove, to, list().viewport()->mapToGlobal(QPointF(to)), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QCoreApplication::sendEvent(list().viewport(), &move);
    QTest::mouseRelease(list().viewport(), Qt::LeftButton, {}, to);
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view()->isSettled(), test::kPatience);
}

void TestComparing::comparesWithWhatIsDropped()
{
    QVERIFY(openTab(m_before));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_after)});
    drop(data, pagePoint(0.7));
    QCOMPARE(test::tabs(*m_window).count(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QCOMPARE(tab()->title(), u"example.test/app:1 ↔ example.test/app:2"_s);
    QVERIFY(m_window->windowTitle().startsWith(u"example.test/app:1 ↔ example.test/app:2"_s));
    QVERIFY(rows().contains(u"/etc/release"_s));
    QVERIFY(!rows().contains(u"/etc/same"_s));
}

void TestComparing::opensWhatIsDroppedAtTheTop()
{
    QVERIFY(openTab(m_before));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_after)});
    drop(data, pagePoint(0.1));
    QCOMPARE(test::tabs(*m_window).count(), 2);
    QVERIFY(!test::tabs(*m_window).tabAt(0)->isComparing());
}

void TestComparing::comparesATabWithTheTitleItIsDroppedOn()
{
    QVERIFY(openTab(m_before));
    QVERIFY(openTab(m_after));
    QMimeData data;
    addImage(data, m_after, {});
    const QTabBar *const bar = test::tabs(*m_window).tabBar();
    drop(data, bar->mapTo(m_window.get(), bar->tabRect(0).center()));
    QCOMPARE(test::tabs(*m_window).currentIndex(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QCOMPARE(tab()->title(), u"example.test/app:1 ↔ example.test/app:2"_s);
    QCOMPARE(test::tabs(*m_window).count(), 2);
}

void TestComparing::refusesATabOnItsOwnImage()
{
    QVERIFY(openTab(m_before));
    QMimeData data;
    addImage(data, m_before, {});
    QDragMoveEvent move(pagePoint(0.7), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &move);
    QVERIFY(!move.isAccepted());
    QVERIFY(m_window->findChild<DropHint *>()->isHidden());
}

/// Makes an image the library's current one.
void TestComparing::chooseInLibrary(const QString &path)
{
    auto *const images = m_window->findChild<QListView *>(u"images"_s);
    const auto find = [&] {
        for (int row = 0; row < images->model()->rowCount(); ++row) {
            const QModelIndex index = images->model()->index(row, 0);
            if (static_cast<const LibraryOrder *>(images->model())->row(index).name == path) {
                images->setCurrentIndex(index);
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(find(), test::kPatience);
}

void TestComparing::comparesARowOfTheLibrary()
{
    QVERIFY(openTab(m_after));
    QVERIFY(openTab(m_before));
    chooseInLibrary(m_after);
    const std::unique_ptr<QMimeData> data(m_window->findChild<LibraryPane *>()->actions().dragged());
    QVERIFY(data);
    drop(*data, pagePoint(0.7));
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QCOMPARE(tab()->title(), u"example.test/app:1 ↔ example.test/app:2"_s);
    // Dropped at the top, it is opened.
    chooseInLibrary(m_before);
    const std::unique_ptr<QMimeData> other(m_window->findChild<LibraryPane *>()->actions().dragged());
    test::tabs(*m_window).setCurrentIndex(0);
    drop(*other, pagePoint(0.1));
    QCOMPARE(test::tabs(*m_window).count(), 2);
    QCOMPARE(tab()->name(), m_before);
}

void TestComparing::comparesFromTheLibrarysMenu()
{
    QVERIFY(openTab(m_before));
    QVERIFY(openTab(m_after));
    chooseInLibrary(m_before);
    CompareMenu *const menu = m_window->findChild<LibraryPane *>()->actions().menu()->findChild<CompareMenu *>();
    QVERIFY(menu);
    Q_EMIT menu->aboutToShow();
    for (QAction *const choice : menu->actions()) {
        if (choice->toolTip() == m_after) {
            choice->trigger();
            break;
        }
    }
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QCOMPARE(tab()->title(), u"example.test/app:1 ↔ example.test/app:2"_s);
}

void TestComparing::comparesAFolder()
{
    QVERIFY(openTab(m_before));
    const QDir folder(m_directory.filePath(u"rootfs"_s));
    QVERIFY(folder.mkpath(u"etc"_s) && folder.mkpath(u"usr/lib"_s));
    QFile file(folder.filePath(u"etc/release"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("three") == 5);
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder.path())});
    drop(data, pagePoint(0.9));
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QVERIFY(tab()->title().endsWith(u"↔ rootfs"_s));
    QCOMPARE(row("/usr/tool").data(TreeModel::ChangeRole).toInt(), int(Change::Removed));
    QCOMPARE(row("/etc/release").data(TreeModel::ChangeRole).toInt(), int(Change::Modified));
}

void TestComparing::comparesFromTheMenus()
{
    QVERIFY(openTab(m_after));
    QVERIFY(openTab(m_before));
    for (QMenu *const menu : m_window->menuBar()->findChildren<QMenu *>()) {
        if (menu->title() == u"I&mage"_s)
            Q_EMIT menu->aboutToShow();
    }
    for (CompareMenu *const menu : m_window->findChildren<CompareMenu *>()) {
        if (menu->subject().name != m_before)
            continue;
        Q_EMIT menu->aboutToShow();
        QAction *listed = nullptr;
        for (QAction *const choice : menu->actions()) {
            QVERIFY(choice->toolTip() != m_before); // not with itself
            if (choice->toolTip() == m_after)
                listed = choice;
        }
        QVERIFY(listed);
        listed->trigger();
        break;
    }
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QCOMPARE(tab()->name(), m_before);
}

void TestComparing::swapsAndEnds()
{
    QVERIFY(!action(u"Swap Sides"_s)->isEnabled());
    QVERIFY(compare());
    QVERIFY(action(u"Swap Sides"_s)->isEnabled());
    const QStringList before = rows();
    QCOMPARE(row("/usr/lib/new.so").data(TreeModel::ChangeRole).toInt(), int(Change::Added));
    action(u"Swap Sides"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(row("/usr/lib/new.so").data(TreeModel::ChangeRole).toInt(), int(Change::Removed), test::kPatience);
    QCOMPARE(rows(), before);
    QCOMPARE(tab()->title(), u"example.test/app:2 ↔ example.test/app:1"_s);
    QTest::mouseClick(tab()->findChild<QToolButton *>(u"swapSides"_s), Qt::LeftButton);
    QCOMPARE(tab()->title(), u"example.test/app:1 ↔ example.test/app:2"_s);

    QTest::mouseClick(tab()->findChild<QToolButton *>(u"endComparison"_s), Qt::LeftButton);
    QCOMPARE(tab()->title(), u"example.test/app:1"_s);
    QTRY_COMPARE_WITH_TIMEOUT(tree().treeModel()->rows()->tree(), tab()->view()->image()->tree, test::kPatience);
    QVERIFY(tree().isColumnHidden(int(TreeColumn::Difference)));
    QVERIFY(!action(u"End Comparison"_s)->isEnabled());
    QVERIFY(!tab()->view()->layerPane()->comparisonBar().isVisible());
}

void TestComparing::showsBothStacks()
{
    QVERIFY(compare());
    const QAbstractItemModel &model = *list().model();
    const auto titles = [&model] {
        QStringList titles;
        for (int row = 0; row < model.rowCount(); ++row)
            titles += model.index(row, 0).data().toString();
        return titles;
    };
    QCOMPARE(titles(),
             (QStringList{u"example.test/app:1"_s, u"1 common layer(s)"_s, u"example.test/app:2"_s, u"layer 1"_s, u"layer 2"_s}));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().visualRect(model.index(1, 0)).center());
    QCOMPARE(titles(),
             (QStringList{u"example.test/app:1"_s, u"1 common layer(s)"_s, u"layer 0"_s, u"example.test/app:2"_s, u"layer 1"_s,
                          u"layer 2"_s}));
    QTest::keyClick(&list(), Qt::Key_Return); // by keyboard
    QCOMPARE(titles().size(), 5);
}

void TestComparing::movesTheHandlesByMouse()
{
    QVERIFY(compare());
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 2, 0}));
    QVERIFY(rows().contains(u"/etc/last"_s));
    // Up to the layer above, and to the one that both images have.
    dragHandle(LayerList::To, *list().position(LayerList::To) - QPoint(0, list().visualRect(list().model()->index(4, 0)).height()));
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 1, 0}));
    QTRY_VERIFY_WITH_TIMEOUT(!rows().contains(u"/etc/last"_s), test::kPatience);
    dragHandle(LayerList::To, QPoint(LayerList::kRailWidth / 2, 0));
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 0, 0}));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), QStringList(), test::kPatience); // the same layers
    // A click chooses a state as well.
    clickLayer(2, LayerModel::After);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 2, 0}));
    QTRY_VERIFY_WITH_TIMEOUT(rows().contains(u"/etc/last"_s), test::kPatience);
}

void TestComparing::movesTheHandlesByKeyboard()
{
    QVERIFY(compare());
    list().setFocus();
    QTest::keyClick(&list(), Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 1, 0}));
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 2, 0}));
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier); // there is no further layer
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 2, 0}));
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view()->isSettled(), test::kPatience);
}

void TestComparing::comparesSingleLayers()
{
    QVERIFY(compare());
    LayerPane &pane = *tab()->view()->layerPane();
    QVERIFY(pane.comparedSwitch()->isVisible());
    QVERIFY(!pane.scopeSwitch()->isVisible());
    pane.comparedSwitch()->segment(1)->click();
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::BetweenLayers, 2, 0}));
    clickLayer(1, LayerModel::After); // the layers change, how they are compared stays
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::BetweenLayers, 1, 0}));
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view()->compared() && tab()->view()->compared()->after.alone == 1, test::kPatience);
    QVERIFY(!rows().contains(u"/etc/last"_s));
    tab()->swapSides();
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::BetweenLayers, 0, 1}));
    QCOMPARE(pane.comparedSwitch()->current(), 1);
    // The row of an image is all of it.
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().visualRect(list().model()->index(0, 0)).center());
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Between, 0, 2}));
    QCOMPARE(pane.comparedSwitch()->current(), 0);
    tab()->endComparison();
    QVERIFY(!pane.comparedSwitch()->isVisible());
    QVERIFY(pane.scopeSwitch()->isVisible());
}

void TestComparing::selectsARangeOfOneImage()
{
    QVERIFY(openTab(m_after));
    clickLayer(2, LayerModel::Before);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Only, 2, 2}));
    const auto topOf
        = [this](int row) { return QPoint(LayerList::kRailWidth / 2, list().visualRect(list().model()->index(row, 0)).top()); };
    dragHandle(LayerList::From, topOf(2)); // of layer 1
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Only, 2, 1}));
    dragHandle(LayerList::To, topOf(3)); // the end of layer 1
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Only, 1, 1}));
    dragHandle(LayerList::From, QPoint(LayerList::kRailWidth / 2, 0)); // at rest, at the top
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::UpTo, 1}));
    list().setFocus();
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Only, 1, 0}));
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Only, 1, 1}));
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QVERIFY(tab()->view()->choice() == (TreeChoice{TreeChoice::Only, 2, 1}));
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view()->isSettled(), test::kPatience);
}

void TestComparing::hasColumnsForBothSides()
{
    QVERIFY(openTab(m_before));
    QVERIFY(tree().isColumnHidden(int(TreeColumn::Before)));
    QVERIFY(!tree().isColumnHidden(int(TreeColumn::Size)));
    QVERIFY(compare());
    for (const TreeColumn column : {TreeColumn::Before, TreeColumn::After, TreeColumn::Difference})
        QVERIFY(!tree().isColumnHidden(int(column)));
    QVERIFY(tree().isColumnHidden(int(TreeColumn::Size)));
    const auto cells = [this](const std::string &path) {
        QStringList cells;
        for (const TreeColumn column : {TreeColumn::Before, TreeColumn::After, TreeColumn::Difference})
            cells += row(path, column).data().toString();
        return cells;
    };
    QCOMPARE(cells("/etc/release"), (QStringList{u"3 B"_s, u"12 B"_s, u"+9 B"_s}));
    QCOMPARE(cells("/usr/lib/new.so"), (QStringList{{}, u"8.8 KiB"_s, u"+8.8 KiB"_s}));
    QCOMPARE(cells("/usr/lib/old.so"), (QStringList{u"2.9 KiB"_s, {}, u"\u22122.9 KiB"_s}));
    QCOMPARE(cells("/usr/lib/libz.so.1.3"), (QStringList{u"4.9 KiB"_s, u"4.9 KiB"_s, {}})); // it was moved
    QCOMPARE(cells("/usr/lib"), (QStringList{u"7.8 KiB"_s, u"13.7 KiB"_s, u"+5.9 KiB"_s}));
}

void TestComparing::sortsTheLargestDifferenceFirst()
{
    QVERIFY(compare());
    QHeaderView &header = *tree().header();
    const int column = int(TreeColumn::Difference);
    QTest::mouseClick(header.viewport(), Qt::LeftButton, {},
                      QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) / 2, header.height() / 2));
    const auto names = [this] {
        QStringList names;
        const QModelIndex folder = row("/usr/lib");
        for (int i = 0; i < tree().treeModel()->rowCount(folder); ++i)
            names += tree().treeModel()->index(i, 0, folder).data().toString();
        return names;
    };
    QTRY_COMPARE_WITH_TIMEOUT(names(), (QStringList{u"new.so"_s, u"old.so"_s, u"libz.so.1.2"_s, u"libz.so.1.3"_s}),
                              test::kPatience);
    QCOMPARE(tree().treeModel()->index(0, 0).data().toString(), u"usr"_s);
    // Where nothing is compared, there is no such column to sort by.
    tab()->endComparison();
    QTRY_COMPARE_WITH_TIMEOUT(header.sortIndicatorSection(), int(TreeColumn::Name), test::kPatience);
}

void TestComparing::saysWhyAnEntryIsListed()
{
    QVERIFY(compare());
    const auto note = [this](const std::string &path) { return row(path).data(TreeModel::NoteRole).toString(); };
    QCOMPARE(note("/etc/motd"), u"only the time differs"_s);
    QCOMPARE(note("/etc/release"), u"content, time"_s);
    QCOMPARE(note("/usr/tool"), u"0644 → 4755"_s);
    QCOMPARE(note("/usr/lib/libz.so.1.3"), u"moved from /usr/lib/libz.so.1.2"_s);
    QCOMPARE(note("/usr/lib/libz.so.1.2"), u"moved to /usr/lib/libz.so.1.3"_s);
    QCOMPARE(note("/usr/lib/new.so"), QString());
    QCOMPARE(note("/usr/lib"), u"+1 \u22121 \u21921, +8.8 KiB \u22122.9 KiB"_s);
    QVERIFY(row("/usr/lib/libz.so.1.3").data(Qt::AccessibleTextRole).toString().contains(u"moved from"_s));
}

void TestComparing::describesBothSides()
{
    QVERIFY(compare());
    tree().reveal(*tree().treeModel()->rows()->tree()->find("/usr/tool"));
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"-rw-r--r-- 0644 → -rwsr-xr-x 4755"_s), test::kPatience);
    QCOMPARE(details().count(u"/usr/tool"_s), 1); // what is the same is said once
    tree().reveal(*tree().treeModel()->rows()->tree()->find("/usr/lib/libz.so.1.3"));
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"moved from /usr/lib/libz.so.1.2"_s), test::kPatience);
    tree().clearSelection();
    list().setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(details().contains(u"example.test/app:2"_s) && details().contains(u"Moved\n1"_s), test::kPatience);
}

void TestComparing::comparesTheImagesThemselves()
{
    QVERIFY(compare());
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    auto *const text = tab()->findChild<QTextBrowser *>(u"overview"_s);
    const auto shows = [text](const QString &part) { return text->isVisible() && text->toPlainText().contains(part); };
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"Common layers\n1\n1"_s), test::kPatience);
    QVERIFY(shows(u"1: layer 1"_s));
    // The image's own page is beside it, and comes back when the comparison ends.
    const auto click = [this](const QString &text) {
        for (QAbstractButton *const button : tab()->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button->click();
        }
        QFAIL(qPrintable(text));
    };
    click(u"Overview"_s);
    QVERIFY(!shows(u"Common layers"_s));
    click(u"Comparison"_s);
    QVERIFY(shows(u"Common layers"_s));
    tab()->endComparison();
    tab()->view()->showPage(u"image"_s);
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"Location"_s) && !shows(u"Common layers"_s), test::kPatience);
}

void TestComparing::filtersByWhatHappened()
{
    QVERIFY(compare());
    auto *const filter = tab()->view()->findChild<SearchField *>(u"filter"_s);
    filter->setText(u"changed:moved"_s);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), QStringList{u"/usr/lib/libz.so.1.3"_s}, test::kPatience);
    filter->setText(u"changed:removed layer:0"_s); // of the image before
    QTRY_COMPARE_WITH_TIMEOUT(rows(), (QStringList{u"/usr/lib/libz.so.1.2"_s, u"/usr/lib/old.so"_s}), test::kPatience);
    filter->setText(u"layer:2"_s); // of the image after
    QTRY_COMPARE_WITH_TIMEOUT(rows(), QStringList{u"/etc/last"_s}, test::kPatience);
    filter->setText(u"changed:moved"_s);
    tab()->endComparison();
    const auto *const problem = tab()->view()->findChild<QLabel *>(u"filterProblem"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible(), test::kPatience);
    QVERIFY(problem->text().contains(u"compare"_s));
}

void TestComparing::ignoresWhatIsChosen()
{
    QVERIFY(compare());
    auto *const button = tab()->findChild<IgnoreButton *>();
    QVERIFY(button->isVisible());
    QVERIFY(rows().contains(u"/etc/motd"_s));
    const auto trigger = [button](const QString &text) {
        for (QAction *const action : button->menu()->actions()) {
            if (QString(action->text()).remove(u'&') == text)
                action->trigger();
        }
    };
    trigger(u"Ignore Times"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!rows().contains(u"/etc/motd"_s), test::kPatience);
    QCOMPARE(row("/etc/release").data(TreeModel::NoteRole).toString(), u"content"_s);
    auto *const names = button->menu()->findChild<QLineEdit *>(u"ignoredNames"_s);
    QTest::keyClicks(names, u"*.so /etc/last"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        rows(), (QStringList{u"/etc/release"_s, u"/usr/lib/libz.so.1.2"_s, u"/usr/lib/libz.so.1.3"_s, u"/usr/tool"_s}),
        test::kPatience);
    QVERIFY(button->text().contains(u"2"_s));
    trigger(u"Ignore Times"_s);
    QTRY_VERIFY_WITH_TIMEOUT(rows().contains(u"/etc/motd"_s), test::kPatience);
    tab()->endComparison();
    QVERIFY(!button->isVisible());
}

void TestComparing::remembersWhatIsIgnored()
{
    settings::isSemantic.set(true);
    QVERIFY(compare());
    QVERIFY(!rows().contains(u"/etc/motd"_s));
    makeWindow();
    QVERIFY(settings::isSemantic());
}

void TestComparing::savesAReport()
{
    QVERIFY(!action(u"Save Report…"_s)->isEnabled());
    QVERIFY(compare());
    const auto save = [this](const QString &name) {
        const QString path = m_directory.filePath(name);
        test::chooseInNextFileDialog(path);
        action(u"Save Report…"_s)->trigger();
        const bool isThere = QTest::qWaitFor([&] { return QFileInfo(path).size() > 0; }, test::kPatience);
        QFile file(path);
        return isThere && file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const QString page = save(u"report.html"_s);
    QVERIFY(page.startsWith(u"<!DOCTYPE html>"_s, Qt::CaseInsensitive));
    QVERIFY(page.contains(u"libz.so.1.3"_s));
    const QString markdown = save(u"report.md"_s);
    QVERIFY(markdown.contains(u"libz.so.1.3"_s));
    QVERIFY(!markdown.contains(u"<html"_s));
}

void TestComparing::saysWhichSideIsMissing()
{
    QVERIFY(openTab(m_before));
    const QString missing = m_directory.filePath(u"missing.tar"_s);
    tab()->compareWith(missing, {});
    auto *const problem = tab()->findChild<QLabel *>(u"comparisonProblem"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible() && problem->text().contains(u"missing.tar"_s), test::kPatience);
    // The image itself can be used.
    QVERIFY(!tab()->view()->isComparing());
    clickLayer(0, LayerModel::Before);
    QVERIFY(tree().treeModel()->rowCount() > 0);
    // Once it is there, it opens at the second try.
    QVERIFY(QFile::copy(m_after, missing));
    QTest::mouseClick(tab()->findChild<QToolButton *>(u"retryComparison"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QVERIFY(!problem->isVisible());
    QVERIFY(QFile::remove(missing));
}

void TestComparing::showsTheSideThatIsThere()
{
    const QString gone = m_directory.filePath(u"gone.tar"_s);
    settings::openTabs.set({SavedTab{.name = gone, .scope = TreeChoice::Between, .other = m_after}});
    makeWindow();
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view() && tab()->view()->isSettled(), test::kPatience);
    QCOMPARE(tab()->name(), m_after);
    QCOMPARE(tab()->title(), u"gone.tar ↔ example.test/app:2"_s);
    const auto *const problem = tab()->findChild<QLabel *>(u"comparisonProblem"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible() && problem->text().contains(u"gone.tar"_s), test::kPatience);
}

void TestComparing::comparesAgainOnceItIsRestored()
{
    QVERIFY(compare());
    action(u"Swap Sides"_s)->trigger();
    clickLayer(1, LayerModel::Before);
    const TreeChoice shown = tab()->view()->choice();
    QVERIFY(shown == (TreeChoice{TreeChoice::Between, 0, 1}));
    const QStringList before = rows();
    QTRY_VERIFY_WITH_TIMEOUT(!settings::openTabs().isEmpty() && settings::openTabs().front().first == 1, test::kPatience);
    makeWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isCompared(tab()), test::kPatience);
    QCOMPARE(tab()->title(), u"example.test/app:2 ↔ example.test/app:1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(tab()->view()->choice() == shown && tab()->view()->isSettled(), test::kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), before, test::kPatience);
}

STRATOSCOPE_WIDGETS_TEST(TestComparing)
#include "tst_comparing.moc"
