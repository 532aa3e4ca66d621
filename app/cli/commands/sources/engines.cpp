// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/sources/engines.h"

#include "app/cli/context.h"
#include "engine/find_engines.h"
#include "export/load_into_engine.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<void> runEngines(const Context &context)
{
    for (const Engine &engine : findEngines()) {
        const EngineStatus status = engineStatus(engine, context.stop);
        const QString error = status.error ? status.error->detail : QString();
        const QString line = u"%1  %2  %3%4"_s.arg(
            engine.name.leftJustified(16), QString(status.state()).leftJustified(11), engine.address.text,
            status.error ? u": "_s + error : u"  %1 %2"_s.arg(engineKindName(status.engine.kind), status.version));
        STRATOSCOPE_CHECK(context.print(line,
                                        {{"name", engine.name},
                                         {"kind", QString(engineKindName(status.engine.kind)).toLower()},
                                         {"socket", engine.address.text},
                                         {"version", orNull(status.version)},
                                         {"state", status.state()},
                                         {"error", orNull(error)}}));
    }
    return {};
}

Result<void> runLoad(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(1));
    STRATOSCOPE_TRY(const Engine engine, findEngine(name));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const auto image, context.openImage(store));
    STRATOSCOPE_TRY(const LoadReport report, loadIntoEngine(*image, engine, store, context.progress, context.stop));
    for (const QString &warning : report.warnings)
        context.warn(name + u": "_s + warning);
    const double seconds = secondsSince(start);
    const QString line = u"%1: %2 in %3 s"_s.arg(report.path, sizeText(report.bytes), QString::number(seconds, 'f', 1));
    QJsonValue warnings(QJsonValue::Undefined);
    if (!report.warnings.isEmpty())
        warnings = QJsonArray::fromStringList(report.warnings);
    return context.print(line,
                         {{"format", traitsOf(report.format).name},
                          {"path", report.path},
                          {"bytes", qint64(report.bytes)},
                          {"seconds", seconds},
                          {"warnings", warnings}});
}

} // namespace stratoscope::cli
