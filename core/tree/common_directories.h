// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <vector>

namespace stratoscope {

/// Finds the lowest directory of a tree that two directories are in, in logarithmic time: a path may have thousands of components.
/// Directories are given by their numbers, see MergedTree::directoryNumber(). Immutable; thread-safe.
class CommonDirectories
{
public:
    explicit CommonDirectories(const MergedTree &tree);

    /// The position of a directory when all are visited depth first.
    std::uint32_t order(std::uint32_t directory) const { return m_places[directory].order; }
    /// A directory is in itself.
    std::uint32_t of(std::uint32_t first, std::uint32_t second) const;

private:
    struct Place {
        std::uint32_t parent = 0;
        std::uint32_t jump = 0; ///< a directory further up
        std::uint32_t depth = 0;
        std::uint32_t order = 0;
    };
    std::vector<Place> m_places; ///< by directory number
};

} // namespace stratoscope
