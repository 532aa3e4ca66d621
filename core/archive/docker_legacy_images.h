// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/docker_images.h"

namespace stratoscope {

/// Opens an archive of Docker before 1.10: `repositories` and a directory for each layer.
Result<std::shared_ptr<const LocalArchive>> openLegacyDockerImages(std::shared_ptr<const TarFiles> files);

} // namespace stratoscope
