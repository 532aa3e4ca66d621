// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

#include <span>

namespace stratoscope::cli {

/// The SHA-256 digests of the files in a tree, read layer by layer. Not thread-safe.
class TreeDigests
{
public:
    /// `layers` are those of the tree.
    TreeDigests(const MergedTree &tree, std::span<const ImageLayer> layers);
    /// The digest of a regular file; nothing if its layer is not verified.
    Result<std::optional<Sha256>> digest(NodeId node);

private:
    struct Layer {
        std::optional<FileDigests::Reader> reader;
    };
    const MergedTree &m_tree;
    std::vector<Layer> m_layers;
};

} // namespace stratoscope::cli
