// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/size_map.h"

namespace stratoscope::ui {

/// Lays out a SizeMap. For one map.
///
/// The treemap is squarified (Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000). What would be too small to see is put
/// together before anything is laid out, so that the work depends on the pixels more than on the number of files.
class SizeMapBuilder
{
public:
    /// Both must outlive it.
    SizeMapBuilder(const SizeTree &tree, const SizeMapRequest &request);

    SizeMap build(const std::stop_token &stop);

private:
    struct Child {
        SizeItem item;
        std::uint64_t bytes;
        std::uint32_t firstGrouped = 0;
        std::uint32_t groupedCount = 0;
    };
    struct Area {
        double left, top, right, bottom;
        double width() const { return right - left; }
        double height() const { return bottom - top; }
    };

    void buildTreemap(const std::stop_token &stop);
    void divide(std::uint32_t tile);
    void squarify(std::uint32_t tile, Area area);
    void placeRow(std::uint32_t tile, std::size_t first, std::size_t end, double rowBytes, double restBytes, Area &area);
    void mirror();

    void buildSunburst(const std::stop_token &stop);
    int buildRings(double innermost, double thickness, int rings, const std::stop_token &stop);

    void collectChildren(std::uint32_t tile, double smallestBytes);
    double bytesOfChildren() const;
    SizeTile &append(std::uint32_t parent, const Child &child);

    const SizeTree &m_tree;
    SizeMap m_map;
    // Of the tile that is being divided.
    std::vector<SizeItem> m_items;
    std::vector<Child> m_children; ///< the largest first
};

} // namespace stratoscope::ui
