// SPDX-License-Identifier: Apache-2.0
#include "session/layer_changes.h"

#include "tree/tree_builder.h"

namespace stratoscope {

namespace {

/// Compares files of one image by their digests.
class Contents
{
public:
    explicit Contents(const Image &image)
    {
        for (const ImageLayer &layer : image.layers) {
            const auto digests = layer.check->fileDigests();
            m_readers.push_back(digests ? std::make_optional<FileDigests::Reader>(digests, layer.index) : std::nullopt);
            m_indexes.push_back(layer.index);
        }
    }

    bool isSame(const MergedTree::Origin &before, const MergedTree::Origin &after)
    {
        auto &left = m_readers[std::size_t(before.layer)];
        auto &right = m_readers[std::size_t(after.layer)];
        if (left && right) {
            const auto leftDigest = left->digest(before.record);
            const auto rightDigest = right->digest(after.record);
            if (leftDigest && rightDigest)
                return *leftDigest == *rightDigest;
        }
        return entry(before).mtime == entry(after).mtime;
    }

private:
    Entry entry(const MergedTree::Origin &origin) const { return m_indexes[std::size_t(origin.layer)]->entry(origin.record); }

    std::vector<std::optional<FileDigests::Reader>> m_readers;
    std::vector<std::shared_ptr<const LayerIndex>> m_indexes;
};

/// The trees of an image, one layer laid on after the other.
class Steps
{
public:
    explicit Steps(const Image &image)
        : m_image(image)
    {
    }

    Result<std::shared_ptr<const MergedTree>> upTo(int last)
    {
        if (last + 1 == int(m_image.layers.size()))
            return m_image.tree;
        while (int(m_applied.size()) <= last) {
            const auto &index = m_image.layers[m_applied.size()].index;
            STRATOSCOPE_CHECK(m_builder.apply(*index));
            m_applied.push_back(index);
        }
        return m_builder.tree(m_applied, 0);
    }

private:
    const Image &m_image;
    TreeBuilder m_builder;
    MergedTree::Layers m_applied;
};

DiffOptions comparing(Contents &contents)
{
    return {.sameContent = [&contents](const MergedTree::Origin &before, const MergedTree::Origin &after) {
        return contents.isSame(before, after);
    }};
}

} // namespace

Result<LayerChanges> layerChanges(const Image &image, int first, int last, const std::stop_token &stop)
{
    Steps steps(image);
    STRATOSCOPE_TRY(const auto before, steps.upTo(first - 1));
    STRATOSCOPE_TRY(const auto after, steps.upTo(last));
    Contents contents(image);
    DiffOptions options = comparing(contents);
    options.keepFromLayer = first;
    STRATOSCOPE_TRY(TreeDiff diff, diffTrees(before, after, options, stop));
    LayerChanges changes{std::make_shared<const TreeDiff>(std::move(diff)), {}, {after, {}}};
    for (const ImageLayer &layer : std::span(image.layers).first(std::size_t(last) + 1))
        changes.after.contents.push_back(layer.contents);
    changes.fs = {changes.diff->tree, changes.after.contents};
    return changes;
}

Result<void> countLayerChanges(const Image &image, const std::function<void(int, const ChangeCounts &)> &tell,
                               const std::stop_token &stop)
{
    Steps steps(image);
    Contents contents(image);
    const DiffOptions options = comparing(contents);
    STRATOSCOPE_TRY(auto before, steps.upTo(-1));
    for (int layer = 0; layer < int(image.layers.size()); ++layer) {
        STRATOSCOPE_TRY(auto after, steps.upTo(layer));
        STRATOSCOPE_TRY(const TreeDiff diff, diffTrees(before, after, options, stop));
        tell(layer, diff.counts);
        before = std::move(after);
    }
    return {};
}

} // namespace stratoscope
