// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

namespace stratoscope::cli {

bool isDevice(EntryKind kind);
/// `major:minor`.
std::string deviceText(const Entry &entry);
/// The target of a symbolic link, or the path of the file that a hard link is another name for. Nothing for other entries.
std::optional<std::string> linkTarget(const MergedTree &tree, NodeId node);

/// Writes entries as lines of text, in the format of `ls -l`.
class EntryText
{
public:
    /// `escape`: makes names printable on a terminal; otherwise they are the image's own bytes.
    explicit EntryText(bool escape);
    /// Makes the columns wide enough for an entry. To be called with all entries before the first line is written.
    void measure(const Entry &entry);
    /// Appends a line. `path` is the node's.
    void append(std::string &text, const MergedTree &tree, NodeId node, std::string_view path) const;
    void appendName(std::string &text, std::string_view name) const;

private:
    const bool m_escape;
    std::size_t m_ownerWidth = 0;
    std::size_t m_sizeWidth = 0;
};

} // namespace stratoscope::cli
