// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "image/image.h"

#include <span>

namespace stratoscope::cli {

/// Writes entries of a tree as JSON, with the fields described in docs/command-line.md. One instance writes many entries without
/// allocating for each of them.
class EntryJson
{
public:
    /// `layers`: those of the tree, whose digests are written as far as they are verified; empty: no digests.
    explicit EntryJson(const MergedTree &tree, std::span<const ImageLayer> layers = {});
    /// Appends an object and a newline. `path` is the node's.
    Result<void> appendLine(std::string &text, NodeId node, std::string_view path);
    /// Adds the entry's members to an object that `json` has begun.
    Result<void> writeMembers(JsonWriter &json, NodeId node, std::string_view path);

private:
    const MergedTree &m_tree;
    std::vector<std::optional<FileDigests::Reader>> m_digests; ///< by layer; nothing for one that is not verified
    JsonWriter m_line;
    std::string m_time;
};

/// Adds `warnings`, an array of sentences, if there are any.
void writeWarnings(JsonWriter &json, EntryWarnings warnings);
/// Adds `NAME`, and `NAMEBase64` if the bytes are not UTF-8.
void memberWithBase64(JsonWriter &json, const std::string &name, std::string_view bytes);

} // namespace stratoscope::cli
