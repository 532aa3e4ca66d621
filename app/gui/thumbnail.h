// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope {

/// The sides of thumbnails, in pixels.
inline constexpr int kSmallestThumbnail = 16;
inline constexpr int kLargestThumbnail = 1024;

/// Limits what this process may use from now on: files that nobody has asked for are read, in the background.
///
/// 2 GiB of memory, 20 seconds of processor time, and files of 1 GiB, which is also what a compressed archive may expand to.
void limitForThumbnails();

/// Writes a layerPicture() of the image in a local file or directory to a PNG file (freedesktop Thumbnail Managing Standard; called
/// through resources/*.thumbnailer). Of several images, it is the first one. Only the documents of the image are read, not its
/// layers.
///
/// Errors: as openArchive(), Unsupported for root file systems, which have no layers to show, and for prebaked directories.
/// Blocking.
Result<void> writeThumbnail(const QString &path, const QString &output, int side);

} // namespace stratoscope
