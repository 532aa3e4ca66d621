// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/finding.h"
#include "tree/merged_tree.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// The programs of a tree that run with rights of their own (set-user-ID, set-group-ID, capabilities), and what everybody may
/// write: files, and directories without the sticky bit. What lies below such a directory is part of its finding. Throws Cancelled.
std::vector<Finding> permissionFindings(const MergedTree &tree, const std::stop_token &stop);

} // namespace stratoscope
