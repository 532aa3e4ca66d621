// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_index.h"

#include <limits>
#include <stop_token>

namespace stratoscope {

/// What dive (https://github.com/wagoodman/dive) says about an image, to the last digit.
///
/// dive looks at the leaves of each layer's tree: files and empty directories, at their paths in the tar; links are not followed.
/// For every path it adds up the sizes that the layers give it, and remembers the smallest. A removed file counts 0, a removed
/// directory what the layers below have in it. What shares a path in several layers counts as wasted, the version that is left
/// included. Where a layer removes something that does not exist, dive ignores the rest of that layer, in the order of the names.
struct DiveFigures {
    double efficiency = 1; ///< the sum of the smallest sizes divided by the sum of all sizes
    std::uint64_t wastedBytes = 0; ///< the sizes of the paths that occur in several layers
    std::uint64_t sizeBytes = 0; ///< of the files in all layers
    std::uint64_t userSizeBytes = 0; ///< the same without the lowest layer, which dive takes for the base image

    struct File {
        std::string path; ///< with a leading slash
        std::uint32_t count = 0; ///< how often it occurs
        std::uint64_t bytes = 0; ///< the sum of its sizes
        bool operator==(const File &) const = default;
    };
    std::vector<File> files{}; ///< the paths that occur more than once, largest first

    /// wastedBytes in relation to userSizeBytes. Infinite if only the latter is 0.
    double userWastedPercent() const
    {
        if (wastedBytes == 0)
            return 0;
        return userSizeBytes == 0 ? std::numeric_limits<double>::infinity() : double(wastedBytes) / double(userSizeBytes);
    }
};

/// `layers`: lowest first. Takes time and memory in proportion to their entries. Throws Cancelled.
DiveFigures diveFigures(const std::vector<std::shared_ptr<const LayerIndex>> &layers, const std::stop_token &stop);

} // namespace stratoscope
