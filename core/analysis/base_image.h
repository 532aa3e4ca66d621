// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "store/store.h"

#include <span>

namespace stratoscope {

/// The image that another one was built on: its lowest layers.
struct BaseImage {
    /// Where its layers are known from, the surest first.
    enum class Evidence {
        Digest, ///< an annotation names the digest of an image at hand
        Layers, ///< an image at hand consists of the lowest layers
        Command, ///< the history sets a command before the layers that were added later
        Times, ///< the history pauses for a day or more, the longest time there
        None, ///< they are not known, but annotations name the image
    };
    Evidence evidence = Evidence::None;
    QString name; ///< empty if it is not known
    std::optional<Digest> digest;
    int layers = 0; ///< how many of the lowest layers are its own; 0 if that is not known
    bool operator==(const BaseImage &) const = default;
};

/// An image that may be the base of another.
struct BaseCandidate {
    QString name;
    std::vector<Digest> digests; ///< of its manifest, and of the index it was chosen from
    std::vector<DiffId> diffIds; ///< lowest layer first
};

/// Whether an image is built on one of the candidates, of which the longest counts, or what its annotations
/// (`org.opencontainers.image.base.name` and `.digest`; OCI image specification, annotations.md) and its history say. Nothing if
/// they say nothing. An image with exactly the same layers is not a base.
std::optional<BaseImage> findBaseImage(const Image &image, std::span<const BaseCandidate> candidates);

/// The images of a store. Those that cannot be read are left out. Blocks. Throws Cancelled.
std::vector<BaseCandidate> baseCandidates(const Store &store, const std::stop_token &stop);

} // namespace stratoscope
