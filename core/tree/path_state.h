// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

namespace stratoscope {

/// The state of a path from a layer on.
struct PathState {
    RecordId record = kNoRecord; ///< none: a directory that only occurs in the paths of other entries
    RecordId originRecord = kNoRecord;
    std::int16_t layer = 0; ///< that added or removed the entry; -1 for the root before the first layer
    std::int16_t originLayer = 0;
    bool exists = false;
    bool isDirectory = false;

    MergedTree::Origin origin() const { return {originLayer, originRecord}; }
    bool isHardlink() const { return record != originRecord || (record != kNoRecord && layer != originLayer); }
};

} // namespace stratoscope
