// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/add_image.h"
#include "image/open_image.h"

#include <stop_token>

namespace stratoscope {

using ImportReport = AddReport;

/// Copies a local image into the store: its blobs as they are, its layers unpacked and indexed, its manifest and its config.
/// Everything is verified, and the image is recorded only once it is complete. A docker-archive without a manifest gets one that
/// describes its blobs as they are.
///
/// The image is stored under its name in the archive, in canonical form; if it has only a tag or no name, under the name of the
/// file or directory. What cannot be a reference is made one: `My App (1).tar` is stored as `my-app-1`. `name` is as for
/// openImage(), except that it must not be a reference.
///
/// Errors: as openImage(); Unsupported for a prebaked directory, which has no blobs. Blocking; layers are read in parallel. Throws
/// Cancelled.
Result<ImportReport> importImage(const QString &name, const OpenOptions &options, Store &store, ProgressMeter &progress,
                                 std::stop_token stop);

} // namespace stratoscope
