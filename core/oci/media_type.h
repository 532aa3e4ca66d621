// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

/// Media types of what makes up an image, OCI's and Docker's. They stay strings everywhere: an unknown one survives.
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

/// An index or a manifest list.
bool isIndex(QStringView type);
/// A manifest of schema 2, OCI's or Docker's.
bool isManifest(QStringView type);
/// Docker's schema 1, signed or not.
bool isSchema1(QStringView type);
bool isImageConfig(QStringView type);
/// A layer of any compression, foreign ones included.
bool isLayer(QStringView type);
/// A layer that registries may not hand out: its data is at its URLs, or nowhere.
bool isForeignLayer(QStringView type);

} // namespace stratoscope::media_type
