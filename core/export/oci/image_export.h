// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"

namespace stratoscope {

/// Whether a format consists of an image's layers and documents, and is written by the functions below, which are parts of
/// exportImage() and streamImage().
bool isOfLayers(ExportFormat format);

Result<ExportReport> exportLayers(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                  ProgressMeter &progress, const std::stop_token &stop);
Result<ExportReport> streamLayers(const Image &image, ByteSink &into, const ExportOptions &options, Store &store,
                                  ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
