// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layer_source.h"
#include "image/remote_image.h"
#include "registry/client/remote_repository.h"

namespace stratoscope {

/// The layers of an image in a registry: opening one downloads it into the store.
///
/// Data that the store has is not downloaded again; what arrives is decompressed, hashed and indexed at once. A layer appears in
/// the store only once it is verified. What arrived of an interrupted download is kept for the next attempt, unless it was wrong.
/// While another thread or process downloads the same blob, opening waits for it.
///
/// Errors: those of the registry; Mismatch, Malformed and the like for a blob that is not the expected layer; those of the disk.
class RegistrySource final : public LayerSource
{
public:
    /// The arguments must outlive the source.
    RegistrySource(const Registries &registries, const Reference &reference, const RemoteImage &image, const Store &store);

    std::uint64_t openSize(std::size_t layer) const override { return std::uint64_t(m_image.layers[layer].size); }
    /// `progress` is in a stage that downloadLayers() has begun.
    Result<OpenedLayer> open(std::size_t layer, ProgressMeter &progress, const std::stop_token &stop) const override;

    /// How many bytes opening all layers needs at least in the store.
    std::uint64_t neededSpace() const;

private:
    const Registries &m_registries;
    const Reference &m_reference;
    const RemoteImage &m_image;
    const Store &m_store;
    std::vector<int> m_blobs; ///< by layer: its number in the progress
};

} // namespace stratoscope
