// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/tree_history.h"

#include <map>
#include <span>

namespace stratoscope {

/// Where a file that a layer carries is seen in the image.
struct FilePlace {
    std::string path; ///< with a leading slash
    std::optional<int> deletedIn; ///< the layer since which no path leads to the file; nothing if one still does
    bool isReplaced = false; ///< whether that layer has something else at the path
    bool operator==(const FilePlace &) const = default;
};

/// The places of these files, by layer and record. Of several names (hard links), the one that lasted longest counts. A file whose
/// layer itself has another one at its path later is replaced in that layer. Looks at each path of the image once. Throws
/// Cancelled.
std::map<std::pair<int, RecordId>, FilePlace> placesOf(std::span<const std::pair<int, RecordId>> files, const TreeHistory &history,
                                                       const std::stop_token &stop);

} // namespace stratoscope
