// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/selection.h"
#include "image/image.h"

namespace stratoscope {

/// The regular files to be searched, in the order in which their contents are stored: layer by layer, so that each layer is read
/// from front to back. Immutable; thread-safe.
class GrepFiles
{
public:
    /// The files of a tree at `paths` and below them; without paths, all. `layers`: those that the tree was made of, whose digests
    /// are used as far as they are known. Errors: those of Selection::of(). Throws Cancelled, like the next one.
    static Result<GrepFiles> ofTree(ImageFs fs, std::span<const ImageLayer> layers, std::span<const std::string> paths,
                                    const std::stop_token &stop);
    /// A tree, and what of it is searched; without paths, all.
    struct Part {
        ImageFs fs;
        std::vector<std::string> paths;
    };
    /// The same for several trees of one image, one after the other.
    static Result<GrepFiles> ofTrees(std::span<const Part> parts, std::span<const ImageLayer> layers, const std::stop_token &stop);
    /// The files of each of the layers `first` to `last`, also those that a later layer removes or replaces. A layer that the image
    /// lists several times counts once. Links in `paths` are followed as in the whole image. Errors: NotFound for a path that none
    /// of the layers has.
    static Result<GrepFiles> ofLayers(const Image &image, int first, int last, std::span<const std::string> paths,
                                      const std::stop_token &stop);
    static Result<GrepFiles> ofAllLayers(const Image &image, std::span<const std::string> paths, const std::stop_token &stop)
    {
        return ofLayers(image, 0, int(image.layers.size()) - 1, paths, stop);
    }

    /// A content, and where it is stored.
    struct Content {
        std::uint32_t part = 0; ///< a tree, and its layers' contents
        std::uint32_t layer = 0; ///< in the part
        RecordId record = kNoRecord;
        std::uint32_t firstFile = 0; ///< of those that have this content: several for hard links
        std::uint32_t fileCount = 0;
        /// The first one with the same bytes: itself unless a digest says otherwise. Small ones are not compared.
        std::uint32_t sameAs = 0;
    };
    const std::vector<Content> &contents() const { return m_contents; }
    const LayerIndex &index(const Content &content) const { return *m_parts[content.part].tree->layers()[content.layer]; }
    const LayerContents &bytes(const Content &content) const { return m_parts[content.part].contents[content.layer]; }
    std::uint64_t size(const Content &content) const { return index(content).fileSize(content.record); }

    /// A name of a content: an entry of a tree. Only valid as long as these files.
    struct File {
        const ImageFs &fs;
        NodeId node;

        const MergedTree &tree() const { return *fs.tree; }
        std::string path() const { return tree().path(node); }
        int layer() const { return tree().layer(node); }
    };
    /// `number`: below the content's fileCount.
    File file(const Content &content, std::uint32_t number) const
    {
        return {m_parts[content.part], m_files[content.firstFile + number]};
    }
    /// Of all contents, each counted once.
    std::uint64_t totalSize() const { return m_totalSize; }

private:
    void add(ImageFs fs, const Selection &selection);
    void findSame(std::span<const ImageLayer> layers);

    std::vector<ImageFs> m_parts;
    std::vector<Content> m_contents;
    std::vector<NodeId> m_files;
    std::uint64_t m_totalSize = 0;
};

} // namespace stratoscope
