// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/change.h"
#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope {

/// An entry that differs in two archives.
struct ArchiveChange {
    Change change = Change::None; ///< Added, Removed or Modified
    NodeId before = kNoNode; ///< kNoNode: added
    NodeId after = kNoNode; ///< kNoNode: removed
    Aspects aspects = 0; ///< of a modified entry
    bool operator==(const ArchiveChange &) const = default;
};

/// How the contents of two archives differ. A value; thread-safe.
struct ArchiveDiff {
    ImageFs before; ///< has no tree if the archive is missing on this side
    ImageFs after;
    std::vector<ArchiveChange> changes; ///< depth first, sorted by name in each directory

    /// The path of a changed entry, with a leading slash.
    std::string path(const ArchiveChange &change) const
    {
        return change.after != kNoNode ? after.tree->path(change.after) : before.tree->path(change.before);
    }
};

/// Compares archives that openArchiveFs() has opened, reading files of the same size. An entry that became a directory, or was one,
/// is listed as removed and as added. Either file system may be without a tree. Blocks. Errors: those of reading. Throws Cancelled.
Result<ArchiveDiff> diffArchives(ImageFs before, ImageFs after, const std::stop_token &stop);

} // namespace stratoscope
