// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "export/export_report.h"
#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope {

struct DirectoryOptions {
    bool force = false; ///< see StagedDirectory
    std::vector<std::string> paths; ///< only these, with everything below them and their parent directories; empty: everything
};

/// Writes a tree to a directory: directories, files, links and devices, with owners, modes, times and extended attributes as far as
/// this process is permitted to set them. It appears completely or not at all, see StagedDirectory. Nothing is written outside of
/// it, whatever the image contains.
///
/// Hard links are kept. In a tree of a single layer, whiteouts become empty files `.wh.NAME`, as in the layer, and hard links to
/// files of lower layers are skipped with a warning.
///
/// Symlinks of the image are followed in `paths`, except in the last component. Errors: NotFound for a missing path; otherwise
/// those of reading and writing, naming the destination and the entry. Blocking. Throws Cancelled.
Result<ExportReport> exportDirectory(const ImageFs &fs, const QString &destination, const DirectoryOptions &options,
                                     ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
