// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/directory_export.h"
#include "formats/volume_options.h"
#include "image/image.h"
#include "stream/byte_sink.h"
#include "vm/vm_options.h"

#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

class Store;

enum class ExportFormat {
    Prebaked,
    Directory,
    Tar,
    Cpio,
    Ext4,
    Erofs,
    Squashfs,
    Oci,
    OciArchive,
    Dir,
    DockerArchive,
    Layers,
    Layer,
    Vm
};

/// Which of the ExportOptions a format takes, besides those that all do. Combined by `|`.
using ExportParts = unsigned;
inline constexpr ExportParts kPathsPart = 1; ///< `paths`
inline constexpr ExportParts kLayerPart = 2; ///< `layer`
inline constexpr ExportParts kUpToPart = 4; ///< `upTo`
inline constexpr ExportParts kSquashPart = 8; ///< `squash` and `flatten`
inline constexpr ExportParts kCompressionPart = 16; ///< `compression`
inline constexpr ExportParts kLabelPart = 32; ///< `label`, of up to kMostLabel bytes
inline constexpr ExportParts kPlatformsPart = 64; ///< `otherPlatforms`
inline constexpr ExportParts kVmPart = 128; ///< `vm` and `vmRoot`
inline constexpr ExportParts kSizePart = 256; ///< `size`
/// Of formats that hold a merged tree, and of those that hold an image.
inline constexpr ExportParts kTreeParts = kPathsPart | kLayerPart | kUpToPart;
inline constexpr ExportParts kImageParts = kUpToPart | kSquashPart | kCompressionPart;

struct ExportFormatTraits {
    ExportFormat format;
    QLatin1StringView name; ///< as on the command line
    QLatin1StringView ending; ///< of the name of its file, with the dot; empty for a directory
    ExportParts parts;
    bool canStream; ///< see streamImage()
};
/// Those that this build has: squashfs needs libsquashfs.
std::span<const ExportFormatTraits> exportFormats();
const ExportFormatTraits &traitsOf(ExportFormat format);
/// Invalid for an unknown name, listing those that are known.
Result<ExportFormat> parseExportFormat(const QString &name);
/// Which formats the root disk of a virtual machine may have, the default first.
std::span<const ExportFormat> vmRootFormats();

struct ExportOptions {
    ExportFormat format = ExportFormat::Directory;
    bool force = false; ///< overwrite existing files; in a directory, files with other names are kept
    std::vector<std::string> paths; ///< only these paths of the image, as bytes, and everything below them; empty: all
    std::optional<int> layer; ///< only this layer
    std::optional<int> upTo; ///< merged up to and including this layer; of an image's own layers, without those above
    std::optional<std::pair<int, int>> squash; ///< these layers, first to last, become one
    bool flatten = false; ///< all layers become one
    /// None, Gzip or Zstd: of the layers, of a tar, or inside a squashfs image. Nothing: layers remain as they are, a tar is
    /// compressed as its name says, see compressionByName(), and squashfs by zstd.
    std::optional<Compression> compression;
    std::uint64_t size = 0; ///< of a file system, in bytes; 0: as large as necessary, with some space left
    std::string label; ///< of a file system; as bytes
    VmOptions vm;
    ExportFormat vmRoot = vmRootFormats().front(); ///< the file system of a virtual machine's root disk
    std::vector<std::shared_ptr<const Image>> otherPlatforms; ///< of the same index as the image, to be exported together with it
};

/// Exports an image. The result appears completely or not at all: it is made beside its destination and renamed at the end. Layers
/// that are still Pending are verified first. Blocking. Throws Cancelled.
Result<ExportReport> exportImage(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop);

/// Writes an image to a sink, which is finished at the end, in a format that can be streamed. Otherwise as exportImage(); `path` of
/// the report is empty.
Result<ExportReport> streamImage(const Image &image, ByteSink &into, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
