// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "image/image.h"
#include "store/cache_limit.h"

#include <functional>
#include <stop_token>

namespace stratoscope {

class LocalSource;
class Store;
struct ImageName;
class Registries;

struct OpenOptions {
    std::optional<Platform> platform; ///< to choose from an index; by default this machine's
    QString expectArchitecture; ///< refuse an image for another architecture; empty: accept any
    /// Called once if the store does not have the image, which is then pulled. Empty: the image is NotFound.
    std::function<Result<Registries>()> registries{};
    std::uint64_t cacheLimit = kDefaultCacheLimit; ///< bytes in the store for images that were only opened; this one may exceed it
};

/// WrongPlatform, naming both, unless `expected` is empty or the platform's architecture in any spelling.
Result<void> requireArchitecture(const Platform &platform, const QString &expected, const QString &location);

/// The layers of a local image, opened in place. Errors and blocking: as LocalArchive::resolve(). The store must outlive the
/// source.
Result<std::unique_ptr<LocalSource>> localSource(const LocalArchive &archive, const ImageName &name,
                                                 const std::optional<Platform> &platform, const Store &store,
                                                 ProgressMeter &progress, const std::stop_token &stop);

/// Opens an image by one of the names that ImageName describes: a local file or directory, or a reference, which is looked up in
/// the store and then in its registry.
///
/// Compressed layers are decompressed, verified and indexed into the store, each once. Uncompressed layers are read in place, and
/// are Pending until verifyImage(). If the layers of images that were only opened exceed the limit then, those not used for the
/// longest time are removed from the store, unless something is being added to it. Blocking; layers are opened in parallel. Throws
/// Cancelled.
Result<std::shared_ptr<const Image>> openImage(const QString &name, const OpenOptions &options, Store &store,
                                               ProgressMeter &progress, std::stop_token stop);

/// As openImage(), and all other available platforms of the same index after it: those of an archive or a layout, or those that the
/// store has. They are opened, too.
Result<std::vector<std::shared_ptr<const Image>>> openPlatforms(const QString &name, const OpenOptions &options, Store &store,
                                                                ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
