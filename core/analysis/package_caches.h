// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QLatin1StringView>

#include <span>
#include <vector>

namespace stratoscope {

/// What a package manager downloads or computes and does not need once it is done.
enum class CacheKind : std::uint8_t {
    None,
    AptLists,
    AptArchives,
    Apk,
    Dnf,
    Yum,
    Zypper,
    Pacman,
    Pip,
    Uv,
    Npm,
    Yarn,
    GoBuild,
    GoModules,
    Cargo,
    Composer,
    RubyGems,
    Conda,
};

struct CacheTraits {
    CacheKind kind;
    QLatin1StringView name; ///< in JSON
    QLatin1StringView title; ///< in a sentence: "package lists of apt"
    QLatin1StringView mountTarget; ///< where BuildKit would mount a cache
    QLatin1StringView cleanCommand; ///< what empties it, or keeps it empty
};
/// All texts are empty for None.
const CacheTraits &traitsOf(CacheKind kind);

/// The cache that each node of a tree is in, by its path: the usual places, also in the home directories. Empty if there are none.
/// Symbolic links are not followed.
std::vector<CacheKind> findPackageCaches(const MergedTree &tree);

} // namespace stratoscope
