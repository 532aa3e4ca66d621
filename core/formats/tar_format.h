// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"
#include "stream/byte_sink.h"

#include <QStringList>

namespace stratoscope {

/// Writes a tree as a tar (POSIX pax, see TarWriter). What is in a directory follows it, as GNU tar needs it in order to restore
/// the times of directories; within that, everything is in the order in which it lies in the layers. Sparse files are written in
/// GNU's format 1.0. The same tree gives the same bytes.
///
/// Does not finish the sink. Returns warnings: what a tar cannot hold. Blocking. Errors: those of reading and of the sink. Throws
/// Cancelled.
Result<QStringList> writeTar(const TreeExport &work, ByteSink &into);

} // namespace stratoscope
