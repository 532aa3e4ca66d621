// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/layers.h"
#include "registry/client/registry_access.h"

namespace stratoscope {

/// What all layers of a pull share.
struct PullContext {
    const RegistryAccess &access;
    const Reference &reference;
    const Store &store;
    ProgressMeter &progress;
};

/// A layer that is in the store now, with its blob.
struct PulledLayer {
    LoadedLayer ready;
    std::uint64_t reusedBytes = 0; ///< of the blob: what was there before
};

/// Brings a layer into the store: what is there of it is not asked for again, and what arrives is decompressed, hashed and indexed
/// at once. Nothing has its name in the store before it is verified; what came of it stays for the next try, unless it was wrong.
/// `blob`: its number for the progress. While another thread or process is at the same blob it waits for that.
///
/// Errors: those of the registry; Mismatch, Malformed and the like for what is not the layer that was promised; of the disk.
/// Blocking. Throws Cancelled.
Result<PulledLayer> pullLayer(const PullContext &context, const Descriptor &descriptor, const std::optional<DiffId> &diffId,
                              int blob, const std::stop_token &stop);

} // namespace stratoscope
