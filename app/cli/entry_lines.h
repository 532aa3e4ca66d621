// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "image/image.h"

#include <span>

/// How entries of a tree are printed. One is made at once for all of them, and their paths grow with the walk: nothing is
/// allocated anew for an entry.
namespace stratoscope::cli {

/// The SHA-256 of the files of a tree, read layer by layer. For one thread.
class TreeDigests
{
public:
    /// `layers` are those of the tree.
    TreeDigests(const MergedTree &tree, std::span<const ImageLayer> layers);
    /// Of a regular file; nothing where its layer has none.
    Result<std::optional<Sha256>> digest(NodeId node);

private:
    struct Layer {
        std::optional<FileDigests::Reader> reader;
    };
    const MergedTree &m_tree;
    std::vector<Layer> m_layers;
};

/// One JSON object an entry.
class EntryJson
{
public:
    /// `digests` may be null: then there are none.
    EntryJson(const MergedTree &tree, TreeDigests *digests);
    /// Appends a line. `path` is the node's.
    Result<void> append(std::string &text, NodeId node, std::string_view path);

private:
    const MergedTree &m_tree;
    TreeDigests *const m_digests;
    JsonWriter m_json;
    std::string m_text;
};

/// One line an entry, as `ls -l` has it.
class EntryText
{
public:
    /// `escape`: names are made fit for a terminal; otherwise they are the image's own bytes.
    EntryText(const MergedTree &tree, bool escape);
    /// To be called with every entry before the first is printed: the columns are as wide as the widest.
    void measure(NodeId node);
    Result<void> append(std::string &text, NodeId node, std::string_view path);

private:
    void appendName(std::string &text, std::string_view name) const;

    const MergedTree &m_tree;
    const bool m_escape;
    std::size_t m_ownerWidth = 0;
    std::size_t m_sizeWidth = 0;
};

} // namespace stratoscope::cli
