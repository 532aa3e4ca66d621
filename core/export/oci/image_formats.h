// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/oci/export_files.h"
#include "export/oci/image_plan.h"

#include <span>

/// Formats of images that consist of layers and documents. Each function writes all files of its format, and returns warnings.
/// Errors as ExportFiles.
namespace stratoscope {

/// An image layout (OCI image-spec, image-layout.md) with an image for one platform or several. Of several, the images came from
/// one index, which is kept if it lists nothing else.
Result<QStringList> writeOciLayout(std::span<const ImagePlan> images, ExportFiles &into);

/// What `docker save` writes and `docker load` reads: `manifest.json`, `<hex>.json`, and the layers as `<hex>.tar` or
/// `<hex>.tar.gz`.
Result<QStringList> writeDockerArchive(std::span<const ImagePlan> images, ExportFiles &into);
/// Whether Docker and Podman read layers of this compression from such an archive.
bool isDockerArchiveCompression(Compression compression);

/// What skopeo's `dir:` reads (containers/image, directory transport): `manifest.json`, `version`, and the blobs by their digests.
Result<QStringList> writeSkopeoDirectory(std::span<const ImagePlan> images, ExportFiles &into);

/// The layers' tars as `NUMBER-<hex>.tar`, `.tar.gz` and so on, in an order in which they can be applied, with `manifest.json` and
/// `config.json`.
Result<QStringList> writeLayers(std::span<const ImagePlan> images, ExportFiles &into);

} // namespace stratoscope
