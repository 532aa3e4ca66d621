// SPDX-License-Identifier: Apache-2.0
#include "ui/size/map/size_map_builder.h"

#include "base/cancel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace stratoscope::ui {

namespace {

// In lines of text.
constexpr double kFramedWidth = 5; ///< the least of a directory with a frame and a name
constexpr double kFramedHeight = 3;

constexpr float kInset = 2; ///< pixels
constexpr int kMostRings = 8;
constexpr double kRingMargin = 4; ///< pixels around a sunburst
constexpr double kThickestRing = 72;
constexpr int kTilesBetweenStops = 256;

} // namespace

SizeMapBuilder::SizeMapBuilder(const SizeTree &tree, const SizeMapRequest &request)
    : m_tree(tree)
{
    m_map.m_request = request;
}

SizeMap SizeMapBuilder::build(const std::stop_token &stop)
{
    const SizeMapRequest &request = m_map.m_request;
    if (request.root < m_tree.size() && m_tree.bytes(request.root) > 0 && !request.size.isEmpty()) {
        if (request.shape == SizeMapRequest::Shape::Treemap)
            buildTreemap(stop);
        else
            buildSunburst(stop);
    }
    return std::move(m_map);
}

/// The children of a tile's directory. Those with fewer bytes become one group.
void SizeMapBuilder::collectChildren(std::uint32_t tile, double smallestBytes)
{
    m_items.clear();
    m_children.clear();
    const SizeItem directory = m_map.m_tiles[tile].item;
    m_tree.appendChildren(directory, m_items);
    const auto small = std::stable_partition(m_items.begin(), m_items.end(),
                                             [&](SizeItem item) { return double(m_tree.bytes(item)) >= smallestBytes; });
    const auto count = std::uint32_t(m_items.end() - small);
    const auto end = count == 1 ? m_items.end() : small; // a single one is no group
    for (auto item = m_items.begin(); item != end; ++item)
        m_children.push_back({*item, m_tree.bytes(*item)});
    if (end != m_items.end()) {
        Child group{directory, 0, std::uint32_t(m_map.m_grouped.size()), count};
        for (auto item = end; item != m_items.end(); ++item)
            group.bytes += m_tree.bytes(*item);
        m_map.m_grouped.insert(m_map.m_grouped.end(), end, m_items.end());
        m_children.push_back(group);
    }
    std::ranges::sort(m_children,
                      [](const Child &a, const Child &b) { return std::pair(b.bytes, a.item) < std::pair(a.bytes, b.item); });
}

double SizeMapBuilder::bytesOfChildren() const
{
    double sum = 0;
    for (const Child &child : m_children)
        sum += double(child.bytes);
    return sum;
}

SizeTile &SizeMapBuilder::append(std::uint32_t parent, const Child &child)
{
    SizeTile tile;
    tile.item = child.item;
    tile.parent = parent;
    tile.firstGrouped = child.firstGrouped;
    tile.groupedCount = child.groupedCount;
    tile.bytes = child.bytes;
    tile.depth = m_map.m_tiles[parent].depth + 1;
    if (m_map.m_tiles[parent].childCount++ == 0)
        m_map.m_tiles[parent].firstChild = std::uint32_t(m_map.m_tiles.size());
    return m_map.m_tiles.emplace_back(tile);
}

void SizeMapBuilder::buildTreemap(const std::stop_token &stop)
{
    const SizeMapRequest &request = m_map.m_request;
    SizeTile root;
    root.item = request.root;
    root.bytes = m_tree.bytes(request.root);
    root.right = float(request.size.width());
    root.bottom = float(request.size.height());
    m_map.m_tiles.push_back(root);
    for (std::uint32_t tile = 0; tile < m_map.m_tiles.size(); ++tile) { // it grows meanwhile
        if (tile % kTilesBetweenStops == 0)
            throwIfStopped(stop);
        divide(tile);
    }
    if (request.isMirrored)
        mirror();
}

void SizeMapBuilder::divide(std::uint32_t number)
{
    const SizeMapRequest &request = m_map.m_request;
    const double smallest = request.smallest;
    SizeTile tile = m_map.m_tiles[number];
    if (tile.isGroup() || !m_tree.isDirectory(tile.item) || tile.width() < 2 * smallest || tile.height() < 2 * smallest)
        return;
    const auto lines = [&request](double count) { return count * request.lineHeight; };
    const auto inner = [&tile] {
        return Area{tile.left + tile.inset, tile.top + std::max(tile.header, tile.inset), tile.right - tile.inset,
                    tile.bottom - tile.inset};
    };
    const auto collect = [&] {
        const Area area = inner();
        collectChildren(number, double(tile.bytes) * smallest * smallest / (area.width() * area.height()));
    };
    const std::size_t groupsBefore = m_map.m_grouped.size();
    collect();
    // One directory in another has the frame of both.
    const bool isChain = m_children.size() == 1 && m_children[0].groupedCount == 0 && m_tree.isDirectory(m_children[0].item);
    if (request.hasFrames && number > 0 && !isChain && tile.width() >= lines(kFramedWidth)
        && tile.height() >= lines(kFramedHeight)) {
        tile.header = float(std::round(request.lineHeight)) + kInset;
        tile.inset = kInset;
        m_map.m_tiles[number].header = tile.header;
        m_map.m_tiles[number].inset = tile.inset;
        m_map.m_grouped.resize(groupsBefore);
        collect(); // there is less room for them
    }
    squarify(number, inner());
}

/// Row by row along the shorter side of what is left; a row ends where another tile would make its tiles longer.
void SizeMapBuilder::squarify(std::uint32_t tile, Area area)
{
    double rest = bytesOfChildren();
    for (std::size_t first = 0; first < m_children.size();) {
        const double side = std::min(area.width(), area.height());
        const double scale = area.width() * area.height() / rest;
        const double largest = double(m_children[first].bytes) * scale;
        double row = 0;
        double worst = std::numeric_limits<double>::infinity();
        std::size_t end = first;
        for (; end < m_children.size(); ++end) {
            const double bytes = double(m_children[end].bytes);
            const double sum = (row + bytes) * scale;
            const double ratio = std::max(side * side * largest / (sum * sum), sum * sum / (side * side * bytes * scale));
            if (ratio > worst)
                break;
            worst = ratio;
            row += bytes;
        }
        placeRow(tile, first, end, row, rest, area);
        rest -= row;
        first = end;
    }
}

/// At the left or at the top of the area, which becomes what is left of it.
void SizeMapBuilder::placeRow(std::uint32_t tile, std::size_t first, std::size_t end, double rowBytes, double restBytes, Area &area)
{
    const bool isColumn = area.width() >= area.height();
    const bool isLast = end == m_children.size();
    const double share = rowBytes / restBytes;
    const double across = isColumn ? (isLast ? area.right : area.left + area.width() * share)
                                   : (isLast ? area.bottom : area.top + area.height() * share);
    const double begin = isColumn ? area.top : area.left;
    const double finish = isColumn ? area.bottom : area.right;
    double placed = 0;
    double from = begin;
    for (std::size_t i = first; i < end; ++i) {
        placed += double(m_children[i].bytes);
        const double to = i + 1 == end ? finish : begin + (finish - begin) * placed / rowBytes;
        SizeTile &made = append(tile, m_children[i]);
        made.left = float(isColumn ? area.left : from);
        made.right = float(isColumn ? across : to);
        made.top = float(isColumn ? from : area.top);
        made.bottom = float(isColumn ? to : across);
        from = to;
    }
    (isColumn ? area.left : area.top) = across;
}

void SizeMapBuilder::mirror()
{
    const float width = m_map.m_tiles[0].right;
    for (SizeTile &tile : m_map.m_tiles) {
        const float left = width - tile.right;
        tile.right = width - tile.left;
        tile.left = left;
    }
}

/// As many rings as there are levels, if there is room for them.
void SizeMapBuilder::buildSunburst(const std::stop_token &stop)
{
    const SizeMapRequest &request = m_map.m_request;
    const double radius = std::min(request.size.width(), request.size.height()) / 2 - kRingMargin;
    const double innermost = std::max(2 * request.lineHeight, radius * 0.2);
    const double thinnest = 1.2 * request.lineHeight;
    const int most = std::clamp(int((radius - innermost) / thinnest), 1, kMostRings);
    const int needed = buildRings(innermost, (radius - innermost) / most, most, stop);
    const double thickness = std::min(kThickestRing, (radius - innermost) / std::max(1, needed));
    if (radius <= innermost) {
        m_map.m_tiles.clear();
        return;
    }
    buildRings(innermost, thickness, std::max(1, needed), stop);
}

/// Returns how many rings there are.
int SizeMapBuilder::buildRings(double innermost, double thickness, int rings, const std::stop_token &stop)
{
    const SizeMapRequest &request = m_map.m_request;
    m_map.m_tiles.clear();
    m_map.m_grouped.clear();
    SizeTile root;
    root.item = request.root;
    root.bytes = m_tree.bytes(request.root);
    root.right = 1;
    root.bottom = float(innermost);
    m_map.m_tiles.push_back(root);
    int deepest = 0;
    for (std::uint32_t number = 0; number < m_map.m_tiles.size(); ++number) {
        if (number % kTilesBetweenStops == 0)
            throwIfStopped(stop);
        const SizeTile tile = m_map.m_tiles[number];
        deepest = std::max(deepest, tile.depth);
        if (tile.isGroup() || tile.depth == rings || !m_tree.isDirectory(tile.item))
            continue;
        const double outer = innermost + thickness * (tile.depth + 1);
        const double length = 2 * std::numbers::pi * outer * double(tile.right - tile.left);
        if (length < 2 * request.smallest)
            continue;
        collectChildren(number, double(tile.bytes) * request.smallest / length);
        const double all = bytesOfChildren();
        double placed = 0;
        float from = tile.left;
        for (std::size_t i = 0; i < m_children.size(); ++i) {
            placed += double(m_children[i].bytes);
            const float to
                = i + 1 == m_children.size() ? tile.right : float(tile.left + double(tile.right - tile.left) * placed / all);
            SizeTile &made = append(number, m_children[i]);
            made.left = from;
            made.right = to;
            made.top = tile.bottom;
            made.bottom = float(outer);
            from = to;
        }
    }
    return deepest;
}

} // namespace stratoscope::ui
