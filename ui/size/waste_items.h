// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"
#include "ui/size/map/size_classes.h"

namespace stratoscope::ui {

/// What an analysis says about the items of a SizeTree.
struct WasteItems {
    std::vector<Waste> waste; ///< by item
    std::vector<SizeItem> items; ///< of each of ImageAnalysis::files; kNoItem: the tree does not have it

    /// Both of the same image.
    static WasteItems find(const SizeTree &tree, const ImageAnalysis &analysis);
};

Waste wasteOf(WasteCause cause);

} // namespace stratoscope::ui
