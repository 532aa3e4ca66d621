// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_contents.h"
#include "tree/merged_tree.h"

#include <QByteArray>

namespace stratoscope {

/// A merged tree with the contents of its files. A value; thread-safe.
struct ImageFs {
    std::shared_ptr<const MergedTree> tree;
    std::vector<LayerContents> contents; ///< by layer of the tree

    /// Reads bytes of a regular file from `position`; fewer than requested only at its end.
    Result<std::size_t> read(NodeId node, std::uint64_t position, std::span<std::byte> into) const;
    /// The bytes of a regular file in its layer; nothing for a sparse file, and for what has no content.
    std::optional<FileRegion> region(NodeId node) const;
    /// The complete content of a file. TooLarge above `limit` bytes.
    Result<QByteArray> readAll(NodeId node, std::uint64_t limit) const;
};

} // namespace stratoscope
