// SPDX-License-Identifier: Apache-2.0
#include "image/distinct_layers.h"

#include "base/parallel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

QString layerSubject(const QString &location, std::size_t layer)
{
    return u"%1: layer %2"_s.arg(location, QString::number(layer));
}

std::vector<std::size_t> firstOccurrence(std::size_t count, const std::function<bool(std::size_t, std::size_t)> &isSame)
{
    std::vector<std::size_t> first(count);
    for (std::size_t i = 0; i < count; ++i) {
        while (first[i] < i && !isSame(first[i], i))
            ++first[i];
    }
    return first;
}

std::vector<std::size_t> LayerWork::layers() const
{
    std::vector<std::size_t> layers;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] == i && (needed.empty() || needed[i]))
            layers.push_back(i);
    }
    return layers;
}

Result<void> processLayers(const LayerWork &work, const LayerFunction &process, ProgressMeter &progress,
                           const std::stop_token &stop)
{
    std::vector<std::size_t> layers = work.layers();
    if (layers.empty())
        return {};
    std::ranges::stable_sort(layers, std::greater(), [&work](std::size_t layer) { return work.sizes[layer]; });
    std::uint64_t total = 0;
    for (const std::size_t layer : layers)
        total += work.sizes[layer];
    progress.begin(work.stage, qint64(total), int(layers.size()));
    STRATOSCOPE_CHECK(inParallel(
        layers.size(),
        [&](std::size_t n, const std::stop_token &inner) {
            progress.setItem(layerSubject(work.title, layers[n]), int(n));
            return withContext(layerSubject(work.location, layers[n]), process(layers[n], inner));
        },
        stop));
    progress.finish();
    return {};
}

Result<void> downloadLayers(const LayerWork &work, const QStringList &names, int threads, const LayerFunction &process,
                            ProgressMeter &progress, const std::stop_token &stop)
{
    const std::vector<std::size_t> layers = work.layers();
    std::vector<BlobProgress> blobs;
    for (const std::size_t layer : layers)
        blobs.push_back({.name = names[qsizetype(layer)], .total = qint64(work.sizes[layer])});
    progress.begin(work.stage, std::move(blobs));
    STRATOSCOPE_CHECK(inParallel(
        layers.size(),
        [&](std::size_t n, const std::stop_token &inner) {
            return withContext(layerSubject(work.location, layers[n]), process(layers[n], inner));
        },
        stop, unsigned(threads)));
    progress.finish();
    return {};
}

} // namespace stratoscope
