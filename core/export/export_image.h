// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/directory_export.h"
#include "image/image.h"

#include <stop_token>
#include <string>
#include <vector>

namespace stratoscope {

class Store;

enum class ExportFormat { Prebaked, Directory };

/// "prebaked", "directory"; Invalid for any other name, listing these.
Result<ExportFormat> parseExportFormat(const QString &name);
QString exportFormatName(ExportFormat format);

struct ExportOptions {
    ExportFormat format = ExportFormat::Directory;
    bool force = false; ///< overwrite existing files; files with other names are kept
    std::vector<std::string> paths; ///< Directory: only these paths of the image, as bytes, and everything below them; empty: all
    std::optional<int> layer; ///< Directory: only this layer
    std::optional<int> upTo; ///< Directory: merged up to and including this layer
};

/// Exports an image. The result appears completely or not at all: it is made beside its destination and renamed at the end. Layers
/// that are still Pending are verified first. Blocking. Throws Cancelled.
Result<ExportReport> exportImage(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
