// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "store/store.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// What reading a stored image through has found.
struct Reverification {
    enum class Part {
        Document, ///< the manifest or the config
        Blob, ///< a layer as it came
        Files, ///< what was unpacked of a layer
    };
    struct Damage {
        Part part = Part::Document;
        Digest digest;
        Error error; ///< its subject names the image and the layer
    };
    std::vector<Damage> damages; ///< none: the image is whole
    std::uint64_t bytes = 0; ///< that were read

    /// Whether something has to come from the registry, or from where it was imported, again. Else all can be made of what is
    /// there.
    bool needsSource() const;
};

/// Reads everything that the store has of an image, whether it was read before or not: holds the manifest, the config and the
/// layers' blobs against their digests, and what was unpacked of them against the blobs. It changes nothing.
///
/// What is wrong with the image is no error, only what keeps it from being read: Denied, Io, NoSpace, … Blocking; layers are read
/// in parallel. Throws Cancelled.
Result<Reverification> reverifyImage(const StoredImage &image, const Store &store, ProgressMeter &progress, std::stop_token stop);

/// Takes what is damaged out of the store, and makes anew what it can: what was unpacked of a blob that is whole. After that the
/// image is whole, or a pull brings what is missing. Busy while something is being added. Blocking. Throws Cancelled.
Result<void> mendImage(const Reverification &found, const Store &store, ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
