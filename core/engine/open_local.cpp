// SPDX-License-Identifier: Apache-2.0
#include "engine/open_local.h"

#include "engine/engine_client.h"
#include "engine/find_engines.h"
#include "engine/storage/containers_storage.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<std::shared_ptr<const LocalArchive>> openFromEngine(const ImageName &name, const std::optional<Platform> &platform,
                                                           const QString &spoolDirectory, ProgressMeter &progress,
                                                           const std::stop_token &stop)
{
    const EngineKind kind = *engineKindOf(*name.kind);
    const QString location = engineImageName(kind, name.engine, name.path);
    STRATOSCOPE_TRY(const Engine engine, withContext(location, findEngine(kind, name.engine)));
    STRATOSCOPE_TRY(const auto client, withContext(location, EngineClient::connect(engine, stop)));
    return client->open(location, name.path, platform, spoolDirectory, progress, stop);
}

} // namespace

QString engineImageName(EngineKind kind, const QString &engine, const QString &image)
{
    return sourceKindName(sourceKindOf(kind)) + u':' + (engine.isEmpty() ? QString() : u'@' + engine + u'/') + image;
}

Result<std::shared_ptr<const LocalArchive>> openLocalArchive(const ImageName &name, const std::optional<Platform> &platform,
                                                             const QString &spoolDirectory, ProgressMeter &progress,
                                                             const std::stop_token &stop)
{
    if (name.kind == SourceKind::ContainersStorage)
        return openContainersStorage(name, spoolDirectory);
    if (name.kind && engineKindOf(*name.kind))
        return openFromEngine(name, platform, spoolDirectory, progress, stop);
    return openArchive(name.path, name.kind, spoolDirectory, progress, stop);
}

} // namespace stratoscope
