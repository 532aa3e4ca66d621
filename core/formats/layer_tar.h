// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "stream/byte_sink.h"
#include "tree/image_fs.h"

#include <QStringList>

#include <stop_token>

namespace stratoscope {

/// Writes the tar of a layer anew, from its index and its contents: the same entries in the same order, whiteouts included. Its
/// bytes differ from those of the original tar, which are not known, but are always the same. `layer`: of the tree.
///
/// Does not finish the sink. The progress counts the bytes of contents. Returns warnings: what a tar cannot hold. Blocking. Errors:
/// those of reading and of the sink. Throws Cancelled.
Result<QStringList> writeLayerTar(const ImageFs &fs, int layer, ByteSink &into, ProgressMeter &progress,
                                  const std::stop_token &stop);

} // namespace stratoscope
