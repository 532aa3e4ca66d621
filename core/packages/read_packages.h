// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"
#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope {

/// Reads the packages that are installed in an image, from its own databases: dpkg, apk, rpm (SQLite), Python, npm, Go's build
/// information and jars. Only reads: nothing of the image is run, and nothing is written anywhere.
///
/// A database that is damaged, too large or of an unknown form is one of the notes. Blocks; the tree is searched once. Throws
/// Cancelled.
PackageList readPackages(const ImageFs &fs, const std::stop_token &stop);

} // namespace stratoscope
