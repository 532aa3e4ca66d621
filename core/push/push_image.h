// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "image/open_image.h"
#include "registry/config/registries.h"

#include <stop_token>

namespace stratoscope {

class Store;

/// What to push, and where to.
struct PushRequest {
    QString image{}; ///< as openImage() takes it
    OpenOptions open{};
    bool allPlatforms = true; ///< with the other available ones of the same index, see openPlatforms()
    QString reference{}; ///< as Registries::resolveName() takes it
};

struct PushReport {
    QString reference; ///< canonical, with the tag
    Digest digest; ///< of the manifest or the index
    std::uint64_t bytes = 0; ///< of all blobs and documents
    std::uint64_t reusedBytes = 0; ///< of these, what the registry had
    QStringList warnings; ///< sentences
};

/// Opens an image and pushes it to a registry (OCI distribution specification, "Push"): the blobs that the repository lacks,
/// several at a time, then the manifest or, for several images of one index, their manifests and the index. Manifests and layers
/// keep their digests wherever the original blobs are available; what was stored uncompressed is compressed by gzip, unless its
/// manifest says so. A reference with a digest names what is expected to be pushed.
///
/// Blocking. Errors name the repository: Invalid if the digest is another one; Unauthorized; Denied if the registry is blocked;
/// those of the registry, and of opening and reading the image. Throws Cancelled; the next push continues with what has not
/// arrived, as far as the registry still knows it.
Result<PushReport> pushImage(const PushRequest &request, const Registries &registries, Store &store, ProgressMeter &progress,
                             const std::stop_token &stop);

} // namespace stratoscope
