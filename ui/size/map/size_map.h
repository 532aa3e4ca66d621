// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/size_tree.h"

#include <QPointF>
#include <QSizeF>

namespace stratoscope::ui {

constexpr std::uint32_t kNoTile = 0xFFFFFFFF;

/// An entry's part of a SizeMap, or that of several entries of a directory which are too small to be told apart.
///
/// In a treemap, the edges are pixels. In a sunburst, left and right are angles in turns, clockwise from the top, and top and
/// bottom are distances from the centre. Neighbours share their edges exactly.
struct SizeTile {
    SizeItem item = kRootItem; ///< of a group: the directory
    std::uint32_t parent = 0; ///< the tile that it is in; of the first one: itself
    std::uint32_t firstChild = 0;
    std::uint32_t childCount = 0;
    std::uint32_t firstGrouped = 0; ///< in SizeMap::grouped
    std::uint32_t groupedCount = 0; ///< 0: it is no group
    std::uint64_t bytes = 0;
    int depth = 0; ///< below the first tile
    float left = 0;
    float top = 0;
    float right = 0;
    float bottom = 0;
    float header = 0; ///< the height of the strip at the top for the name of a directory; 0: none
    float inset = 0; ///< the width of the frame around the tiles in it

    bool isGroup() const { return groupedCount > 0; }
    float width() const { return right - left; }
    float height() const { return bottom - top; }
};

/// What a map is made for.
struct SizeMapRequest {
    enum class Shape { Treemap, Sunburst };
    Shape shape = Shape::Treemap;
    SizeItem root = kRootItem; ///< the directory that fills the map
    QSizeF size; ///< in pixels
    double lineHeight = 16; ///< of names, in pixels
    bool isMirrored = false; ///< from right to left
    double smallest = 3; ///< in pixels: what would be shorter, or smaller than its square, is grouped
    bool hasFrames = true; ///< treemap: large directories have a frame and a name; without, areas are exactly proportional
};

/// A directory laid out as a treemap or a sunburst. A value.
///
/// Tiles are in one table, each after its parent, the children of one adjacent, the largest first. Those of a directory fill the
/// inside of its tile, and their areas (in a sunburst, their angles) are proportional to their bytes.
class SizeMap
{
public:
    /// Blocks. The same request has the same result. Throws Cancelled.
    static SizeMap make(const SizeTree &tree, const SizeMapRequest &request, const std::stop_token &stop);

    const SizeMapRequest &request() const { return m_request; }
    /// Empty if there is no room, or if the directory has no bytes.
    const std::vector<SizeTile> &tiles() const { return m_tiles; }
    /// The entries of a group.
    std::span<const SizeItem> grouped(const SizeTile &tile) const
    {
        return std::span(m_grouped).subspan(tile.firstGrouped, tile.groupedCount);
    }

    /// The smallest tile at a position; kNoTile outside.
    std::uint32_t tileAt(const QPointF &position) const;
    /// The tile that an item has, or is in: that of a directory above, or a group. kNoTile for what is not below the root.
    std::uint32_t tileOf(const SizeTree &tree, SizeItem item) const;

    enum class Direction { Left, Right, Up, Down };
    /// The next tile in a direction, to move to by keyboard; kNoTile if there is none. In a sunburst, left and right lead around
    /// the centre, up and down towards it and away from it.
    std::uint32_t neighbour(std::uint32_t tile, Direction direction) const;

    // The geometry of a sunburst.
    QPointF centre() const { return {m_request.size.width() / 2, m_request.size.height() / 2}; }

private:
    friend class SizeMapBuilder;
    std::uint32_t childAt(const SizeTile &tile, float x, float y) const;
    std::uint32_t treemapNeighbour(std::uint32_t tile, Direction direction) const;
    std::uint32_t sunburstNeighbour(std::uint32_t tile, Direction direction) const;

    SizeMapRequest m_request;
    std::vector<SizeTile> m_tiles;
    std::vector<SizeItem> m_grouped;
};

} // namespace stratoscope::ui
