// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/json_tree.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace stratoscope {

/// A value that one document has and the other does not, or that differs.
struct JsonChange {
    static constexpr JsonTree::Node kNone = 0xFFFFFFFF;
    JsonTree::Node before = kNone; ///< kNone: added
    JsonTree::Node after = kNone; ///< kNone: removed
    bool operator==(const JsonChange &) const = default;
};

/// How two JSON documents differ, member by member. A value; thread-safe.
struct JsonDiff {
    std::shared_ptr<const JsonTree> before;
    std::shared_ptr<const JsonTree> after;
    std::vector<JsonChange> changes; ///< in the order of the document after, removed ones before what follows them
    bool isComplete = true; ///< false if there are more than kMaxChanges

    static constexpr std::size_t kMaxChanges = 100'000;

    /// Where the value of a change is, as JsonTree::path() has it; in the document before, if it was removed.
    QString path(const JsonChange &change) const;
};

/// Members of objects are compared by their keys, whatever their order. Elements of arrays are compared with those at the same
/// place between elements that are the same; which ones are is found out in arrays of up to some hundred elements, otherwise only
/// at the beginning and at the end. Numbers are compared as written. Blocks. Throws Cancelled.
JsonDiff diffJson(std::shared_ptr<const JsonTree> before, std::shared_ptr<const JsonTree> after, const std::stop_token &stop);

} // namespace stratoscope
