// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/add_image.h"
#include "image/open_image.h"
#include "registry/client/remote_repository.h"

#include <functional>

namespace stratoscope {

struct PullOptions {
    OpenOptions open;
    /// Called with the image as far as its lowest layers have arrived, whenever more of them have. From any of the pull's threads,
    /// one call at a time; the download of other layers continues meanwhile.
    std::function<void(std::shared_ptr<const Image>)> onPartial{};
};

using PullReport = AddReport;

/// Pulls an image from its registry into the store: resolves the reference, downloads what the store does not have, several blobs
/// at a time, and verifies and indexes it as it arrives. What an earlier, interrupted pull left is used. The image is recorded only
/// once it is complete.
///
/// Errors name the reference and the layer: those of the registry, Mismatch, WrongPlatform, NoSpace (before anything is downloaded,
/// if the sizes show it). Blocking. Throws Cancelled; the next pull continues from there.
Result<PullReport> pullImage(const QString &reference, const PullOptions &options, const Registries &registries, Store &store,
                             ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
