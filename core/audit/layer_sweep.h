// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/secret_match.h"
#include "base/progress.h"
#include "layer/layer_contents.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// A secret in a file of a layer.
struct StoredSecret {
    RecordId record = kNoRecord;
    std::uint64_t offset = 0; ///< in the file
    Finding finding; ///< without path and layers, which a layer alone does not know
};

/// What was found in the files of one layer.
struct LayerSecrets {
    std::vector<StoredSecret> secrets; ///< by record and offset
    std::vector<Error> notes; ///< what could not be read, named by its path
    bool isComplete = true; ///< false: there are more secrets than are listed
};

/// Reads the contents of all files of a layer once, from the beginning of the layer to its end, whatever it has at their paths
/// later. Blocks; the progress counts bytes. Throws Cancelled.
LayerSecrets sweepLayer(const LayerIndex &index, const LayerContents &contents, ProgressMeter &progress,
                        const std::stop_token &stop);

} // namespace stratoscope
