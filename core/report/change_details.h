// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/tree_comparison.h"

namespace stratoscope {

/// What there is to say about a difference besides its path, in English: "1.2 MiB", "content, +6 bytes, mode 0755 → 4755", "moved
/// from /old", "only the time differs". Empty if there is nothing. Names from the images are in it as raw bytes.
std::string changeDetails(const TreeComparison &comparison, const TreeDiff &diff, NodeId node);
/// The same part by part.
std::vector<std::string> changeDetailList(const TreeComparison &comparison, const TreeDiff &diff, NodeId node);

/// `+1.2 MiB`, `-6 bytes`; `±0 bytes` if both are the same.
QString sizeDifference(std::uint64_t before, std::uint64_t after);
/// The same of a number of bytes that may be negative.
QString sizeDifference(std::int64_t bytes);

/// How many bytes of contents a difference adds, or removes if negative. 0 for moved and copied files.
std::int64_t bytesGained(const TreeComparison &comparison, const TreeDiff &diff, NodeId node);

} // namespace stratoscope
