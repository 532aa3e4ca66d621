// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "tree/image_fs.h"

#include <QStringList>

#include <stop_token>

namespace stratoscope {

struct DirectoryOptions {
    bool force = false; ///< as in StagedFolder
    std::vector<std::string> paths; ///< only these, what is below them, and the folders they are in; empty: all
};

struct DirectoryReport {
    std::uint64_t bytes = 0; ///< of contents, each file once, whatever its number of names
    std::uint64_t entries = 0;
    QStringList warnings; ///< what could not be set or made, in sentences
};

/// Writes a tree into a folder: directories, files, links, devices, with owners, modes, times and extended attributes as far as
/// this process may set them. It appears whole or not at all, see StagedFolder. Nothing is written outside it, whatever the image
/// holds.
///
/// Names of one file become hard links. Of a tree of one layer, whiteouts become the empty files `.wh.NAME` that the layer has for
/// them; hard links to files of lower layers are left out, with a warning.
///
/// A path in `paths` is followed through the image's links, up to its last component. Errors: NotFound for one that is not there;
/// else of reading and writing, naming the destination and the entry. Blocking. Throws Cancelled.
Result<DirectoryReport> exportDirectory(const ImageFs &fs, const QString &destination, const DirectoryOptions &options,
                                        ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
