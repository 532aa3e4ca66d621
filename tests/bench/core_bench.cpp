// SPDX-License-Identifier: Apache-2.0
// Measures what scripts/bench cannot measure from outside: stratoscope-core-bench STORE IMAGE prints memory and search times as
// JSON.
#include "image/open_image.h"
#include "query/name_search.h"
#include "store/store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace stratoscope;

namespace {

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
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
        std::fprintf(stderr, "%s: %zu in %.2f ms\n", typed, found.size(), times.back());
    }
    std::ranges::nth_element(times, times.begin() + 2);
    return times[2];
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: stratoscope-core-bench STORE IMAGE\n", stderr);
        return 2;
    }
    auto store = Store::open(QString::fromLocal8Bit(argv[1]));
    ProgressMeter progress;
    const auto image = store ? openImage(QString::fromLocal8Bit(argv[2]), {}, *store, progress, {}) : Failure(store.error());
    if (!image) {
        std::fprintf(stderr, "stratoscope-core-bench: %s\n", qPrintable(image.error().message()));
        return 1;
    }
    std::printf("{\"bytesPerEntry\": %.1f, \"searchMilliseconds\": %.2f}\n", bytesPerEntry(**image),
                searchMilliseconds(*(*image)->tree));
    return 0;
}
