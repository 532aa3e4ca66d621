// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package_groups.h"
#include "ui/details/details.h"

namespace stratoscope::ui {

/// Properties of a package, of both sides where they differ.
Details packageDetails(const PackageGroups &packages, const PackageGroup &package);

} // namespace stratoscope::ui
