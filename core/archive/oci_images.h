// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/oci_layout.h"

namespace stratoscope {

/// Opens the images of a layout, a directory or a tar.
Result<std::shared_ptr<const LocalArchive>> openOciImages(SourceKind kind, std::shared_ptr<const ArchiveFiles> files);

/// Opens an image that is given by its manifest or index.
std::shared_ptr<const LocalArchive> openOciImage(SourceKind kind, std::shared_ptr<const ArchiveFiles> files, Descriptor image);

/// Opens what skopeo's `dir:` writes (containers/image, directory transport): `manifest.json`, further manifests if that is an
/// index, and a file for each blob.
Result<std::shared_ptr<const LocalArchive>> openSkopeoDirectory(const QString &path);

} // namespace stratoscope
