// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

/// The media types of OCI and Docker images. Media types are strings everywhere, so that unknown ones are kept.
namespace stratoscope::media_type {

using Name = QLatin1StringView;

inline constexpr Name kOciManifest{"application/vnd.oci.image.manifest.v1+json"};
inline constexpr Name kOciIndex{"application/vnd.oci.image.index.v1+json"};
inline constexpr Name kOciConfig{"application/vnd.oci.image.config.v1+json"};
inline constexpr Name kOciLayer{"application/vnd.oci.image.layer.v1.tar"};
inline constexpr Name kOciLayerGzip{"application/vnd.oci.image.layer.v1.tar+gzip"};
inline constexpr Name kOciLayerZstd{"application/vnd.oci.image.layer.v1.tar+zstd"};
inline constexpr Name kOciForeignLayer{"application/vnd.oci.image.layer.nondistributable.v1.tar"};
inline constexpr Name kOciForeignLayerGzip{"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"};
inline constexpr Name kOciForeignLayerZstd{"application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"};
inline constexpr Name kOciEmpty{"application/vnd.oci.empty.v1+json"};

inline constexpr Name kDockerManifest{"application/vnd.docker.distribution.manifest.v2+json"};
inline constexpr Name kDockerManifestList{"application/vnd.docker.distribution.manifest.list.v2+json"};
inline constexpr Name kDockerSchema1{"application/vnd.docker.distribution.manifest.v1+json"};
inline constexpr Name kDockerSchema1Signed{"application/vnd.docker.distribution.manifest.v1+prettyjws"};
inline constexpr Name kDockerConfig{"application/vnd.docker.container.image.v1+json"};
inline constexpr Name kDockerLayer{"application/vnd.docker.image.rootfs.diff.tar"};
inline constexpr Name kDockerLayerGzip{"application/vnd.docker.image.rootfs.diff.tar.gzip"};
inline constexpr Name kDockerLayerZstd{"application/vnd.docker.image.rootfs.diff.tar.zstd"};
inline constexpr Name kDockerForeignLayer{"application/vnd.docker.image.rootfs.foreign.diff.tar"};
inline constexpr Name kDockerForeignLayerGzip{"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"};

inline constexpr Name kInToto{"application/vnd.in-toto+json"};

/// An image index or a manifest list.
bool isIndex(QStringView type);
/// An OCI manifest, or a Docker manifest of schema 2.
bool isManifest(QStringView type);
/// A Docker manifest of schema 1, signed or not.
bool isSchema1(QStringView type);
bool isImageConfig(QStringView type);
/// A layer with any compression, including foreign and encrypted layers.
bool isLayer(QStringView type);
/// A layer that only the owner of a key can read (ocicrypt).
bool isEncryptedLayer(QStringView type);
/// A non-distributable layer, which registries do not have; its data may be at its URLs.
bool isForeignLayer(QStringView type);

} // namespace stratoscope::media_type
