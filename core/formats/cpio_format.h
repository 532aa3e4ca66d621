// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"
#include "stream/byte_sink.h"

#include <QStringList>

namespace stratoscope {

/// Writes a tree as a cpio archive of the form "newc", of which an initramfs is made (Linux,
/// Documentation/driver-api/early-userspace/buffer-format.rst): the entries of directories before those of files, which come in the
/// order of their contents in the layers. All names of a file with several names (hard links) have the same inode number, and the
/// last one its content. The same tree gives the same bytes.
///
/// Does not finish the sink. Returns warnings: what a cpio archive cannot hold. Blocking. Errors: TooLarge, naming the entry, for a
/// file of 4 GiB or more; those of reading and of the sink. Throws Cancelled.
Result<QStringList> writeCpio(const TreeExport &work, ByteSink &into);

} // namespace stratoscope
