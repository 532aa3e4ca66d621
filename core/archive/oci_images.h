// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/oci_layout.h"

namespace stratoscope {

/// Opens the images of a layout, a directory or a tar.
Result<std::shared_ptr<const LocalArchive>> openOciImages(SourceKind kind, std::shared_ptr<const ArchiveFiles> files);

} // namespace stratoscope
