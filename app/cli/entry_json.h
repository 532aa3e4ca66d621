// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/tree_digests.h"
#include "base/json_writer.h"

namespace stratoscope::cli {

/// Writes entries of a tree as JSON, with the fields described in docs/command-line.md. One instance writes many entries without
/// allocating for each of them.
class EntryJson
{
public:
    /// `digests` may be null.
    EntryJson(const MergedTree &tree, TreeDigests *digests);
    /// Appends an object and a newline. `path` is the node's.
    Result<void> appendLine(std::string &text, NodeId node, std::string_view path);
    /// Adds the entry's members to an object that `json` has begun.
    Result<void> writeMembers(JsonWriter &json, NodeId node, std::string_view path);

private:
    const MergedTree &m_tree;
    TreeDigests *const m_digests;
    JsonWriter m_line;
    std::string m_time;
};

/// Adds `NAME`, and `NAMEBase64` if the bytes are not UTF-8.
void memberWithBase64(JsonWriter &json, const std::string &name, std::string_view bytes);

} // namespace stratoscope::cli
