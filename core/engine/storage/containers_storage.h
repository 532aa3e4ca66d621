// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/image_name.h"
#include "archive/local_archive.h"
#include "engine/storage/storage_documents.h"
#include "engine/storage/storage_locations.h"

namespace stratoscope {

/// Finds an image in what Podman, Buildah and CRI-O have on the disk, without any of them: in the store that `name.engine` gives
/// (`DRIVER@DIR`, as skopeo writes it), or in those of storageLocations(). The drivers overlay and vfs are supported.
///
/// Resolving the image puts the tars of its layers together into unnamed files in `spoolDirectory`, and compares them with their
/// diff IDs.
///
/// Errors: NotFound, Ambiguous; Denied for what belongs to other users, Unsupported for other drivers and layers without a
/// tar-split, both pointing to Podman's socket; Malformed, Mismatch, Configuration.
Result<std::shared_ptr<const LocalArchive>> openContainersStorage(const ImageName &name, const QString &spoolDirectory);

} // namespace stratoscope
