// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/size_map.h"

#include "ui/size/map/size_map_builder.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stratoscope::ui {

SizeMap SizeMap::make(const SizeTree &tree, const SizeMapRequest &request, const std::stop_token &stop)
{
    return SizeMapBuilder(tree, request).build(stop);
}

std::uint32_t SizeMap::childAt(const SizeTile &tile, float x, float y) const
{
    for (std::uint32_t child = tile.firstChild; child < tile.firstChild + tile.childCount; ++child) {
        const SizeTile &at = m_tiles[child];
        if (x >= at.left && x < at.right && y >= at.top && y < at.bottom)
            return child;
    }
    return kNoTile;
}

std::uint32_t SizeMap::tileAt(const QPointF &position) const
{
    if (m_tiles.empty())
        return kNoTile;
    auto x = float(position.x());
    auto y = float(position.y());
    if (m_request.shape == SizeMapRequest::Shape::Treemap) {
        if (x < m_tiles[0].left || x >= m_tiles[0].right || y < m_tiles[0].top || y >= m_tiles[0].bottom)
            return kNoTile;
        std::uint32_t tile = 0;
        for (std::uint32_t child = childAt(m_tiles[0], x, y); child != kNoTile; child = childAt(m_tiles[tile], x, y))
            tile = child;
        return tile;
    }
    const QPointF from = position - centre();
    const double turns = std::atan2(from.x(), -from.y()) / (2 * std::numbers::pi);
    x = float(turns < 0 ? turns + 1 : turns);
    y = float(std::hypot(from.x(), from.y()));
    if (x >= 1) // by rounding
        x = 0;
    if (m_request.isMirrored && x > 0)
        x = 1 - x;
    // Towards the outside, through the tiles that span this angle.
    std::uint32_t tile = 0;
    while (y >= m_tiles[tile].bottom) {
        const SizeTile &inner = m_tiles[tile];
        std::uint32_t next = kNoTile;
        for (std::uint32_t child = inner.firstChild; next == kNoTile && child < inner.firstChild + inner.childCount; ++child) {
            if (x >= m_tiles[child].left && x < m_tiles[child].right)
                next = child;
        }
        if (next == kNoTile)
            return kNoTile;
        tile = next;
    }
    return tile;
}

std::uint32_t SizeMap::tileOf(const SizeTree &tree, SizeItem item) const
{
    if (m_tiles.empty() || item >= tree.size())
        return kNoTile;
    std::vector<SizeItem> steps;
    for (; item != m_tiles[0].item; item = tree.parent(item)) {
        if (item == kRootItem)
            return kNoTile;
        steps.push_back(item);
    }
    std::uint32_t tile = 0;
    while (!steps.empty()) {
        const SizeItem wanted = steps.back();
        steps.pop_back();
        std::uint32_t next = kNoTile;
        std::uint32_t group = kNoTile;
        for (std::uint32_t child = m_tiles[tile].firstChild; child < m_tiles[tile].firstChild + m_tiles[tile].childCount; ++child) {
            if (m_tiles[child].isGroup())
                group = child;
            else if (m_tiles[child].item == wanted)
                next = child;
        }
        if (next == kNoTile)
            return group != kNoTile && tree.bytes(wanted) > 0 ? group : tile;
        tile = next;
    }
    return tile;
}

std::uint32_t SizeMap::neighbour(std::uint32_t tile, Direction direction) const
{
    if (tile >= m_tiles.size())
        return m_tiles.empty() ? kNoTile : 0;
    return m_request.shape == SizeMapRequest::Shape::Treemap ? treemapNeighbour(tile, direction)
                                                             : sunburstNeighbour(tile, direction);
}

/// The first tile without others in it that is met from the middle of an edge.
std::uint32_t SizeMap::treemapNeighbour(std::uint32_t tile, Direction direction) const
{
    const SizeTile &from = m_tiles[tile];
    const bool isAcross = direction == Direction::Left || direction == Direction::Right;
    const bool isForward = direction == Direction::Right || direction == Direction::Down;
    QPointF at((from.left + from.right) / 2, (from.top + from.header + from.bottom) / 2);
    if (from.childCount == 0) // from a directory into it
        (isAcross ? at.rx() : at.ry()) = isAcross ? (isForward ? from.right : from.left) : (isForward ? from.bottom : from.top);
    const double step = isForward ? 0.5 : -0.5;
    while (true) {
        (isAcross ? at.rx() : at.ry()) += step;
        const std::uint32_t met = tileAt(at);
        if (met == kNoTile)
            return kNoTile;
        if (met != tile && m_tiles[met].childCount == 0)
            return met;
    }
}

std::uint32_t SizeMap::sunburstNeighbour(std::uint32_t tile, Direction direction) const
{
    const SizeTile &from = m_tiles[tile];
    if (direction == Direction::Up)
        return tile == 0 ? kNoTile : from.parent;
    if (direction == Direction::Down)
        return from.childCount > 0 ? from.firstChild : kNoTile;
    if (tile == 0)
        return kNoTile;
    const bool isClockwise = (direction == Direction::Right) != m_request.isMirrored;
    // On the same ring; the tiles of a ring are adjacent in the table, in the order of their angles.
    const auto begin = std::ranges::lower_bound(m_tiles, from.depth, {}, &SizeTile::depth);
    const auto end = std::ranges::upper_bound(m_tiles, from.depth, {}, &SizeTile::depth);
    const auto first = std::uint32_t(begin - m_tiles.begin());
    const auto count = std::uint32_t(end - begin);
    const std::uint32_t next = first + (tile - first + (isClockwise ? 1 : count - 1)) % count;
    return next == tile ? kNoTile : next;
}

} // namespace stratoscope::ui
