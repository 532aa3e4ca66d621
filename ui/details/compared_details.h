// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/details.h"
#include "ui/tree/compared_tree.h"

namespace stratoscope::ui {

/// Properties of an entry of a tree of differences: of both sides where they differ. Links in the values lead to the side
/// on which the entry is shown. Blocking.
Details comparedDetails(const ComparedTree &tree, NodeId node);
/// What is compared, and how much differs.
Details comparisonDetails(const ComparedTree &tree);
/// How much differs, and what is ignored.
Details differencesDetails(const ComparedTree &tree);

} // namespace stratoscope::ui
