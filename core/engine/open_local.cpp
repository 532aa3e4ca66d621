// SPDX-License-Identifier: Apache-2.0
#include "engine/open_local.h"

#include "engine/engine_client.h"
#include "engine/find_engines.h"
#include "engine/storage/containers_storage.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The name by which the engine's image is saved. Docker would save all tags of a repository where none is given; what is saved by
/// its ID loses its names.
QString savedName(const EngineImage &image, const QString &asked)
{
    const bool hasTag = asked.lastIndexOf(u':') > asked.lastIndexOf(u'/');
    const QString wanted = hasTag ? asked : asked + u":latest"_s;
    const auto isMeant = [&wanted](const QString &name) { return name == wanted || name.endsWith(u'/' + wanted); };
    const auto found = std::ranges::find_if(image.names, isMeant);
    if (found != image.names.end())
        return *found;
    return image.names.isEmpty() ? image.id : image.names.front();
}

Result<std::shared_ptr<const LocalArchive>> openFromEngine(const ImageName &name, const std::optional<Platform> &platform,
                                                           const QString &spoolDirectory, ProgressMeter &progress,
                                                           const std::stop_token &stop)
{
    const EngineKind kind = *name.kind == SourceKind::Podman ? EngineKind::Podman : EngineKind::Docker;
    const QString location = engineImageName(*name.kind, name.engine, name.path);
    STRATOSCOPE_TRY(const Engine engine, withContext(location, findEngine(kind, name.engine)));
    STRATOSCOPE_TRY(const EngineClient client, withContext(location, EngineClient::connect(engine, stop)));
    STRATOSCOPE_TRY(const EngineImage image, withContext(location, client.image(name.path, stop)));
    STRATOSCOPE_TRY(const auto saved, withContext(location, client.save(savedName(image, name.path), platform, stop)));
    return openEngineArchive(location, *name.kind, *saved, spoolDirectory, progress, stop);
}

} // namespace

QString engineImageName(SourceKind kind, const QString &engine, const QString &image)
{
    return sourceKindName(kind) + u':' + (engine.isEmpty() ? QString() : u'@' + engine + u'/') + image;
}

Result<std::shared_ptr<const LocalArchive>> openLocalArchive(const ImageName &name, const std::optional<Platform> &platform,
                                                             const QString &spoolDirectory, ProgressMeter &progress,
                                                             const std::stop_token &stop)
{
    if (name.kind == SourceKind::ContainersStorage)
        return openContainersStorage(name, spoolDirectory);
    if (name.kind == SourceKind::DockerDaemon || name.kind == SourceKind::Podman)
        return openFromEngine(name, platform, spoolDirectory, progress, stop);
    return openArchive(name.path, name.kind, spoolDirectory, progress, stop);
}

} // namespace stratoscope
