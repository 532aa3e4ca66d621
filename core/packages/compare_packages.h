// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"

namespace stratoscope {

/// How a package differs from one image to another.
enum class PackageDifference : std::uint8_t {
    Added,
    Removed,
    Upgraded,
    Downgraded,
    Changed, ///< to a version that is neither newer nor older by the rules of its kind
};
/// "added", "removed", …: the names that the command line prints.
std::string_view packageDifferenceName(PackageDifference difference);

struct PackageChange {
    PackageDifference difference = PackageDifference::Changed;
    PackageType type = PackageType::Deb;
    std::string name;
    std::string arch;
    std::string before; ///< the version; empty if it was added
    std::string after; ///< empty if it was removed

    bool operator==(const PackageChange &) const = default;
};

/// What differs between the packages of two images, sorted by type, name and architecture. Packages are the same if their type,
/// name and architecture are.
///
/// If a package is installed in several versions, such as a kernel, the versions that both images have are left out. The others are
/// paired, the lowest with the lowest, if there are as many on both sides; otherwise they count as added and removed.
std::vector<PackageChange> comparePackages(const PackageList &before, const PackageList &after);

} // namespace stratoscope
