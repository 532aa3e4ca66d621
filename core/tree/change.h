// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/entry.h"

#include <functional>

namespace stratoscope {

/// What happened to an entry from one tree to another. Moved and Copied are told apart from Added by comparisons only, see
/// TreeComparison.
enum class Change : std::uint8_t { None, Added, Removed, Modified, Moved, Copied };

/// The properties in which two entries can differ.
enum class Aspect : std::uint8_t {
    Content = 1,
    Type = 2, ///< the kind of entry
    Mode = 4,
    Owner = 8,
    Time = 16, ///< of the last modification
    Link = 32, ///< the target of a symlink
    Xattrs = 64,
    Device = 128, ///< the device number
};
/// Any of them, or-ed together.
using Aspects = std::uint8_t;
constexpr bool has(Aspects aspects, Aspect aspect)
{
    return (aspects & Aspects(aspect)) != 0;
}

/// The numbers of entries that were added, removed and modified, and the apparent size of their files. Hard links count once; a
/// file that had, or keeps, a name elsewhere is neither added nor removed. A tree has as many entries as the one before, plus
/// `added`, minus `removed`.
struct ChangeCounts {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::uint64_t modified = 0;
    std::uint64_t moved = 0;
    std::uint64_t bytesAdded = 0; ///< of added and modified files, after the change
    std::uint64_t bytesRemoved = 0; ///< of removed and modified files, before the change
    bool operator==(const ChangeCounts &) const = default;
};

/// How two entries differ, of which either both are directories or neither is. `sameContent` is called for regular files of the
/// same size.
Aspects compareEntries(const Entry &before, const Entry &after, const std::function<bool()> &sameContent);
/// Whether such a difference makes the entry Modified. A directory of which only the time differs is not, since the time changes
/// with every entry created in it.
constexpr bool isModified(Aspects aspects, bool isDirectory)
{
    return aspects != 0 && !(isDirectory && aspects == Aspects(Aspect::Time));
}

} // namespace stratoscope
