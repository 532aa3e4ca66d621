// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/base_image.h"
#include "analysis/dive_figures.h"
#include "analysis/duplicate_files.h"
#include "analysis/saving.h"
#include "image/image.h"

#include <span>

namespace stratoscope {

/// A file whose bytes could be saved.
struct WastedFile {
    MergedTree::Origin file; ///< the layer that the bytes are in, and the record
    NodeId pathSlot = kNoNode; ///< of ImageAnalysis::pathSlots; none for a file that its own layer replaces
    std::uint64_t bytes = 0;
    MergedTree::Origin movedTo{}; ///< of WasteCause::Moved: the file that has the content now; otherwise without a record
};

/// Where the bytes of an image are, and which of them serve nothing. Sizes are apparent sizes, and a file with several names (hard
/// links) counts once, see "Sizes and counts" in docs/architecture.md; docs/size.md explains each number.
///
/// A value; immutable once made; thread-safe.
struct ImageAnalysis {
    std::shared_ptr<const Image> image;
    std::shared_ptr<const MergedTree>
        pathSlots; ///< a node for each path that ever existed; the image's tree if nothing was removed

    std::uint64_t size = 0; ///< of the files in the final tree
    std::uint64_t layersSize = 0; ///< of the files in all layers
    /// layersSize without size, which is what making all layers one layer saves.
    struct Hidden {
        std::uint64_t attributesOnly = 0;
        std::uint64_t overwritten = 0;
        std::uint64_t deleted = 0; ///< moved contents included
        std::uint64_t total() const { return attributesOnly + overwritten + deleted; }
        bool operator==(const Hidden &) const = default;
    } hidden;
    /// The hidden bytes in percent of those in all layers but the lowest, which is the base image's or part of it. 0 to infinite.
    double hiddenPercent() const;
    /// Whether the contents of all files are known, which takes verified layers. Otherwise a file counts as overwritten where it
    /// may be the same content again, and duplicates are missing.
    bool knowsContents = false;

    struct Layer {
        std::uint64_t size = 0; ///< of its files
        std::uint64_t hidden = 0; ///< of those that it or later layers hide
        bool isRepeated = false; ///< it is the same as a lower one
    };
    std::vector<Layer> layers; ///< lowest first

    std::vector<Saving> savings; ///< most bytes first; no file is part of two of them
    std::vector<WastedFile> files; ///< of all savings, one after another; largest first within each
    std::vector<DuplicateFiles> duplicates; ///< nodes of the image's tree; most bytes first
    std::uint64_t duplicateBytes = 0; ///< without one copy of each

    std::optional<BaseImage> base;
    DiveFigures dive;

    std::span<const WastedFile> filesOf(const Saving &saving) const
    {
        return std::span(files).subspan(saving.firstFile, saving.fileCount);
    }
    /// With a leading slash.
    std::string path(const WastedFile &file) const;
    /// The path at which a layer has a moved file.
    std::string newPath(const WastedFile &file) const;
    const ImageLayer &layer(int number) const { return image->layers[std::size_t(number)]; }

    /// The size of all blobs, each distinct one once. Nothing if they are not all there in compressed form.
    std::optional<std::uint64_t> compressedSize() const;
    /// About how many bytes of a layer's blob are those of its files: in proportion to the layer's uncompressed size. 0 for a layer
    /// that a lower one is the same as. Nothing if the blob is not compressed.
    std::optional<std::uint64_t> compressedBytes(int layer, std::uint64_t bytes) const;

    /// What would be left.
    struct Rest {
        std::uint64_t layersSize = 0;
        std::optional<std::uint64_t> compressedSize; ///< an estimate
    };
    /// The size of the layers without what some of the savings save, given by their numbers. Each is subtracted once.
    Rest without(std::span<const std::size_t> ticked) const;
};

/// Analyzes an image. `candidates`: images that it may be built on.
///
/// Blocks, for about 90 ms for 100,000 entries (docs/benchmarks.md). Their digests should be known; see verifyImage(). Errors:
/// those of MergedTree::merge(), naming the image, and of reading digests. Throws Cancelled.
Result<ImageAnalysis> analyzeImage(std::shared_ptr<const Image> image, std::span<const BaseCandidate> candidates,
                                   const std::stop_token &stop);

} // namespace stratoscope
