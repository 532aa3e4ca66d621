// SPDX-License-Identifier: Apache-2.0
// How long a window with 340,000 entries takes to show what was asked for: from the action to the painted view, in milliseconds, as
// JSON. Offscreen where there is no display.
#include "session/session.h"
#include "support/hand_made.h"
#include "ui/image/image_view.h"
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
#include <chrono>
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

/// The slowest, each the best of some rounds: other programs run here, too.
double measure(ImageView &view, const std::vector<std::function<void()>> &actions)
{
    std::vector<double> best(actions.size(), 1e9);
    for (int round = 0; round < kRounds; ++round) {
        for (std::size_t i = 0; i < actions.size(); ++i) {
            const auto begin = std::chrono::steady_clock::now();
            actions[i]();
            settle(view);
            best[i]
                = std::min(best[i], std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
        }
    }
    for (const double time : best)
        std::fprintf(stderr, "%.1f ", time);
    std::fputs("ms\n", stderr);
    return std::ranges::max(best);
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
    QTabWidget tabs;
    tabs.resize(1200, 800);
    auto *const view = new ImageView(session, test::makeLargeImage(kEntries, 3));
    auto *const other = new ImageView(session, imageWithALargeFolder());
    tabs.addTab(view, u"large"_s);
    tabs.addTab(other, u"other"_s);
    tabs.show();
    settle(*view);
    const long opened = residentMegabytes();
    const auto sort = [&](TreeColumn column) {
        return [=] { view->treeView()->header()->setSortIndicator(int(column), Qt::DescendingOrder); };
    };
    const double sorted
        = measure(*view, {sort(TreeColumn::Size), sort(TreeColumn::Modified), sort(TreeColumn::Size), sort(TreeColumn::Layer)});
    const auto type = [&](const QString &text) { return [=] { view->filterField()->setText(text); }; };
    const double filtered = measure(
        *view,
        {type(u"m"_s), type(u"mo"_s), type(u"module-1"_s), type(u"*.py"_s), type(u"re:^m.*7"_s), type(u"size:>10k"_s), type({})});
    const auto choose = [&](const TreeChoice &choice) { return [=] { view->layerPane()->choose(choice); }; };
    const double layers
        = measure(*view, {choose({TreeChoice::Only, 1}), choose({TreeChoice::Only, 2}), choose({TreeChoice::Whole})});
    const double through = measure(*view,
                                   {choose({TreeChoice::UpTo, 0}), choose({TreeChoice::UpTo, 1}), choose({TreeChoice::UpTo, 2}),
                                    choose({TreeChoice::Only, 0}), choose({TreeChoice::Whole})});
    const double switched = measure(*view, {[&] { tabs.setCurrentWidget(other); }, [&] { tabs.setCurrentWidget(view); }});
    tabs.setCurrentWidget(other);
    settle(*other);
    const double expanded = measure(*other, {[&] { other->treeView()->expandAll(); }, [&] { other->treeView()->collapseAll(); }});
    std::printf("{\"sort\": %.1f, \"filter\": %.1f, \"layerChanges\": %.1f, \"throughLayer\": %.1f, \"tab\": %.1f, \"expand\": "
                "%.1f, \"openMegabytes\": %ld, \"usedMegabytes\": %ld}\n",
                sorted, filtered, layers, through, switched, expanded, opened, residentMegabytes());
    return 0;
}
