// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace stratoscope {

/// What one layer did to a path.
struct PathStep {
    int layer = 0;
    /// Where the attributes and the content are; nothing: the layer removed what was there.
    std::optional<MergedTree::Origin> origin;
    bool operator==(const PathStep &) const = default;
};

/// All that stood at a path while layers were laid one over another, the lowest first: of the layers that brought something there,
/// replaced it, or took it away. Links are not followed.
///
/// Blocking, as long as merging. Errors: those of MergedTree::merge(). Throws Cancelled.
Result<std::vector<PathStep>> pathHistory(const MergedTree::Layers &layers, std::string_view path, const std::stop_token &stop);

} // namespace stratoscope
