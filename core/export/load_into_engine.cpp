// SPDX-License-Identifier: Apache-2.0
#include "export/load_into_engine.h"

#include "engine/engine_client.h"
#include "engine/open_local.h"
#include "export/export_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The name of a loaded image: for an ID, without the algorithm.
QString imageNameIn(const Engine &asked, const EngineClient &client, const QString &loaded)
{
    const SourceKind kind = client.engine().kind == EngineKind::Podman ? SourceKind::Podman : SourceKind::DockerDaemon;
    const bool isUsual = asked.name == "docker"_L1 || asked.name == "podman"_L1;
    return engineImageName(kind, isUsual ? QString() : asked.name, loaded.startsWith("sha256:"_L1) ? loaded.mid(7) : loaded);
}

} // namespace

Result<ExportReport> loadIntoEngine(const Image &image, const Engine &engine, Store &store, ProgressMeter &progress,
                                    const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const EngineClient client, EngineClient::connect(engine, stop));
    const auto load = client.load(stop);
    ExportOptions options;
    options.format = ExportFormat::DockerArchive;
    STRATOSCOPE_TRY(ExportReport report, streamImage(image, *load, options, store, progress, stop));
    const QString loaded = load->loaded().value(0, image.configDigest.toString());
    report.path = imageNameIn(engine, client, loaded);
    return report;
}

} // namespace stratoscope
