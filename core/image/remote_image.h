// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"
#include "oci/manifest.h"
#include "oci/schema1.h"
#include "registry/client/registry_access.h"
#include "store/store.h"

namespace stratoscope {

/// An image as a registry tells of it: all but its layers. Every digest is verified.
struct RemoteImage {
    QByteArray manifestBytes;
    QByteArray indexBytes; ///< of the index that the reference means; empty where it means a manifest
    std::optional<Digest> indexDigest;
    QString mediaType; ///< of the manifest
    Digest digest; ///< of the manifest
    Digest configDigest;
    QByteArray configBytes;
    ImageConfig config;
    std::vector<Descriptor> layers; ///< bottom first; as many as the config has diff-ids
    /// Where it is Docker's schema 1, which has no config: `config` lacks the diff-ids until completeConfig().
    std::optional<Schema1Manifest> schema1{};
    QStringList warnings;
};

/// Makes the config of a schema 1, once its layers have told their diff-ids.
Result<void> completeConfig(RemoteImage &image, std::span<const DiffId> diffIds);

/// The entries of an index, those of the indexes in it too; without attestations. For a reference that is no index: its one
/// manifest, with the platform of its config where that tells one.
struct RemotePlatform {
    Platform platform;
    Digest digest;
    qint64 size = 0; ///< of the layers, in bytes
};
Result<std::vector<RemotePlatform>> remotePlatforms(RemoteRepository &repository, const Reference &reference,
                                                    const std::stop_token &stop);

/// Finds what a reference means for a platform; this machine's where none is given, but a sole image is then taken whatever it is
/// for. Documents that the store has are not asked for again.
///
/// Errors: those of the registry; Mismatch; WrongPlatform, listing what there is; Unsupported for what is no image, by its type.
/// Blocking. Throws Cancelled.
Result<RemoteImage> resolveRemote(RemoteRepository &repository, const Reference &reference, const std::optional<Platform> &platform,
                                  const Store &store, const std::stop_token &stop);

} // namespace stratoscope
