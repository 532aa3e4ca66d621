// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"
#include "tree/grouped_tree.h"

#include <memory>

namespace stratoscope {

/// A package of one image or of two. If it is installed in several versions, all of them.
struct PackageGroup {
    PackageType type = PackageType::Deb;
    std::string name;
    std::string arch;
    std::vector<const Package *> before; ///< in the image before; empty if it has none, or if there is no such image
    std::vector<const Package *> after;

    /// Their versions, without repetitions: `5.10, 6.1`.
    static std::string versions(const std::vector<const Package *> &packages);
};

/// Which package each file belongs to, in one image or in two that are compared. Immutable; thread-safe.
///
/// A file that several packages have belongs to the one that installed it: to a package of the distribution rather than to what is
/// inside it, to a program rather than to the modules that it was built from, to a jar rather than to the jars in it.
struct PackageGroups {
    /// The packages of one side.
    struct Side {
        std::shared_ptr<const PackageList> list;
        std::shared_ptr<const MergedTree> tree; ///< that they were read from
    };
    Side before; ///< null pointers: there is no such side
    Side after;
    std::vector<PackageGroup> groups; ///< sorted by type, name and architecture
    std::vector<std::uint32_t> ofBefore; ///< by node of the tree before: its group; groups.size() for those in no package
    std::vector<std::uint32_t> ofAfter;

    static std::shared_ptr<const PackageGroups> make(Side before, Side after);

    /// Names for people that tell the groups apart, by group: `zlib`, or `zlib (deb, amd64)` where others have the same name.
    std::vector<std::string> labels() const;
};

} // namespace stratoscope
