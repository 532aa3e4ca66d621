// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>

#include <cstdint>
#include <span>

namespace stratoscope {

/// The most bars of a picture; of more layers, neighbours share one.
inline constexpr int kMostBars = 12;

/// A picture of an image's layers for file managers: one bar for each, the lowest layer at the bottom, as long as its share of the
/// largest. `sizes` are in bytes, the lowest layer first. `side` is in pixels; the picture is square and transparent around a card.
///
/// Needs no QGuiApplication.
QImage layerPicture(std::span<const std::uint64_t> sizes, int side);

} // namespace stratoscope
