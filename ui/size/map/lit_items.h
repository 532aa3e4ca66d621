// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/size/map/size_tree.h"

#include <functional>

namespace stratoscope::ui {

/// By item: what is lit in a map while the rest is dimmed, and the directories that have any of it.
using LitItems = std::shared_ptr<const std::vector<bool>>;

/// Lights files. `isLit` is asked for each that has any bytes. Blocks. Throws Cancelled.
LitItems lightFiles(const SizeTree &tree, const std::function<bool(SizeItem)> &isLit, const std::stop_token &stop);
/// Lights items, and all that is below them.
LitItems lightItems(const SizeTree &tree, std::span<const SizeItem> items);

} // namespace stratoscope::ui
