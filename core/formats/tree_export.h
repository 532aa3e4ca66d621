// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "formats/selection.h"
#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope {

/// What a format writes: the selected entries of a tree, with their contents. The progress counts the bytes of contents, and its
/// stage has begun. Refers to everything.
struct TreeExport {
    const ImageFs &fs;
    const Selection &selection; ///< of fs.tree
    ProgressMeter &progress;
    std::stop_token stop;

    const MergedTree &tree() const { return *fs.tree; }
};

} // namespace stratoscope
