// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope {

/// How much an archive may unpack to when it is opened.
constexpr std::uint64_t kMaxOpenedArchive = std::uint64_t(4) << 30;

/// Opens an archive in an image as a file system whose files can be read: a tar as it is, without applying whiteouts; a ZIP; an ar,
/// which includes Debian packages, whose tars are files of it. `head`: the first bytes of the file. What has to be unpacked goes to
/// an unnamed file in `spoolDirectory`, deleted with the last copy of the file system.
///
/// Blocks. Errors: Unsupported if it is not such an archive; Malformed, Truncated, TooLarge above kMaxOpenedArchive, NoSpace, and
/// those of reading. Throws Cancelled.
Result<ImageFs> openArchiveFs(const ImageFs &fs, NodeId node, Bytes head, const QString &spoolDirectory,
                              const std::stop_token &stop);

} // namespace stratoscope
