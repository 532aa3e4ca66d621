// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"

namespace stratoscope::ui {

/// How much is to be exported.
struct ExportAmount {
    std::uint64_t contents = 0; ///< bytes of files
    std::uint64_t entries = 0;
    std::uint64_t layers = 0; ///< bytes of the layers' blobs, as they are
    double compressed = 1; ///< what compressing leaves of the contents, as a share of them
    bool isAtMost = false; ///< what upper layers hide in lower ones is counted as well
};

/// Of what the options select. Without reading anything, so it takes no time.
ExportAmount exportAmount(const Image &image, const ExportOptions &options);

/// About how many bytes an export takes on the disk; `isCompressed`: of a format whose file can be compressed. 0 for an unknown
/// format.
std::uint64_t estimatedExportSize(const ExportAmount &amount, ExportFormat format, bool isCompressed);

} // namespace stratoscope::ui
