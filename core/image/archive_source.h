// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/local_archive.h"
#include "image/layer_source.h"
#include "store/store.h"

namespace stratoscope {

/// The layers of an image in a docker-archive or an OCI layout.
class ArchiveSource final : public LocalSource
{
public:
    /// What opening a layer does with its blob.
    enum class Blobs {
        InPlace, ///< uncompressed layers are read from the archive, others are unpacked into the store
        Copied, ///< every layer is unpacked into the store, and its blob is copied there
    };
    ArchiveSource(const LocalArchive &archive, ResolvedImage image, Blobs blobs, const Store &store);

    std::uint64_t openSize(std::size_t layer) const override;
    Result<OpenedLayer> open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;
    std::uint64_t verifySize(std::size_t layer) const override { return m_layers[layer].blob.size; }
    Finding verify(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;

private:
    std::vector<ResolvedLayer> m_layers;
    Blobs m_blobs;
    const Store &m_store;
};

} // namespace stratoscope
