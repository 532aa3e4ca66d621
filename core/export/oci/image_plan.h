// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "export/oci/blob_content.h"
#include "image/image.h"
#include "oci/descriptor.h"

#include <stop_token>

namespace stratoscope {

class Store;

/// Which layers of an image are exported, and as what.
struct LayerChoice {
    std::optional<Compression> compression{}; ///< None, Gzip or Zstd; nothing: as it is, see below
    std::optional<int> upTo{}; ///< only the layers up to and including this one
    std::optional<std::pair<int, int>> squash{}; ///< the layers, first to last, that become one
    bool flatten = false; ///< all of them become one
    /// Whether blobs of this compression can be kept; others become `otherwise`, as do layers that are made anew.
    bool (*canKeep)(Compression) = [](Compression) { return true; };
    Compression otherwise = Compression::Gzip;
    bool isSilent = false; ///< that blobs cannot be kept needs no warning
};

/// One layer to be written.
struct PlannedLayer {
    BlobContent content;
    Compression compression = Compression::None; ///< of the content
    bool isKept = false; ///< the content is the blob of the source, byte for byte
    std::optional<Descriptor> descriptor; ///< of the source's blob, if it is kept
    std::size_t number = 0; ///< of the layer in the image; of a range, the highest one

    /// What is known of its tar, at the latest when the content has been written.
    struct Tar {
        std::optional<DiffId> diffId;
        QStringList warnings; ///< what the tar cannot hold
        bool isVerified = false; ///< of a blob that is kept without its digest being known: it has the diff ID
    };
    std::shared_ptr<Tar> tar = std::make_shared<Tar>();
};

/// The layers of an image as they will be written, and the history that belongs to them. Blobs are kept as they are wherever that
/// is possible: in the image store or the archive, unless another compression is wanted. A layer that has no blob is made anew from
/// its files. Refers to the image.
class ImagePlan
{
public:
    /// The image, store and progress outlive this. Errors: NotFound for a layer that the image does not have; those of merging.
    /// Throws Cancelled.
    static Result<ImagePlan> make(const Image &image, const LayerChoice &choice, const Store &store, ProgressMeter &progress,
                                  const std::stop_token &stop);

    /// The same; what it reads is verified. Blobs are compared with their digests while they are written.
    static Result<ImagePlan> makeVerified(const Image &image, const LayerChoice &choice, Store &store, ProgressMeter &progress,
                                          const std::stop_token &stop);

    const Image &image() const { return *m_image; }
    const std::vector<PlannedLayer> &layers() const { return m_layers; }
    /// As in a config; empty if it is not known.
    const QJsonArray &history() const { return m_history; }
    /// Whether some are left out or joined.
    bool changesLayers() const { return m_changesLayers; }
    /// Whether files are read from unpacked layers, which are to be verified before.
    bool readsFiles() const { return m_readsFiles; }
    /// Sentences: where the result differs from the image without being asked for. Complete once all layers are written.
    QStringList warnings() const;

private:
    class Builder;
    explicit ImagePlan(const Image &image)
        : m_image(&image)
    {
    }

    const Image *m_image;
    std::vector<PlannedLayer> m_layers;
    QJsonArray m_history;
    bool m_changesLayers = false;
    bool m_readsFiles = false;
    std::vector<std::size_t> m_madeAnew; ///< numbers of layers
    std::size_t m_recompressed = 0; ///< layers, without being asked for
};

} // namespace stratoscope
