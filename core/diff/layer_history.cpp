// SPDX-License-Identifier: Apache-2.0
#include "diff/layer_history.h"

namespace stratoscope {

namespace {

/// Compares the files of an image by their digests.
class FileComparer
{
public:
    explicit FileComparer(const Image &image)
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

SameContent sameContentIn(const Image &image)
{
    return [comparer = std::make_shared<FileComparer>(image)](const MergedTree::Origin &before, const MergedTree::Origin &after) {
        return comparer->isSame(before, after);
    };
}

} // namespace

Result<std::shared_ptr<const LayerHistory>> LayerHistory::make(std::shared_ptr<const Image> image, const std::stop_token &stop)
{
    std::shared_ptr<LayerHistory> made(new LayerHistory);
    STRATOSCOPE_TRY(made->m_history, TreeHistory::make(image->tree, stop));
    made->m_image = std::move(image);
    return made;
}

LayerTree LayerHistory::through(int layer, const std::stop_token &stop) const
{
    return treeOf(treeThrough(*m_history, layer, sameContentIn(*m_image), stop));
}

LayerTree LayerHistory::changes(int first, int last, const std::stop_token &stop) const
{
    return treeOf(changesOf(*m_history, first, last, sameContentIn(*m_image), stop));
}

std::vector<ChangeCounts> LayerHistory::counts(const std::stop_token &stop) const
{
    return countChanges(*m_history, sameContentIn(*m_image), stop);
}

ImageFs LayerHistory::fsOf(std::shared_ptr<const MergedTree> tree) const
{
    ImageFs fs{std::move(tree), {}};
    for (const ImageLayer &layer : std::span(m_image->layers).first(fs.tree->layers().size()))
        fs.contents.push_back(layer.contents);
    return fs;
}

LayerTree LayerHistory::treeOf(ChangedTree changed) const
{
    return {.fs = fsOf(std::move(changed.part.tree)),
            .changes = std::move(changed.changes),
            .aspects = std::move(changed.aspects),
            .pathSlots = std::move(changed.part.pathSlots)};
}

} // namespace stratoscope
