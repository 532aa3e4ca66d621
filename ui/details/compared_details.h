// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/details.h"
#include "ui/tree/compared_tree.h"

namespace stratoscope::ui {

/// Properties of an entry of a tree of differences: of both sides where they differ. What the values lead to is on the side that
/// the entry is shown of. Blocking.
Details comparedDetails(const ComparedTree &tree, NodeId node);
/// What is compared, and how much differs.
Details comparisonDetails(const ComparedTree &tree);

} // namespace stratoscope::ui
