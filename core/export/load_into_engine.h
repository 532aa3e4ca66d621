// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"
#include "export/export_image.h"
#include "export/export_report.h"
#include "image/image.h"

#include <stop_token>

namespace stratoscope {

class Store;

struct LoadReport : ExportReport {
    ExportFormat format; ///< in which the engine has received the image
};

/// Loads an image into an engine: into Docker and Podman as a docker-archive that is sent while it is written, into containerd as
/// the blobs that it lacks. The engine has the image completely or not at all. `path` of the report is the image's name there, as
/// openImage() takes it.
///
/// Errors: as streamImage() and EngineClient. Blocking. Throws Cancelled.
Result<LoadReport> loadIntoEngine(const Image &image, const Engine &engine, Store &store, ProgressMeter &progress,
                                  const std::stop_token &stop);

} // namespace stratoscope
