// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/layer_contents.h"
#include "store/file_digests.h"

#include <stop_token>

namespace stratoscope {

/// Reads every file of a layer and holds it against the layer's digests of its files. Mismatch, naming the file. `progress` is told
/// of the files' bytes. Blocking. Throws Cancelled.
Result<void> checkContents(const std::shared_ptr<const LayerIndex> &index, const LayerContents &contents,
                           const std::shared_ptr<const FileDigests> &digests, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
