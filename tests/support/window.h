// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/application.h"
#include "ui/window/image_tabs.h"
#include "ui/window/main_window.h"

namespace stratoscope::test {

inline constexpr int kPatience = 30'000; ///< milliseconds; only ever waited for where something hangs

inline ui::ImageTabs &tabs(const ui::MainWindow &window)
{
    return *window.findChild<ui::ImageTabs *>();
}

} // namespace stratoscope::test
