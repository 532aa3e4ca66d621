// SPDX-License-Identifier: Apache-2.0
// Measures what scripts/bench cannot measure from outside, and prints it as JSON.
//
//   stratoscope-core-bench STORE IMAGE              memory for an entry, time to search names
//   stratoscope-core-bench STORE IMAGE IMAGE        time to compare two opened images
//   stratoscope-core-bench --texts FILE FILE        time to compare two texts in memory by their lines
//   stratoscope-core-bench --size STORE IMAGE       time to analyze an opened image
#include "analysis/image_analysis.h"
#include "diff/file/text_diff.h"
#include "diff/tree_comparison.h"
#include "image/open_image.h"
#include "image/verify_image.h"
#include "query/name_search.h"
#include "store/store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace stratoscope;

namespace {

double millisecondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> times)
{
    std::ranges::nth_element(times, times.begin() + std::ptrdiff_t(times.size() / 2));
    return times[times.size() / 2];
}

double bytesPerEntry(const Image &image)
{
    std::size_t bytes = image.tree->memoryUsage() - image.tree->names().size();
    std::size_t entries = 0;
    for (const ImageLayer &layer : image.layers) {
        bytes += layer.index->memoryUsage() - layer.index->namesSize();
        entries += layer.index->size();
    }
    return double(bytes) / double(entries);
}

/// The median time of the searches while a user types.
double searchMilliseconds(const MergedTree &tree)
{
    std::vector<double> times;
    for (const char *typed : {"f", "fi", "file-2", "99.txt", "nowhere"}) {
        const auto begin = std::chrono::steady_clock::now();
        const auto found = findNames(tree, NodeRange(1, tree.size() - 1), NamePattern(typed), {});
        times.push_back(millisecondsSince(begin));
        std::fprintf(stderr, "%s: %zu in %.2f ms\n", typed, found.size(), times.back());
    }
    return median(std::move(times));
}

Result<void> benchImage(Store &store, const QString &name)
{
    ProgressMeter progress;
    STRATOSCOPE_TRY(const auto image, openImage(name, {}, store, progress, {}));
    std::printf("{\"bytesPerEntry\": %.1f, \"searchMilliseconds\": %.2f}\n", bytesPerEntry(*image),
                searchMilliseconds(*image->tree));
    return {};
}

Result<void> benchComparison(Store &store, const QString &nameBefore, const QString &nameAfter)
{
    ProgressMeter progress;
    STRATOSCOPE_TRY(const auto before, openImage(nameBefore, {}, store, progress, {}));
    STRATOSCOPE_TRY(const auto after, openImage(nameAfter, {}, store, progress, {}));
    for (const auto &image : {before, after})
        STRATOSCOPE_CHECK(verifyImage(*image, store, progress, {}));
    std::vector<double> comparing;
    std::vector<double> applyingRules;
    ChangeCounts counts;
    STRATOSCOPE_TRY(const IgnoreRules rules, IgnoreRules::make(Aspects(Aspect::Time), {"*.pyc"}));
    for (int round = 0; round < 11; ++round) {
        auto begin = std::chrono::steady_clock::now();
        STRATOSCOPE_TRY(const auto comparison, TreeComparison::make(DiffSide::whole(before), DiffSide::whole(after), {}));
        counts = comparison->diff({}, {}).counts.front();
        comparing.push_back(millisecondsSince(begin));
        begin = std::chrono::steady_clock::now();
        comparison->diff(rules, {});
        applyingRules.push_back(millisecondsSince(begin));
    }
    std::printf("{\"entries\": %u, \"differences\": %llu, \"compareMilliseconds\": %.1f, \"rulesMilliseconds\": %.1f}\n",
                std::max(before->tree->size(), after->tree->size()),
                static_cast<unsigned long long>(counts.added + counts.removed + counts.modified + counts.moved), median(comparing),
                median(applyingRules));
    return {};
}

Result<void> benchTexts(const QString &pathBefore, const QString &pathAfter)
{
    STRATOSCOPE_TRY(const QByteArray before, readAll(pathBefore, kMaxComparedText));
    STRATOSCOPE_TRY(const QByteArray after, readAll(pathAfter, kMaxComparedText));
    std::vector<double> times;
    std::size_t changes = 0;
    for (int round = 0; round < 7; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        STRATOSCOPE_TRY(const TextDiff diff, diffTexts(before, after, {}));
        times.push_back(millisecondsSince(begin));
        changes = diff.changes.size();
    }
    std::printf("{\"changes\": %zu, \"milliseconds\": %.1f}\n", changes, median(std::move(times)));
    return {};
}

Result<void> benchSize(Store &store, const QString &name)
{
    ProgressMeter progress;
    STRATOSCOPE_TRY(const auto image, openImage(name, {}, store, progress, {}));
    STRATOSCOPE_CHECK(verifyImage(*image, store, progress, {}));
    std::vector<double> times;
    std::uint64_t hidden = 0;
    for (int round = 0; round < 11; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        STRATOSCOPE_TRY(const ImageAnalysis analysis, analyzeImage(image, {}, {}));
        times.push_back(millisecondsSince(begin));
        hidden = analysis.hidden.total();
    }
    std::printf("{\"entries\": %u, \"hidden\": %llu, \"milliseconds\": %.1f}\n", image->tree->size(),
                static_cast<unsigned long long>(hidden), median(std::move(times)));
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4) {
        std::fputs("usage: stratoscope-core-bench STORE IMAGE [IMAGE]\n       stratoscope-core-bench --texts FILE FILE\n"
                   "       stratoscope-core-bench --size STORE IMAGE\n",
                   stderr);
        return 2;
    }
    const auto argument = [argv](int i) { return QString::fromLocal8Bit(argv[i]); };
    const auto run = [&]() -> Result<void> {
        if (argument(1) == u"--texts")
            return benchTexts(argument(2), argument(argc - 1));
        const bool isSize = argument(1) == u"--size";
        STRATOSCOPE_TRY(Store store, Store::open(argument(isSize ? 2 : 1)));
        if (isSize)
            return benchSize(store, argument(argc - 1));
        return argc == 3 ? benchImage(store, argument(2)) : benchComparison(store, argument(2), argument(3));
    };
    const Result<void> done = run();
    if (!done) {
        std::fprintf(stderr, "stratoscope-core-bench: %s\n", qPrintable(done.error().message()));
        return 1;
    }
    return 0;
}
