// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/packages/package_lists.h"
#include "ui/tree/tree_snapshot.h"

namespace stratoscope::ui {

/// The packages on both sides of a tree, or in the only one.
std::shared_ptr<const PackageGroups> packagesOf(const TreeSnapshot &snapshot, PackageLists &lists, const std::stop_token &stop);

/// The same tree with its entries below the packages that they belong to, and last of all those that belong to none. In a
/// comparison, or in what layers change, an entry is in the package that it belongs to afterwards or, if it was removed, before.
/// `snapshot`: not grouped. Blocks. Throws Cancelled.
TreeSnapshot groupByPackage(const TreeSnapshot &snapshot, PackageLists &lists, const std::stop_token &stop);

} // namespace stratoscope::ui
