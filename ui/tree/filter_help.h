// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope::ui {

/// The language of TreeFilter, as a page for a person.
QString filterHelp(Qt::LayoutDirection direction);

} // namespace stratoscope::ui
