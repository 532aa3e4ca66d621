// SPDX-License-Identifier: Apache-2.0
// Measures how long a window with 340,000 entries takes from an action to the painted result, and how long its event loop is busy
// at a time, in milliseconds. With the argument `size`, only how long the page about sizes takes. Prints JSON. Runs offscreen if
// there is no display.
#include "session/session.h"
#include "support/hand_made.h"
#include "support/watchdog.h"
#include "ui/image/image_view.h"
#include "ui/size/size_page.h"
#include "ui/transfers/transfers.h"
#include "ui/tree/tree_view.h"

#include <QApplication>
#include <QEventLoop>
#include <QHeaderView>
#include <QLineEdit>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

constexpr std::uint32_t kEntries = 340'000;
constexpr int kRounds = 5;

void settle(const ImageView &view)
{
    while (!view.isSettled())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    view.treeView()->viewport()->repaint();
}

/// Measures actions, taking for each the best of several rounds, since other programs may be running.
class Stopwatch
{
public:
    /// The time of the slowest action, from its start to the painted result.
    double slowest(ImageView &view, const std::vector<std::function<void()>> &actions)
    {
        std::vector<double> times(actions.size(), 1e9);
        std::vector<double> busy = times;
        for (int round = 0; round < kRounds; ++round) {
            for (std::size_t i = 0; i < actions.size(); ++i) {
                const double begin = test::Watchdog::time(CLOCK_MONOTONIC);
                m_watchdog.restart();
                m_watchdog.begin();
                actions[i]();
                settle(view);
                m_watchdog.begin();
                busy[i] = std::min(busy[i], m_watchdog.longest());
                times[i] = std::min(times[i], test::Watchdog::time(CLOCK_MONOTONIC) - begin);
            }
        }
        m_busiest = std::max(m_busiest, std::ranges::max(busy));
        for (const double time : times)
            std::fprintf(stderr, "%.1f ", time);
        std::fputs("ms\n", stderr);
        return std::ranges::max(times);
    }
    /// The longest time for which the event loop was busy at once, over all actions.
    double busiest() const { return m_busiest; }

private:
    test::Watchdog m_watchdog;
    double m_busiest = 0;
};

/// The first picture and a zoom of the page about sizes, from the action to the painted picture; the best of several rounds.
void measureSizePage(Session &session, const std::shared_ptr<const Image> &image)
{
    const auto best = [](const auto &action) {
        double time = 1e9;
        for (int round = 0; round < kRounds; ++round)
            time = std::min(time, action());
        return time;
    };
    const auto timed = [](SizePage &page, const auto &action) {
        const double begin = test::Watchdog::time(CLOCK_MONOTONIC);
        action();
        while (!page.map()->isSettled() || page.map()->map().tiles().empty())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        page.map()->repaint();
        return test::Watchdog::time(CLOCK_MONOTONIC) - begin;
    };
    std::unique_ptr<SizePage> page;
    const double first = best([&] {
        page = std::make_unique<SizePage>(session);
        page->resize(1000, 800);
        return timed(*page, [&] {
            page->setImage(image);
            page->show();
        });
    });
    while (!page->isSettled())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double zoom = best([&] {
        const double in = timed(*page, [&] { page->map()->zoomTo(*image->tree->find("/var")); });
        return std::max(in, timed(*page, [&] { page->map()->zoomOut(); }));
    });
    std::printf("{\"firstPicture\": %.1f, \"zoom\": %.1f}\n", first, zoom);
}

std::shared_ptr<const Image> imageWithALargeFolder()
{
    std::vector<std::string> lines{"large/"};
    for (int i = 0; i < 10'000; ++i)
        lines.push_back("large/entry-" + std::to_string(i) + " 10");
    return test::makeImage({lines});
}

long residentMegabytes()
{
    std::ifstream file("/proc/self/statm");
    long size = 0;
    long resident = 0;
    file >> size >> resident;
    return resident * 4096 / 1'000'000;
}

} // namespace

int main(int argc, char **argv)
{
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024); // as the program itself does
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    Session session(*Store::open(folder.filePath(u"store"_s)));
    if (application.arguments().value(1) == u"size"_s) {
        measureSizePage(session, test::makeLargeImage(kEntries, 3));
        return 0;
    }
    Transfers transfers(session);
    QTabWidget tabs;
    tabs.resize(1200, 800);
    auto *const view = new ImageView(session, transfers, test::makeLargeImage(kEntries, 3));
    auto *const other = new ImageView(session, transfers, imageWithALargeFolder());
    tabs.addTab(view, u"large"_s);
    tabs.addTab(other, u"other"_s);
    tabs.show();
    settle(*view);
    Stopwatch stopwatch;
    const long opened = residentMegabytes();
    const auto sort = [&](TreeColumn column) {
        return [=] { view->treeView()->header()->setSortIndicator(int(column), Qt::DescendingOrder); };
    };
    const double sorted = stopwatch.slowest(
        *view, {sort(TreeColumn::Size), sort(TreeColumn::Modified), sort(TreeColumn::Size), sort(TreeColumn::Layer)});
    const auto type = [&](const QString &text) { return [=] { view->findChild<QLineEdit *>(u"filter"_s)->setText(text); }; };
    const double filtered = stopwatch.slowest(
        *view,
        {type(u"m"_s), type(u"mo"_s), type(u"module-1"_s), type(u"*.py"_s), type(u"re:^m.*7"_s), type(u"size:>10k"_s), type({})});
    const auto choose = [&](const TreeChoice &choice) { return [=] { view->layerPane()->choose(choice); }; };
    const double layers
        = stopwatch.slowest(*view, {choose({TreeChoice::Only, 1}), choose({TreeChoice::Only, 2}), choose({TreeChoice::Whole})});
    const double through
        = stopwatch.slowest(*view,
                            {choose({TreeChoice::UpTo, 0}), choose({TreeChoice::UpTo, 1}), choose({TreeChoice::UpTo, 2}),
                             choose({TreeChoice::Only, 0}), choose({TreeChoice::Whole})});
    const double switched = stopwatch.slowest(*view, {[&] { tabs.setCurrentWidget(other); }, [&] { tabs.setCurrentWidget(view); }});
    tabs.setCurrentWidget(other);
    settle(*other);
    const double expanded
        = stopwatch.slowest(*other, {[&] { other->treeView()->expandAll(); }, [&] { other->treeView()->collapseAll(); }});
    std::printf("{\"sort\": %.1f, \"filter\": %.1f, \"layerChanges\": %.1f, \"throughLayer\": %.1f, \"tab\": %.1f, \"expand\": "
                "%.1f, \"busy\": %.1f, \"openMegabytes\": %ld, \"usedMegabytes\": %ld}\n",
                sorted, filtered, layers, through, switched, expanded, stopwatch.busiest(), opened, residentMegabytes());
    return 0;
}
