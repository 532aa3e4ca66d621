// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "registry/client/registry_access.h"
#include "store/store.h"

#include <functional>

namespace stratoscope {

struct PullOptions {
    OpenOptions open;
    /// Is given the image as far as its lowest layers are there, whenever there are more of them: the rest is still on its way.
    /// From any of the pull's threads, one call at a time.
    std::function<void(std::shared_ptr<const Image>)> onPartial{};
};

struct PullReport {
    StoredImage image;
    std::uint64_t bytes = 0; ///< of the layers' blobs, each once
    std::uint64_t reusedBytes = 0; ///< of those, what was there before
    QStringList warnings; ///< sentences
};

/// Brings an image from its registry into the store: resolves the reference, downloads what the store does not have, several blobs
/// at a time, and verifies and indexes it as it arrives. What was there of an earlier, interrupted pull is used. An image that is
/// not whole leaves no record.
///
/// Errors name the reference and the layer: those of the registry, Mismatch, WrongPlatform, NoSpace (before anything is downloaded
/// where the sizes tell). Blocking. Throws Cancelled; the next pull goes on from there.
Result<PullReport> pullImage(const QString &reference, const PullOptions &options, const RegistryAccess &access, Store &store,
                             ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
