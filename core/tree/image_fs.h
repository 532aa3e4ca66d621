// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layer/layer_contents.h"
#include "tree/merged_tree.h"

#include <QByteArray>

namespace stratoscope {

/// A merged tree together with the bytes of its files. A value; thread-safe.
struct ImageFs {
    std::shared_ptr<const MergedTree> tree;
    std::vector<LayerContents> contents; ///< of each of the tree's layers; an own tree of one layer has that one only

    /// Bytes of a regular file from `position` on, fewer than asked for only at its end.
    Result<std::size_t> read(NodeId node, std::uint64_t position, std::span<std::byte> into) const;
    /// All of a file. TooLarge above `limit` bytes.
    Result<QByteArray> readAll(NodeId node, std::uint64_t limit) const;
};

} // namespace stratoscope
