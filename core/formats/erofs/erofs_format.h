// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"
#include "formats/volume_options.h"
#include "stream/byte_sink.h"

#include <QStringList>

namespace stratoscope {

/// Writes a tree as an erofs image (Linux, Documentation/filesystems/erofs.rst): uncompressed, in blocks of 4 KiB. The superblock
/// comes first, then all inodes with their extended attributes, symlinks and small directories, then contents in their order in the
/// layers. The content of a file is in blocks that follow each other, so that it can be mapped (DAX). The same tree gives the same
/// bytes.
///
/// Linux 5.4 and later mount it. Sparse files that have holes need Linux 5.15: only the chunks that contain data are stored, since
/// some of these files (`/var/log/lastlog`) claim more than a disk holds.
///
/// Does not finish the sink. Returns warnings: what erofs cannot hold. Blocking. Errors: Invalid for a label that is too long;
/// Unsupported, see requireLinuxNames(); TooLarge above 16 TiB; those of reading and of the sink. Throws Cancelled.
Result<QStringList> writeErofs(const TreeExport &work, const VolumeOptions &volume, ByteSink &into);

} // namespace stratoscope
