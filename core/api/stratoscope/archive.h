// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stratoscope/export.h>

#include <string>
#include <vector>

namespace stratoscope::api {

/// What a local file or directory with images is.
enum class ArchiveKind {
    DockerArchive, ///< a tar of `docker save`
    OciLayout, ///< a directory with an OCI image layout
    OciArchive, ///< the same in a tar
    SkopeoDirectory, ///< what skopeo's `dir:` writes
    Prebaked, ///< a prebaked directory
    RootFileSystem, ///< a directory, or a tar of a root file system or of a layer
};

/// An image in an archive, as far as it is known without reading it.
struct ArchivedImage {
    std::vector<std::string> names; ///< tags and references; empty for an image without a name
    std::vector<std::string> platforms; ///< `linux/amd64`; several for an index; empty if unknown
};

/// The content of an archive.
struct Archive {
    ArchiveKind kind = ArchiveKind::DockerArchive;
    std::vector<ArchivedImage> images; ///< empty for a prebaked directory
};

/// Detects from its content what a file or directory is, and lists the images in it. Compressed tars are decompressed to an unnamed
/// file in the directory for temporary files. To validate an image to the last byte, load it, see Client::loadArchive().
/// Throws an Error: NotFound; Unsupported if it is nothing of that kind; Malformed, Truncated. For any thread; blocks.
STRATOSCOPE_API Archive recognizeArchive(const std::string &path);

} // namespace stratoscope::api
