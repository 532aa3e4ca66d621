// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "store/store_cleaner.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// What reading all of an image found.
struct ImageVerification {
    enum class Part {
        Document, ///< the manifest or the config
        Blob, ///< a layer as it was received
        Files, ///< the files unpacked from a layer
    };
    struct Damage {
        Part part = Part::Document;
        Digest digest; ///< of the document or the layer; null if the source does not give it
        Error error; ///< its subject names the image and the layer
    };
    struct Layer {
        Verification state = Verification::Verified; ///< or Failed
        std::optional<Error> error; ///< the first one, if it failed
    };

    std::optional<SourceKind> kind; ///< nothing if it is not an image
    std::optional<Digest> digest; ///< of the manifest, if there is one
    std::vector<Layer> layers; ///< bottom first; empty if the image could not be opened
    std::vector<Damage> damages; ///< documents first, then by layer
    std::optional<Error> error; ///< the first error; nothing if the image is complete and valid
    std::uint64_t bytes = 0; ///< read

    bool isValid() const { return !error; }
    /// Whether data has to be pulled or imported again. Otherwise repairImage() can restore everything from the store.
    bool needsSource() const;
};

/// Verifies an image by name: reads all of it, whether it was verified before or not, compares it with its digests, and checks that
/// its layers can be merged. Nothing is changed or kept. A reference is looked up in the store only.
///
/// Whatever goes wrong is the result's error, including that there is no such image. Blocking; layers are read in parallel. Throws
/// Cancelled.
ImageVerification verifyImage(const QString &name, const OpenOptions &options, Store &store, ProgressMeter &progress,
                              std::stop_token stop);

/// Verifies an image of the store: its manifest, its config, the layers' blobs, and the unpacked files, which are compared with the
/// blobs. Errors: those that keep it from being read, such as Denied or NoSpace; damage is not an error.
Result<ImageVerification> verifyImage(const StoredImage &image, const Store &store, ProgressMeter &progress, std::stop_token stop);

/// Verifies the layers of an opened image that are Pending, and hashes their files. Layers that another thread is verifying are
/// left to it. Every layer is verified even if one fails; the first failure is the error. Blocking; layers are read in parallel.
/// Throws Cancelled; layers that were not finished are Pending again.
Result<void> verifyImage(const Image &image, const Store &store, ProgressMeter &progress, std::stop_token stop);

/// Removes what is damaged from the store, and unpacks layers again whose blobs are intact. After that the image is intact, unless
/// `found` needs its source: then pulling it again completes it. Waits while something is being added to the store, so the caller
/// must not hold a lease. Unsupported for an image that is not in the store. Blocking. Throws Cancelled.
Result<void> repairImage(const ImageVerification &found, const Store &store, LeaseWait wait, ProgressMeter &progress,
                         std::stop_token stop);

} // namespace stratoscope
