// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "formats/tree_export.h"
#include "formats/volume_options.h"
#include "stream/decompress.h"

#include <QStringList>

namespace stratoscope {

/// Writes a tree as a squashfs 4.0 image (Linux, Documentation/filesystems/squashfs.rst), by libsquashfs: blocks of 128 KiB
/// compressed by zstd, the ends of files together in blocks of their own, the same contents once, and a table of inodes for NFS.
/// The same tree gives the same bytes, whatever the number of threads.
///
/// `into`: an empty file, for reading as well; it is not a ByteSink since the superblock is written last. `volume`: only the time
/// counts, since squashfs has neither a UUID nor a label. `compression`: Zstd, Gzip, or None, which leaves the contents as they
/// are. `threads`: 0: one per core. Returns warnings: what squashfs cannot hold. Blocking. Errors: Unsupported, see
/// requireLinuxNames(); TooLarge for a file of more than 64 GiB, naming it, and for more than 65,535 different owners and groups;
/// those of reading and writing. Throws Cancelled.
Result<QStringList> writeSquashfs(const TreeExport &work, const VolumeOptions &volume, File &into,
                                  Compression compression = Compression::Zstd, unsigned threads = 0);

} // namespace stratoscope
