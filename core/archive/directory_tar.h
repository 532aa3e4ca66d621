// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"

#include <QStringList>

#include <stop_token>

namespace stratoscope {

/// A directory as a layer's tar.
struct DirectoryTar {
    FileRegion tar; ///< in an unnamed file
    QStringList warnings; ///< sentences: what is missing in it
};

/// Copies a directory, as the root of a file system, into a tar in an unnamed file in `spoolDirectory`, so that what is read of it
/// later does not change: with owners, times, extended attributes and hard links, in the order of the names. Symbolic links are not
/// followed. What is mounted below it, sockets, and what may not be read are left out, with a warning. Adds the bytes read to
/// `progress`.
///
/// Errors: NotFound, Denied for the directory itself, NoSpace, Io for a file that becomes shorter meanwhile. Blocking. Throws
/// Cancelled.
Result<DirectoryTar> tarOfDirectory(const QString &path, const QString &spoolDirectory, ProgressMeter &progress,
                                    const std::stop_token &stop);

} // namespace stratoscope
