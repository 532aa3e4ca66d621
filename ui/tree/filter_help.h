// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope::ui {

/// An HTML page that explains the syntax of TreeFilter.
QString filterHelp(Qt::LayoutDirection direction);

} // namespace stratoscope::ui
