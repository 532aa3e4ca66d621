// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "store/store.h"

#include <stop_token>

namespace stratoscope {

struct ImportReport {
    StoredImage image;
    std::uint64_t bytes = 0; ///< of the layers' blobs, each once
    std::uint64_t reusedBytes = 0; ///< of those that the store had already
};

/// Copies a local image into the store, to stay: its blobs as they are, its layers indexed and their contents unpacked, its
/// manifest and its configuration. Everything is verified; an image that is not whole leaves no record. A docker-archive
/// that has no manifest gets one that describes its blobs as they are.
///
/// It is stored under its name in the archive, the canonical reference where it is one; where there is only a tag or none, under
/// the name of the file or folder. `name` is as openImage() takes it, but no reference.
///
/// Errors: as openImage(); Unsupported for a prebaked directory, which holds nothing that its layers' digests could be held
/// against. Blocking; layers are worked on in parallel. Throws Cancelled.
Result<ImportReport> importImage(const QString &name, const OpenOptions &options, Store &store, ProgressMeter &progress,
                                 std::stop_token stop);

} // namespace stratoscope
