// SPDX-License-Identifier: Apache-2.0
#include "commands.h"
#include "image/pull_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<void> runPull(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const RegistryAccess access, context.openRegistries());
    STRATOSCOPE_TRY(const PullReport report,
                    pullImage(name, {.open = context.openOptions()}, access, store, context.progress, context.stop));
    for (const QString &warning : report.warnings)
        context.warn(warning);
    return context.printStored(report.image, report.bytes, report.reusedBytes, secondsSince(start));
}

} // namespace stratoscope::cli
