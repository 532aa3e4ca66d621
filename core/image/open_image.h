// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "image/image.h"

#include <functional>
#include <stop_token>

namespace stratoscope {

class Store;
struct RegistryAccess;

struct OpenOptions {
    std::optional<Platform> platform; ///< to choose from an index; this machine's where it is not given
    QString expectArchitecture; ///< refuse an image of another one; empty: any
    /// Asked once where the store does not have the image: it is pulled then. Empty: that is NotFound.
    std::function<Result<RegistryAccess>()> registries{};
};

/// WrongPlatform, naming both, unless `expected` is empty or the platform's architecture, however it is written.
Result<void> requireArchitecture(const Platform &platform, const QString &expected, const QString &location);

/// Opens an image named in a form of the command line's contract (a path, `docker-archive:PATH[:NAME[:TAG]]`, `oci:DIR[:TAG]`,
/// `oci-archive:PATH[:TAG]`, `prebaked:DIR`, a reference: in the store, else in its registry).
///
/// Compressed layers are decompressed, verified and indexed into the store, each once. Uncompressed ones are opened in place: their
/// check is Pending until verifyImage(). Blocking; layers are worked on in parallel. Throws Cancelled.
Result<std::shared_ptr<const Image>> openImage(const QString &name, const OpenOptions &options, Store &store,
                                               ProgressMeter &progress, std::stop_token stop);

/// Holds every layer that is still Pending against its digests, in parallel, and hashes its files. The first that fails is the
/// error; the others' states are set all the same. Blocking. Throws Cancelled; layers that were not done are Pending again.
Result<void> verifyImage(const Image &image, Store &store, ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
