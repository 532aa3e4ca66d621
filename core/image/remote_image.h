// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"
#include "oci/manifest.h"
#include "oci/schema1.h"
#include "registry/client/remote_repository.h"
#include "store/store.h"

namespace stratoscope {

/// An image in a registry, without its layers. Every digest is verified.
struct RemoteImage : ImageDocuments {
    std::vector<Descriptor> layers; ///< bottom first; as many as the config has diff IDs
    /// Set for an image of Docker's schema 1, which has no config: `config` lacks the diff IDs until completeConfig().
    std::optional<Schema1Manifest> schema1;
};

/// Makes the config of an image of schema 1 once the diff IDs of its layers are known.
Result<void> completeConfig(ImageDocuments &image, const Schema1Manifest &schema1, std::span<const DiffId> diffIds);

/// What a document of a registry is: according to itself, else to the media type that was sent with it.
DocumentKind kindOf(const FetchedManifest &document);

/// The manifests that an index leads to, see manifestsOf(). `fetch` reads a nested index; `name` is the repository's, for messages.
Result<std::vector<Descriptor>> remoteManifests(const FetchedManifest &index,
                                                const std::function<Result<FetchedManifest>(const Descriptor &)> &fetch,
                                                const QString &name);

struct RemotePlatform {
    Platform platform;
    Digest digest;
    qint64 size = 0; ///< of the layers, in bytes
};
/// The manifests that an index leads to, without attestations. If the reference is not an index: its only manifest, with the
/// platform from its config, if given there.
Result<std::vector<RemotePlatform>> remotePlatforms(RemoteRepository &repository, const Reference &reference,
                                                    const std::stop_token &stop);

/// Finds the image that a reference means for a platform: by default this machine's, but a sole image is then taken whatever its
/// platform. Documents in the store are not downloaded again.
///
/// Errors: those of the registry; Mismatch; WrongPlatform, listing what is available; Unsupported, with its type, for an artifact
/// that is not an image. Blocking. Throws Cancelled.
Result<RemoteImage> resolveRemote(RemoteRepository &repository, const Reference &reference, const std::optional<Platform> &platform,
                                  const Store &store, const std::stop_token &stop);

} // namespace stratoscope
