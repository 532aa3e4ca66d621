// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query/tree_filter.h"

namespace stratoscope::ui {

/// What is wrong with the term of a filter, in the user's language: "expected a size, such as …".
QString filterErrorText(const FilterError &error);
/// An HTML page that explains the syntax of TreeFilter.
QString filterHelp(Qt::LayoutDirection direction);

} // namespace stratoscope::ui
