// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/find_engines.h"
#include "ui/library/library_row.h"

namespace stratoscope::ui {

/// An engine as it was last seen.
struct EngineState {
    EngineStatus status;
    std::vector<EngineImage> images;
};

/// The row of an engine and those of its images, one for each of their names; `group` is that of the rows. `isUsual`: the engine is
/// the first one of its kind, which names of images mean if they name none.
std::vector<LibraryRow> rowsOf(const EngineState &state, int group, bool isUsual);

} // namespace stratoscope::ui
