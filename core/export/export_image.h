// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
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
    bool force = false; ///< into what is there already; what has other names there stays
    std::vector<std::string> paths; ///< Directory: only these paths, bytes of the image, and what is below them; empty: all
    std::optional<int> layer; ///< Directory: what this layer alone holds
    std::optional<int> upTo; ///< Directory: merged through this layer
};

struct ExportReport {
    QString path;
    std::uint64_t bytes = 0;
    QStringList warnings; ///< what this user may not set (owners, devices, attributes), in sentences
};

/// Writes an image out. It appears whole or not at all: everything is made beside its place and moved there at the end.
/// Layers that are still Pending are verified first. Blocking. Throws Cancelled.
Result<ExportReport> exportImage(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop);

} // namespace stratoscope
