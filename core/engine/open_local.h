// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/image_name.h"
#include "archive/local_archive.h"
#include "engine/engine.h"

namespace stratoscope {

/// Opens whatever a name of a local image refers to: an archive or a directory, see openArchive(), or an engine's image. The engine
/// is asked for it, and what it sends is kept in unnamed files in `spoolDirectory`. `platform`: to be asked for, from an engine
/// that has several.
///
/// Errors: as openArchive(), EngineClient and openContainersStorage(). Blocking. Throws Cancelled.
Result<std::shared_ptr<const LocalArchive>> openLocalArchive(const ImageName &name, const std::optional<Platform> &platform,
                                                             const QString &spoolDirectory, ProgressMeter &progress,
                                                             const std::stop_token &stop);

/// The name of an image of an engine, as openLocalArchive() takes it: `docker-daemon:NAME`, with the engine's name unless it is the
/// usual one.
QString engineImageName(EngineKind kind, const QString &engine, const QString &image);

} // namespace stratoscope
