// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/docker_images.h"

namespace stratoscope {

/// Opens an archive with a `manifest.json`. An OCI layout in the same tar, as written by Docker 25 and later, contributes its
/// digests.
Result<std::shared_ptr<const LocalArchive>> openDockerImages(std::shared_ptr<const TarFiles> files,
                                                             SourceKind kind = SourceKind::DockerArchive);

} // namespace stratoscope
