// SPDX-License-Identifier: Apache-2.0
//
// The window stays responsive with 340,000 entries.
#include "session/session.h"
#include "support/hand_made.h"
#include "support/need.h"
#include "support/test_main.h"
#include "support/watchdog.h"
#include "ui/image/image_view.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <functional>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;
using test::Watchdog;

namespace {

constexpr std::uint32_t kEntries = 340'000;

} // namespace

class TestResponsiveness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void noticesWhatTakesLong();
    void opens();
    void switchesLayers();
    void sorts();
    void filters();
    void expands();
    void compares();
    void closesDuringLoad();
    void givesEverythingBack();
    void cleanupTestCase();

private:
    /// Runs an action, waits until its result is shown, and checks how long the event loop was busy at a time.
    template <typename Action>
    void measure(const char *what, Action action);

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transfers> m_transfers;
    std::shared_ptr<const Image> m_image;
    std::unique_ptr<ImageView> m_view;
    std::unique_ptr<Watchdog> m_watchdog;
    std::vector<std::pair<double, std::string>> m_longest;
};

template <typename Action>
void TestResponsiveness::measure(const char *what, Action action)
{
    m_watchdog->restart();
    m_watchdog->begin();
    action();
    QVERIFY(QTest::qWaitFor([this] { return m_view->isSettled(); }, 120'000));
    QTest::qWait(50); // for the layout and painting that follow
    m_watchdog->begin();
    m_longest.push_back({m_watchdog->longest(), what});
    QVERIFY2(m_watchdog->longest() <= Watchdog::kLimitMs, what);
}

void TestResponsiveness::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_directory.path());
    m_session = std::make_unique<Session>(test::need(Store::open(m_directory.filePath(u"store"_s))));
    m_transfers = std::make_unique<Transfers>(*m_session);
    m_image = test::makeLargeImage(kEntries, 3);
    QVERIFY(m_image->tree->totalEntries(kRootNode) >= kEntries);
    m_watchdog = std::make_unique<Watchdog>();
}

void TestResponsiveness::init()
{
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
    m_view->resize(1200, 800);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QVERIFY(QTest::qWaitFor([this] { return m_view->isSettled(); }, 120'000));
}

void TestResponsiveness::cleanup()
{
    m_view.reset();
}

void TestResponsiveness::cleanupTestCase()
{
    std::ranges::sort(m_longest, std::greater());
    for (const auto &[time, what] : std::span(m_longest).first(std::min<std::size_t>(m_longest.size(), 10)))
        qInfo("%.1f ms: %s", time, what.c_str());
    m_watchdog.reset();
    m_transfers.reset();
    m_session.reset();
}

void TestResponsiveness::noticesWhatTakesLong()
{
    constexpr double kHeldMs = 250;
    const auto work = [] {
        const double until = Watchdog::time(CLOCK_THREAD_CPUTIME_ID) + kHeldMs + 10;
        while (Watchdog::time(CLOCK_THREAD_CPUTIME_ID) < until) { }
    };
    const auto wait = [] { QThread::msleep(int(kHeldMs) + 10); };
    for (const auto &hold : {std::function<void()>(work), std::function<void()>(wait)}) {
        m_watchdog->restart();
        QTimer::singleShot(0, this, hold);
        QTest::qWait(10);
        m_watchdog->begin();
        QVERIFY(m_watchdog->longest() > kHeldMs);
    }
}

void TestResponsiveness::opens()
{
    m_view.reset();
    measure("open", [this] {
        m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
        m_view->resize(1200, 800);
        m_view->show();
    });
    QVERIFY(m_view->treeView()->treeModel()->rowCount() > 0);
}

void TestResponsiveness::switchesLayers()
{
    measure("only layer 1", [this] { m_view->layerPane()->choose({TreeChoice::Only, 1}); });
    measure("through layer 1", [this] { m_view->layerPane()->choose({TreeChoice::UpTo, 1}); });
    measure("the whole image", [this] { m_view->layerPane()->choose({TreeChoice::Whole, 0}); });
    measure("what layers 1 and 2 change", [this] { m_view->layerPane()->choose({TreeChoice::Only, 2, 1}); });
    measure("through layer 1 again", [this] { m_view->layerPane()->choose({TreeChoice::UpTo, 1}); });
}

void TestResponsiveness::sorts()
{
    TreeView *const tree = m_view->treeView();
    QVERIFY(tree->reveal(*m_image->tree->find("/var/cache/many/module-0.py")));
    for (int column = 0; column < kTreeColumnCount; ++column)
        measure("sort", [&] { tree->header()->setSortIndicator(column, Qt::DescendingOrder); });
}

void TestResponsiveness::filters()
{
    QLineEdit *const field = m_view->findChild<QLineEdit *>(u"filter"_s);
    for (const char *text : {"m", "mo", "module-1", "PACKAGE_77", "nothing at all", "many/module-3", ".py", "*.py", "re:^m.*7",
                             "size:>1k -type:dir", "changed:", "re:(", ""})
        measure(text, [&] { field->setText(QString::fromLatin1(text)); });
}

void TestResponsiveness::expands()
{
    TreeView *const tree = m_view->treeView();
    measure("the largest folder", [&] { tree->reveal(*m_image->tree->find("/var/cache/many/module-0.py")); });
    measure("all", [&] { tree->expandBelow({}); });
    measure("type ahead to nothing", [&] { QTest::keyClicks(tree, u"zz"_s); });
    measure("sort what is open", [&] { tree->header()->setSortIndicator(int(TreeColumn::Size), Qt::AscendingOrder); });
    measure("another layer while all is open", [&] { m_view->layerPane()->choose({TreeChoice::Only, 2}); });
    measure("collapse all", [&] { tree->collapseAll(); });
    for (int levels = 1; levels <= 4; ++levels)
        measure("some levels", [&] { tree->expandLevels(levels); });
}

void TestResponsiveness::compares()
{
    const std::shared_ptr<const Image> other = test::makeLargeImage(kEntries / 3, 2);
    QLineEdit *const field = m_view->findChild<QLineEdit *>(u"filter"_s);
    QHeaderView *const header = m_view->treeView()->header();
    measure("compare", [&] { m_view->compareWith(other, false); });
    measure("compare with nothing", [&] { m_view->layerPane()->choose({TreeChoice::Between, 1, -1}); });
    QVERIFY(m_view->treeView()->treeModel()->rowCount() > 0);
    measure("ignore times", [] { settings::ignoresTimes.set(true); });
    measure("ignore names", [] { settings::ignoredNames.set(u"*.py"_s); });
    measure("sort by difference", [&] { header->setSortIndicator(int(TreeColumn::Difference), Qt::DescendingOrder); });
    measure("filter a comparison", [&] { field->setText(u"changed:removed module"_s); });
    measure("compare with another state", [&] { m_view->layerPane()->choose({TreeChoice::Between, 1, 0}); });
    measure("swap sides", [&] { m_view->swapSides(); });
    measure("end the comparison", [&] { m_view->endComparison(); });
    field->clear();
    settings::ignoresTimes.set(false);
    settings::ignoredNames.set({});
}

void TestResponsiveness::closesDuringLoad()
{
    for (const int wait : {0, 20, 80, 200}) {
        m_watchdog->restart();
        m_watchdog->begin();
        m_view = std::make_unique<ImageView>(*m_session, *m_transfers, m_image);
        m_view->show();
        QTest::qWait(wait);
        m_view->layerPane()->choose({TreeChoice::UpTo, 1});
        m_view->findChild<QLineEdit *>(u"filter"_s)->setText(u"module"_s);
        m_view.reset();
        QTest::qWait(50);
        m_watchdog->begin();
        m_longest.push_back({m_watchdog->longest(), "close during load"});
        QVERIFY2(m_watchdog->longest() <= Watchdog::kLimitMs, qPrintable(u"closed after %1 ms"_s.arg(wait)));
    }
}

void TestResponsiveness::givesEverythingBack()
{
    auto image = std::make_shared<const Image>(*test::makeLargeImage(20'000, 3));
    const std::weak_ptr<const Image> ofImage = image;
    const std::weak_ptr<const MergedTree> ofTree = image->tree;
    m_view = std::make_unique<ImageView>(*m_session, *m_transfers, std::move(image));
    m_view->show();
    m_view->compareWith(m_image, true);
    QVERIFY(QTest::qWaitFor([this] { return m_view->isSettled(); }, 120'000));
    m_view->endComparison();
    for (const TreeChoice &choice : {TreeChoice{TreeChoice::UpTo, 1}, TreeChoice{TreeChoice::Only, 2}, TreeChoice{}}) {
        m_view->layerPane()->choose(choice);
        QVERIFY(QTest::qWaitFor([this] { return m_view->isSettled(); }, 120'000));
    }
    QVERIFY(!ofTree.expired());
    m_view.reset();
    QTRY_VERIFY_WITH_TIMEOUT(ofImage.expired() && ofTree.expired(), 30'000);
}

STRATOSCOPE_WIDGETS_TEST(TestResponsiveness)
#include "tst_responsiveness.moc"
