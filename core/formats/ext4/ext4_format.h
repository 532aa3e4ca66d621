// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"
#include "formats/volume_options.h"
#include "stream/byte_sink.h"

#include <QStringList>

namespace stratoscope {

/// Writes a tree as an ext4 file system without a journal, in one pass (Linux, Documentation/filesystems/ext4). Linux 3.10 and
/// later mount it. Adds an empty `lost+found` if the tree has none. Files lie in the order of their contents in the layers, each in
/// as few extents as possible; holes of sparse files are kept. The same tree gives the same bytes.
///
/// `size`: of the file system in bytes; what is beyond its last block of 4 KiB remains unused. 0: as small as possible with a
/// tenth, and at least 16 MiB, left free. A file with more than 65,000 hard links becomes several files. All times of a file are
/// its modification time.
///
/// Does not finish the sink. Returns warnings: what ext4 cannot hold. Blocking. Errors: Invalid for a label that is too long, and
/// for a size that is too small, saying the least one; Unsupported, see requireLinuxNames(); TooLarge beyond 16 TiB; those of
/// reading and of the sink. Throws Cancelled.
Result<QStringList> writeExt4(const TreeExport &work, const VolumeOptions &volume, std::uint64_t size, ByteSink &into);

} // namespace stratoscope
