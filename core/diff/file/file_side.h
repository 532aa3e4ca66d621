// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

namespace stratoscope {

/// An entry on one side of a comparison. It is missing if it exists on the other side only. A value; thread-safe.
struct FileSide {
    ImageFs fs;
    NodeId node = kNoNode; ///< in `fs`; kNoNode if there is no such entry

    bool exists() const { return node != kNoNode; }
    bool isFile() const { return exists() && fs.tree->kind(node) == EntryKind::Regular; }
    /// Bytes of content; 0 for what is not a regular file.
    std::uint64_t size() const { return isFile() ? fs.tree->entry(node).size : 0; }
};

/// Whether two regular files have the same bytes. Reads until they differ; not at all if they are the same file. Blocks. Errors:
/// those of reading. Throws Cancelled.
Result<bool> sameBytes(const FileSide &before, const FileSide &after, const std::stop_token &stop);

} // namespace stratoscope
