// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package_collector.h"

#include <string_view>
#include <vector>

namespace stratoscope {

/// How the packages of one kind are found in an image, and read.
struct PackageReader {
    /// Where an image has its database: absolute paths, in which symlinks are followed. Of a directory, each file in it is read.
    std::vector<std::string_view> databases{};
    /// Whether a regular file may describe packages, wherever it is; null: only databases do. Called for each file of an image, and
    /// so looks at names and attributes only.
    bool (*isCandidate)(const MergedTree &tree, NodeId file, std::string_view name) = nullptr;
    /// Adds the packages that a file describes. An error, whose subject is set by the caller if it is empty, becomes a note. Throws
    /// Cancelled.
    Result<void> (*read)(PackageCollector &into, NodeId file) = nullptr;
};

extern const PackageReader kDpkgReader; ///< dpkg's status file, also divided into several (distroless)
extern const PackageReader kApkReader; ///< apk's database
extern const PackageReader kRpmReader; ///< rpm's database, if it is one of SQLite
extern const PackageReader kPythonReader; ///< METADATA of `.dist-info`, PKG-INFO of `.egg-info`
extern const PackageReader kNpmReader; ///< package.json below `node_modules`
extern const PackageReader kGoReader; ///< build information in programs
extern const PackageReader kJarReader; ///< manifests and Maven's properties in jars, also in jars in jars

} // namespace stratoscope
