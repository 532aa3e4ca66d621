// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_index.h"
#include "support/tar_builder.h"
#include "tree/image_fs.h"

#include <string>
#include <vector>

/// Layers and trees of tars, by the program's own way.
namespace stratoscope::test {

Result<std::shared_ptr<const LayerIndex>> tryIndex(std::string_view tar);
std::shared_ptr<const LayerIndex> indexOf(std::string_view tar);
inline std::shared_ptr<const LayerIndex> indexOf(const TarBuilder &tar)
{
    return indexOf(tar.finish());
}

/// Merges layers, bottom first.
Result<std::shared_ptr<const MergedTree>> tryMerge(const std::vector<TarBuilder> &layers);
std::shared_ptr<const MergedTree> merged(const std::vector<TarBuilder> &layers);
/// The tree with its files' bytes.
ImageFs fsOf(const std::vector<TarBuilder> &layers);
/// A single layer with its whiteouts, and its files' bytes.
ImageFs layerFs(const TarBuilder &layer);

} // namespace stratoscope::test
