// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "query/tree_filter.h"

namespace stratoscope {

/// The term `key:value` of a filter; nothing if the key is unknown.
FilterResult<std::optional<TreeFilter::EntryTerm>> makeEntryTerm(std::string_view key, std::string_view value,
                                                                 const TreeFilter::OwnerLookup &lookup);

} // namespace stratoscope
