// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/directory_export.h"
#include "formats/volume_options.h"
#include "image/image.h"
#include "stream/byte_sink.h"

#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

class Store;

enum class ExportFormat { Prebaked, Directory, Tar, Cpio, Erofs };

struct ExportFormatTraits {
    ExportFormat format;
    QLatin1StringView name; ///< as on the command line
    QLatin1StringView ending; ///< of the name of its file, with the dot; empty for a directory
    bool takesParts; ///< can be limited to paths, to a layer, or to the state after a layer
    bool canStream; ///< see streamImage()
    bool takesLabel; ///< has a label, of up to kMostLabel bytes
};
std::span<const ExportFormatTraits> exportFormats();
const ExportFormatTraits &traitsOf(ExportFormat format);
/// Invalid for an unknown name, listing those that are known.
Result<ExportFormat> parseExportFormat(const QString &name);

struct ExportOptions {
    ExportFormat format = ExportFormat::Directory;
    bool force = false; ///< overwrite existing files; in a directory, files with other names are kept
    std::vector<std::string> paths; ///< only these paths of the image, as bytes, and everything below them; empty: all
    std::optional<int> layer; ///< only this layer
    std::optional<int> upTo; ///< merged up to and including this layer
    Compression compression = Compression::None; ///< of a stream; a file is compressed as its name says, see compressionByName()
    std::string label; ///< of a file system; as bytes
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
