// SPDX-License-Identifier: Apache-2.0
//
// The page about sizes, by mouse and by keyboard.
#include "session/session.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "support/watchdog.h"
#include "ui/common/format.h"
#include "ui/image/image_view.h"
#include "ui/settings/settings.h"
#include "ui/size/path_bar.h"
#include "ui/size/saving_delegate.h"
#include "ui/size/saving_model.h"
#include "ui/size/size_page.h"
#include "ui/size/size_panel.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <array>
#include <set>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

const std::vector<std::vector<std::string>> kPageLayers = {
    {"usr/", "usr/lib/", "usr/lib/large 4000", "usr/lib/small 1000", "usr/bin/tool.sh 3000", "gone 2000"},
    {"usr/bin/tool.sh 2500", "-gone", "etc/config 1500"},
};

} // namespace

class TestSizePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void paintsWhatItFinds_data();
    void paintsWhatItFinds();
    void sharesTheSelection();
    void zoomsByMouse();
    void zoomsByKeyboard();
    void zoomsByThePath();
    void movesByKeyboard();
    void describesWhatIsUnderThePointer();
    void lightsLayers();
    void showsTheFinalImage();
    void remembersWhatIsShown();
    void staysWhenTheImageGrows();
    void keepsItsPictureWhileItIsResized();
    void listsSavings();
    void ticksSavings();
    void lightsASaving();
    void listsTheFilesOfASaving();
    void doesNotStallTheWindow();
    void cleanup();
    void cleanupTestCase();

private:
    SizePage &page() const { return *m_view->findChild<SizePage *>(); }
    SizeMapView &map() const { return *page().map(); }
    SizeItem item(std::string_view path) const { return *map().tree()->find(path); }
    std::string pathOf(SizeItem item) const { return item == kNoItem ? std::string() : map().tree()->path(item); }
    /// Somewhere in the tile of a file.
    QPoint placeOf(SizeItem item) const;
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled() && page().isSettled(), 30'000); }

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_image;
    std::unique_ptr<ImageView> m_view;
};

void TestSizePage::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    m_image = test::makeImage(kPageLayers);
}

void TestSizePage::init()
{
    settings::sizeShape.set(0);
    settings::sizeScope.set(0);
    settings::sizeColouring.set(0);
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
    m_view->resize(1200, 800);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->showPage(u"size"_s);
    settle();
}

void TestSizePage::cleanup()
{
    m_view.reset();
}

void TestSizePage::cleanupTestCase()
{
    m_image.reset();
    m_transfers.reset();
    m_session.reset();
}

QPoint TestSizePage::placeOf(SizeItem item) const
{
    const SizeTile &tile = map().map().tiles()[map().map().tileOf(*map().tree(), item)];
    return QPointF(double(tile.left + tile.right) / 2, tile.header > 0 ? double(tile.top) + 5 : double(tile.top + tile.bottom) / 2)
        .toPoint();
}

void TestSizePage::paintsWhatItFinds_data()
{
    QTest::addColumn<int>("shape");
    QTest::addColumn<double>("ratio");
    QTest::addColumn<bool>("isMirrored");
    for (const double ratio : {1.0, 1.5, 2.0}) {
        for (const bool isMirrored : {false, true})
            QTest::addRow("treemap at %g%s", ratio, isMirrored ? ", mirrored" : "") << 0 << ratio << isMirrored;
    }
    QTest::addRow("sunburst") << 1 << 1.0 << false;
    QTest::addRow("sunburst, mirrored, at 2") << 1 << 2.0 << true;
}

/// If everything but a file is dimmed, the pixels that stay the same are those where that file is found, or something around it.
void TestSizePage::paintsWhatItFinds()
{
    QFETCH(int, shape);
    QFETCH(double, ratio);
    QFETCH(bool, isMirrored);
    const auto image = test::makeLargeImage(300, 3);
    const auto tree = SizeTree::make(image->tree, SizeTree::Scope::AllLayers, {});
    const auto classes = SizeClasses::make(*tree, SizeColouring::Layer, {}, {});
    SizeMapRequest request;
    request.shape = SizeMapRequest::Shape(shape);
    request.size = {240, 180};
    request.isMirrored = isMirrored;
    request.lineHeight = 12;
    const SizeMap map = SizeMap::make(*tree, request, {});
    MapLook look{QPalette(), QFont(), ratio, {}};
    const QImage all = paintSizeMap(map, *tree, *classes, look, {});
    QCOMPARE(all.size(), (request.size * ratio).toSize());
    const bool isTreemap = shape == 0;
    int checked = 0;
    for (std::uint32_t number = 1; number < map.tiles().size(); number += map.tiles().size() / 12 + 1) {
        const SizeTile &tile = map.tiles()[number];
        if (tile.childCount > 0 || tile.isGroup())
            continue;
        look.lit = lightItems(*tree, std::vector<SizeItem>{tile.item});
        const QImage lit = paintSizeMap(map, *tree, *classes, look, {});
        std::vector<std::uint32_t> around{number};
        while (around.back() != 0)
            around.push_back(map.tiles()[around.back()].parent);
        const auto isInside = [&](const QPointF &point) {
            return std::ranges::all_of(std::array{QPointF(2, 0), QPointF(-2, 0), QPointF(0, 2), QPointF(0, -2)},
                                       [&](const QPointF &way) { return map.tileAt(point + way) == number; });
        };
        for (int y = 0; y < all.height(); ++y) {
            for (int x = 0; x < all.width(); ++x) {
                const std::uint32_t found = map.tileAt(QPointF(x + 0.5, y + 0.5) / ratio);
                const bool isLit = all.pixel(x, y) == lit.pixel(x, y);
                if (isTreemap)
                    QVERIFY2(isLit == (std::ranges::find(around, found) != around.end()), qPrintable(u"%1, %2"_s.arg(x).arg(y)));
                else if (found == number && isInside(QPointF(x + 0.5, y + 0.5) / ratio)) // edges are smooth there
                    QVERIFY2(isLit, qPrintable(u"%1, %2"_s.arg(x).arg(y)));
                checked += found == number;
            }
        }
    }
    QVERIFY(checked > 0);
}

void TestSizePage::sharesTheSelection()
{
    QTest::mouseClick(&map(), Qt::LeftButton, {}, placeOf(item("/usr/lib/large")));
    QCOMPARE(pathOf(map().current()), "/usr/lib/large");
    QCOMPARE(m_view->statusText(), u"/usr/lib/large"_s);
    QCOMPARE(m_view->page(), u"size"_s);
    m_view->treeView()->reveal(*m_image->tree->find("/etc/config"));
    QCOMPARE(pathOf(map().current()), "/etc/config");

    // What is hidden is not in the tree, which keeps its current entry.
    QTest::mouseClick(&map(), Qt::LeftButton, {}, placeOf(item("/gone")));
    QCOMPARE(pathOf(map().current()), "/gone");
    QCOMPARE(m_view->statusText(), u"/etc/config"_s);
    // What is hidden by another file stays current in the map.
    SizeItem hidden = kNoItem;
    for (SizeItem at = m_image->tree->size(); at < map().tree()->size(); ++at) {
        if (map().tree()->path(at) == "/usr/bin/tool.sh")
            hidden = at;
    }
    QVERIFY(hidden != kNoItem);
    QTest::mouseClick(&map(), Qt::LeftButton, {}, placeOf(hidden));
    QCOMPARE(m_view->statusText(), u"/usr/bin/tool.sh"_s);
    QCOMPARE(map().current(), hidden);
}

void TestSizePage::zoomsByMouse()
{
    QTest::mouseDClick(&map(), Qt::LeftButton, {}, placeOf(item("/usr/lib/large")));
    settle();
    QCOMPARE(pathOf(map().root()), "/usr/lib");
    QTest::mouseClick(&map(), Qt::BackButton, {}, {5, 5});
    settle();
    QCOMPARE(pathOf(map().root()), "/usr");
    const auto wheel = [this](int delta, const QPoint &at) {
        QWheelEvent event(at, map().mapToGlobal(at), {}, {0, delta}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&map(), &event);
        settle();
    };
    wheel(-120, {5, 5});
    QCOMPARE(pathOf(map().root()), "/");
    wheel(-120, {5, 5});
    QCOMPARE(pathOf(map().root()), "/");
    wheel(60, placeOf(item("/usr/lib/large"))); // half a step
    QCOMPARE(pathOf(map().root()), "/");
    wheel(60, placeOf(item("/usr/lib/large")));
    QCOMPARE(pathOf(map().root()), "/usr");
    wheel(120, placeOf(item("/usr/lib/large")));
    QCOMPARE(pathOf(map().root()), "/usr/lib");
    wheel(120, placeOf(item("/usr/lib/large"))); // a file fills nothing
    QCOMPARE(pathOf(map().root()), "/usr/lib");
}

void TestSizePage::zoomsByKeyboard()
{
    map().setFocus();
    QTest::mouseClick(&map(), Qt::LeftButton, {}, placeOf(item("/usr/lib/large")));
    QTest::keyClick(&map(), Qt::Key_Return);
    settle();
    QCOMPARE(pathOf(map().root()), "/usr");
    QTest::keyClick(&map(), Qt::Key_Return);
    settle();
    QCOMPARE(pathOf(map().root()), "/usr/lib");
    QCOMPARE(pathOf(map().current()), "/usr/lib/large");
    QTest::keyClick(&map(), Qt::Key_Backspace);
    settle();
    QCOMPARE(pathOf(map().root()), "/usr");
    QTest::keyClick(&map(), Qt::Key_Home);
    settle();
    QCOMPARE(pathOf(map().root()), "/");
    QTest::keyClick(&map(), Qt::Key_Backspace);
    QCOMPARE(pathOf(map().root()), "/");
}

void TestSizePage::zoomsByThePath()
{
    PathBar &path = *page().findChild<PathBar *>();
    map().zoomTo(item("/usr/lib"));
    settle();
    QCOMPARE(path.count(), 3);
    QCOMPARE(path.button(1)->text(), u"usr"_s);
    QVERIFY(!path.button(2)->isEnabled());
    QTest::mouseClick(path.button(1), Qt::LeftButton);
    settle();
    QCOMPARE(pathOf(map().root()), "/usr");
    QCOMPARE(path.count(), 2);
    QTest::mouseClick(path.button(0), Qt::LeftButton);
    settle();
    QCOMPARE(pathOf(map().root()), "/");
}

void TestSizePage::movesByKeyboard()
{
    map().setFocus();
    map().setCurrent(kNoItem);
    QTest::keyClick(&map(), Qt::Key_Right); // to the largest file of the largest folder
    QCOMPARE(pathOf(map().current()), "/usr/bin/tool.sh");
    std::set<std::string> reached;
    for (const auto key :
         {Qt::Key_Down, Qt::Key_Right, Qt::Key_Up, Qt::Key_Left, Qt::Key_Down, Qt::Key_Right, Qt::Key_Right, Qt::Key_Up}) {
        QTest::keyClick(&map(), key);
        reached.insert(pathOf(map().current()));
    }
    QVERIFY(reached.size() >= 3);
    QVERIFY(map().accessibleName().contains(QString::fromStdString(pathOf(map().current()))));
}

void TestSizePage::describesWhatIsUnderThePointer()
{
    const auto *const label = page().findChild<QLabel *>(u"description"_s);
    QTest::mouseMove(&map(), placeOf(item("/usr/lib/large")));
    QTRY_COMPARE(label->text(), u"/usr/lib/large  ·  3.9 KiB (28.6 %)  ·  layer 0"_s);
    QTest::mouseMove(&map(), placeOf(item("/gone")));
    QTRY_COMPARE(label->text(), u"/gone  ·  2.0 KiB (14.3 %)  ·  layer 0  ·  hidden by a later layer"_s);
}

void TestSizePage::lightsLayers()
{
    const QImage all = map().grab().toImage();
    page().setHoveredLayer(1);
    settle();
    const QImage lit = map().grab().toImage();
    const QPoint inLayer0 = placeOf(item("/usr/lib/large")) + QPoint(0, 30);
    const QPoint inLayer1 = placeOf(item("/etc/config")) + QPoint(0, 30);
    QVERIFY(lit.pixel(inLayer0) != all.pixel(inLayer0));
    QCOMPARE(lit.pixel(inLayer1), all.pixel(inLayer1));
    page().setHoveredLayer(-1);
    settle();
    QCOMPARE(map().grab().toImage(), all);
    // Selected layers are lit, and the page stays.
    m_view->layerPane()->choose({TreeChoice::Only, 1});
    settle();
    QCOMPARE(m_view->page(), u"size"_s);
    QVERIFY(map().grab().toImage().pixel(inLayer0) != all.pixel(inLayer0));
    QCOMPARE(map().grab().toImage().pixel(inLayer1), all.pixel(inLayer1));
}

void TestSizePage::showsTheFinalImage()
{
    QCOMPARE(map().tree()->bytes(kRootItem), 14'000U);
    map().zoomTo(item("/usr/lib"));
    QComboBox *const scope = page().findChildren<QComboBox *>().front();
    QTest::keyClick(scope, Qt::Key_Down);
    settle();
    QCOMPARE(map().tree()->bytes(kRootItem), 9000U);
    QVERIFY(!map().tree()->find("/gone"));
    QCOMPARE(pathOf(map().root()), "/usr/lib");
}

void TestSizePage::remembersWhatIsShown()
{
    auto *const shapes = page().findChild<SegmentBar *>();
    QTest::mouseClick(shapes->segment(1), Qt::LeftButton);
    QTest::keyClick(page().findChildren<QComboBox *>().back(), Qt::Key_End);
    settle();
    QVERIFY(map().shape() == SizeMapRequest::Shape::Sunburst);
    QVERIFY(map().classes()->colouring() == SizeColouring::Waste);
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
    m_view->show();
    m_view->showPage(u"size"_s);
    settle();
    QVERIFY(map().shape() == SizeMapRequest::Shape::Sunburst);
    QVERIFY(map().classes()->colouring() == SizeColouring::Waste);
}

void TestSizePage::staysWhenTheImageGrows()
{
    map().zoomTo(item("/usr/lib"));
    QTest::mouseClick(&map(), Qt::LeftButton, {}, {5, 5});
    settle();
    const std::string current = pathOf(map().current());
    m_view->setImage(test::makeImage({kPageLayers[0], kPageLayers[1], {"usr/lib/new 5000"}}));
    settle();
    QCOMPARE(pathOf(map().root()), "/usr/lib");
    QCOMPARE(pathOf(map().current()), current);
    QCOMPARE(map().tree()->bytes(kRootItem), 19'000U);
}

void TestSizePage::keepsItsPictureWhileItIsResized()
{
    for (const int width : {900, 700, 1100}) {
        m_view->resize(width, 600);
        QVERIFY(!map().grab().toImage().isNull());
    }
    settle();
    QCOMPARE(map().map().request().size, QSizeF(map().size()));
}

void TestSizePage::listsSavings()
{
    const auto text = [this](const QString &name) { return page().findChild<QLabel *>(name)->text(); };
    QCOMPARE(text(u"headline"_s), u"4.9 KiB can be saved"_s); // of 14,000 bytes, 9,000 are left
    QCOMPARE(page().panel()->model().rowCount(), 2);
    QVERIFY(text(u"rest"_s).contains(u"Tick"_s));
}

void TestSizePage::ticksSavings()
{
    QListView &list = page().panel()->list();
    const auto click = [&](int row, int x) {
        const QRect area = list.visualRect(list.model()->index(row, 0));
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, QPoint(area.left() + x, area.top() + 12));
    };
    const auto *const rest = page().findChild<QLabel *>(u"rest"_s);
    click(0, 16);
    QCOMPARE(page().panel()->model().ticked(), std::vector<std::size_t>{0});
    QVERIFY(!page().panel()->selectedSaving()); // it is only ticked
    QCOMPARE(rest->text(), u"The layers would have 10.7 KiB instead of 13.7 KiB."_s);
    click(1, 16);
    QCOMPARE(rest->text(), u"The layers would have 8.8 KiB instead of 13.7 KiB."_s);
    click(0, 16);
    QCOMPARE(page().panel()->model().ticked(), std::vector<std::size_t>{1});
    click(0, 60);
    QTest::keyClick(&list, Qt::Key_Space);
    QCOMPARE(page().panel()->model().ticked(), (std::vector<std::size_t>{0, 1}));
}

void TestSizePage::lightsASaving()
{
    const QImage all = map().grab().toImage();
    const QPoint needed = placeOf(item("/usr/lib/large")) + QPoint(0, 30);
    const QPoint gone = placeOf(item("/gone")) + QPoint(0, 30);
    QListView &list = page().panel()->list();
    QVERIFY(page().panel()->model().index(1).data().toString().contains(u"removes"_s));
    const QPoint place = list.visualRect(list.model()->index(1, 0)).center();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place);
    settle();
    QVERIFY(map().grab().toImage().pixel(needed) != all.pixel(needed));
    QCOMPARE(map().grab().toImage().pixel(gone), all.pixel(gone));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place);
    settle();
    QVERIFY(!page().panel()->selectedSaving());
    QCOMPARE(map().grab().toImage().pixel(needed), all.pixel(needed));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place);
    QTest::keyClick(&list, Qt::Key_Escape);
    QVERIFY(!page().panel()->selectedSaving());
}

void TestSizePage::listsTheFilesOfASaving()
{
    QTreeView &files = page().panel()->files();
    QListView &list = page().panel()->list();
    QVERIFY(!files.isVisible());
    list.setCurrentIndex(list.model()->index(1, 0));
    settle();
    QVERIFY(files.isVisible());
    QCOMPARE(files.model()->rowCount(), 1);
    QCOMPARE(files.model()->index(0, 0).data().toString(), u"/gone"_s);
    QCOMPARE(files.model()->index(0, 1).data().toString(), sizeText(2000));
    files.setCurrentIndex(files.model()->index(0, 0));
    QCOMPARE(pathOf(map().current()), "/gone");
    Q_EMIT files.activated(files.currentIndex());
    QTRY_COMPARE_WITH_TIMEOUT(m_view->choice(), (TreeChoice{TreeChoice::UpTo, 0}), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_view->statusText(), u"/gone"_s, 30'000);
    list.clearSelection();
    QCOMPARE(files.model()->rowCount(), 0);
}

void TestSizePage::doesNotStallTheWindow()
{
    const auto image = test::makeLargeImage(340'000, 3);
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, image);
    m_view->resize(1200, 800);
    m_view->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->isSettled(), 120'000);
    test::Watchdog watchdog;
    const auto measure = [&](const char *what, const auto &action) {
        watchdog.restart();
        watchdog.begin();
        action();
        QTRY_VERIFY_WITH_TIMEOUT(page().isSettled(), 120'000);
        QCoreApplication::processEvents();
        watchdog.begin();
        QVERIFY2(watchdog.longest() <= test::Watchdog::kLimitMs, what);
    };
    measure("first picture", [&] { m_view->showPage(u"size"_s); });
    measure("zoom", [&] { map().zoomTo(item("/var")); });
    measure("layer", [&] { page().setHoveredLayer(1); });
    measure("shape", [&] { map().setShape(SizeMapRequest::Shape::Sunburst); });
    measure("out", [&] { map().zoomOut(); });
    // Closed while it is painting.
    map().zoomTo(item("/var"));
    m_view.reset();
}

STRATOSCOPE_WIDGETS_TEST(TestSizePage)
#include "tst_size_page.moc"
