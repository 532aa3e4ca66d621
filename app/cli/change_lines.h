// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/entry_json.h"
#include "app/cli/entry_text.h"
#include "tree/change.h"

namespace stratoscope::cli {

/// Appends a line such as `~ /etc/passwd (content, mode)`. The parentheses are omitted if there are no details.
void appendChangeText(std::string &text, const EntryText &names, Change change, std::string_view path, std::string_view details);

/// "added", "removed", …: the names in JSON.
std::string_view changeName(Change change);

/// A change in JSON, with the fields described in docs/command-line.md.
struct ChangeJson {
    /// An entry of a tree.
    struct Side {
        EntryJson *entries = nullptr; ///< null: the path did not exist before, or does not afterwards
        NodeId node = kNoNode;
        std::string path{};
    };
    std::optional<int> layer;
    Change change = Change::None;
    Aspects what = 0;
    Side before;
    Side after;

    /// Appends an object and a newline. Errors: those of reading digests.
    Result<void> appendLine(std::string &text) const;
};

} // namespace stratoscope::cli
