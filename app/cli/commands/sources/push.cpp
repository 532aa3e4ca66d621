// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/sources/push.h"

#include "app/cli/context.h"
#include "push/push_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<void> runPush(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(1));
    STRATOSCOPE_TRY(const QString image, context.text(0));
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(Store store, context.openStore());
    PushRequest request{.image = image, .open = context.openOptions(), .reference = name};
    request.allPlatforms = !request.open.platform && request.open.expectArchitecture.isEmpty();
    STRATOSCOPE_TRY(const PushReport report, pushImage(request, registries, store, context.progress, context.stop));
    for (const QString &warning : report.warnings)
        context.warn(report.reference + u": "_s + warning);
    const double seconds = secondsSince(start);
    const QString reused = report.reusedBytes > 0 ? u"; the registry had %1"_s.arg(sizeText(report.reusedBytes)) : QString();
    return context.print(u"%1: %2, %3 in %4 s%5"_s.arg(report.reference, report.digest.toString(), sizeText(report.bytes),
                                                       QString::number(seconds, 'f', 1), reused),
                         {{"reference", report.reference},
                          {"digest", report.digest.toString()},
                          {"bytes", qint64(report.bytes)},
                          {"reusedBytes", qint64(report.reusedBytes)},
                          {"seconds", seconds}});
}

} // namespace stratoscope::cli
