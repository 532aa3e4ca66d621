// SPDX-License-Identifier: Apache-2.0
#include "grep/grep_files.h"

#include "base/cancel.h"
#include "base/saturating_add.h"
#include "layer/whiteout.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<GrepFiles> GrepFiles::ofTree(ImageFs fs, std::span<const ImageLayer> layers, std::span<const std::string> paths,
                                    const std::stop_token &stop)
{
    const Part part{std::move(fs), {paths.begin(), paths.end()}};
    return ofTrees({&part, 1}, layers, stop);
}

Result<GrepFiles> GrepFiles::ofTrees(std::span<const Part> parts, std::span<const ImageLayer> layers, const std::stop_token &stop)
{
    GrepFiles files;
    for (const Part &part : parts) {
        STRATOSCOPE_TRY(const Selection selection, Selection::of(*part.fs.tree, part.paths, stop));
        files.add(part.fs, selection);
    }
    files.findSame(layers);
    return files;
}

Result<GrepFiles> GrepFiles::ofLayers(const Image &image, int first, int last, std::span<const std::string> paths,
                                      const std::stop_token &stop)
{
    std::vector<std::string> actual;
    for (const std::string &path : paths) {
        const auto node = image.tree->resolve(path, false);
        actual.push_back(node ? image.tree->path(*node) : '/' + cleanPath(path));
    }
    std::vector<bool> isFound(actual.size());
    GrepFiles files;
    std::vector<ImageLayer> layers;
    for (int number = first; number <= last; ++number) {
        const ImageLayer &layer = image.layers[std::size_t(number)];
        if (std::ranges::find(layers, layer.index, &ImageLayer::index) != layers.end())
            continue;
        ImageFs fs = image.fsOfLayer(number, stop);
        std::vector<std::string> ofLayer;
        for (std::size_t i = 0; i < actual.size(); ++i) {
            if (fs.tree->find(actual[i])) {
                ofLayer.push_back(actual[i]);
                isFound[i] = true;
            }
        }
        if (ofLayer.empty() && !paths.empty())
            continue;
        STRATOSCOPE_TRY(const Selection selection, Selection::of(*fs.tree, ofLayer, stop));
        files.add(std::move(fs), selection);
        layers.push_back(layer);
    }
    const auto missing = std::ranges::find(isFound, false);
    if (missing != isFound.end())
        return fail(ErrorKind::NotFound, printable(paths[std::size_t(missing - isFound.begin())]), u"no layer has this path"_s);
    files.findSame(layers);
    return files;
}

void GrepFiles::add(ImageFs fs, const Selection &selection)
{
    const auto part = std::uint32_t(m_parts.size());
    const MergedTree &tree = *fs.tree;
    MergedTree::Origin before;
    for (const Selection::File &file : selection.files()) {
        if (file.origin.record == kNoRecord)
            continue;
        const LayerIndex &index = *tree.layers()[std::size_t(file.origin.layer)];
        const std::uint64_t size = index.fileSize(file.origin.record);
        if (index.kind(file.origin.record) != EntryKind::Regular || size == 0)
            continue;
        if (file.origin != before) {
            m_contents.push_back({.part = part,
                                  .layer = std::uint32_t(file.origin.layer),
                                  .record = file.origin.record,
                                  .firstFile = std::uint32_t(m_files.size()),
                                  .fileCount = 0,
                                  .sameAs = std::uint32_t(m_contents.size())});
            m_totalSize = saturatingAdd(m_totalSize, size);
            before = file.origin;
        }
        ++m_contents.back().fileCount;
        m_files.push_back(file.node);
    }
    m_parts.push_back(std::move(fs));
}

/// Compares the digests of contents of the same size.
void GrepFiles::findSame(std::span<const ImageLayer> layers)
{
    constexpr std::uint64_t kSmall = 32 << 10; // searched as quickly as a digest is read
    struct Candidate {
        std::uint64_t size;
        std::uint32_t content;
        std::optional<Sha256> digest;
    };
    std::vector<Candidate> candidates;
    for (std::uint32_t i = 0; i < m_contents.size(); ++i) {
        if (const std::uint64_t bytes = size(m_contents[i]); bytes >= kSmall)
            candidates.push_back({bytes, i, {}});
    }
    std::ranges::stable_sort(candidates, {}, &Candidate::size);
    std::vector<Candidate> ofSameSize;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const bool isLikePrevious = i > 0 && candidates[i - 1].size == candidates[i].size;
        const bool isLikeNext = i + 1 < candidates.size() && candidates[i + 1].size == candidates[i].size;
        if (isLikePrevious || isLikeNext)
            ofSameSize.push_back(candidates[i]);
    }
    candidates = std::move(ofSameSize);
    // In the order in which they are stored, see FileDigests::Reader.
    std::ranges::sort(candidates, {}, &Candidate::content);
    std::optional<FileDigests::Reader> reader;
    const LayerIndex *readerOf = nullptr;
    for (Candidate &candidate : candidates) {
        const Content &content = m_contents[candidate.content];
        if (readerOf != &index(content)) {
            readerOf = &index(content);
            reader.reset();
            const auto layer
                = std::ranges::find_if(layers, [readerOf](const ImageLayer &each) { return each.index.get() == readerOf; });
            if (auto digests = layer == layers.end() ? nullptr : layer->check->fileDigests())
                reader.emplace(std::move(digests), layer->index);
        }
        if (!reader)
            continue;
        if (const auto digest = reader->digest(content.record))
            candidate.digest = *digest;
    }
    std::erase_if(candidates, [](const Candidate &candidate) { return !candidate.digest; });
    std::ranges::stable_sort(candidates, {}, &Candidate::digest);
    for (std::size_t i = 1; i < candidates.size(); ++i) {
        if (candidates[i].digest == candidates[i - 1].digest && candidates[i].size == candidates[i - 1].size)
            m_contents[candidates[i].content].sameAs = m_contents[candidates[i - 1].content].sameAs;
    }
}

} // namespace stratoscope
