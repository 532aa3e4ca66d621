// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/progress.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace stratoscope {

/// `LOCATION: layer N`, for messages.
QString layerSubject(const QString &location, std::size_t layer);

/// For each of `count` layers, the index of its first occurrence: images often contain a layer twice, such as an empty one.
std::vector<std::size_t> firstOccurrence(std::size_t count, const std::function<bool(std::size_t, std::size_t)> &isSame);

/// Work to be done on an image's layers, on each distinct layer once.
struct LayerWork {
    Stage stage = Stage::Index;
    QString title; ///< names the image in the progress
    QString location; ///< names the image in errors
    std::vector<std::size_t> first; ///< by layer, see firstOccurrence()
    std::vector<std::uint64_t> sizes; ///< by layer: the bytes to be processed
    std::vector<bool> needed{}; ///< by layer; empty: all of them

    /// The layers to be processed: the first occurrences that are needed, lowest first.
    std::vector<std::size_t> layers() const;
};

using LayerFunction = std::function<Result<void>(std::size_t layer, const std::stop_token &stop)>;

/// Processes the layers in parallel, the largest first so that all cores stay busy until the end. Begins and finishes the stage of
/// the progress; does neither if there is nothing to do. The first error stops the others and is returned, with the layer as its
/// context. Blocking. Throws Cancelled.
Result<void> processLayers(const LayerWork &work, const LayerFunction &process, ProgressMeter &progress,
                           const std::stop_token &stop);

/// As processLayers(), but the lowest first, on this many threads, and with a progress that shows each blob. `names`: of the blobs,
/// by layer.
Result<void> downloadLayers(const LayerWork &work, const QStringList &names, int threads, const LayerFunction &process,
                            ProgressMeter &progress, const std::stop_token &stop);

/// Gives each duplicate what was made of its first occurrence.
template <typename T>
void copyToDuplicates(const std::vector<std::size_t> &first, std::vector<T> &values)
{
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] != i)
            values[i] = values[first[i]];
    }
}

} // namespace stratoscope
