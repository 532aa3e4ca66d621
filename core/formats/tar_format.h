// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/tree_export.h"
#include "stream/byte_sink.h"

#include <QStringList>

namespace stratoscope {

/// Writes a tree as a tar (POSIX pax, see TarWriter): directories first, parents before their children, then files in the order of
/// their contents in the layers, each followed by its hard links. Sparse files are written in GNU's format 1.0. The same tree gives
/// the same bytes.
///
/// Does not finish the sink. Returns warnings: what a tar cannot hold. Blocking. Errors: those of reading and of the sink. Throws
/// Cancelled.
Result<QStringList> writeTar(const TreeExport &work, ByteSink &into);

} // namespace stratoscope
