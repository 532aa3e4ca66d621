// SPDX-License-Identifier: Apache-2.0
#include "app/cli/tree_digests.h"

namespace stratoscope::cli {

TreeDigests::TreeDigests(const MergedTree &tree, std::span<const ImageLayer> layers)
    : m_tree(tree)
{
    for (const ImageLayer &layer : layers) {
        Layer &added = m_layers.emplace_back();
        if (auto digests = layer.check->fileDigests())
            added.reader.emplace(std::move(digests), layer.index);
    }
}

Result<std::optional<Sha256>> TreeDigests::digest(NodeId node)
{
    const MergedTree::Origin origin = m_tree.origin(node);
    auto &reader = m_layers[std::size_t(origin.layer)].reader;
    if (!reader)
        return std::nullopt;
    return reader->digest(origin.record);
}

} // namespace stratoscope::cli
