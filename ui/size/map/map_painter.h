// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/lit_items.h"
#include "ui/size/map/size_classes.h"
#include "ui/size/map/size_map.h"

#include <QFont>
#include <QImage>
#include <QPainterPath>
#include <QPalette>

namespace stratoscope::ui {

/// How a map is drawn.
struct MapLook {
    QPalette palette;
    QFont font;
    double ratio = 1; ///< pixels of the screen for each of the map's
    LitItems lit; ///< null: nothing is dimmed
};

/// Draws a map, for any thread. What is hidden in lower layers is hatched. A pixel has the colour of the tile that
/// SizeMap::tileAt() finds in its middle; only names, lines and, in a sunburst, edges are drawn over it. Throws Cancelled.
QImage paintSizeMap(const SizeMap &map, const SizeTree &tree, const SizeClasses &classes, const MapLook &look,
                    const std::stop_token &stop);

/// The outline of a tile.
QPainterPath tileOutline(const SizeMap &map, const SizeTile &tile);

/// The text of what is in an image, in one line that follows the direction of the layout.
QString tileName(const SizeMap &map, const SizeTree &tree, const SizeTile &tile);

} // namespace stratoscope::ui
