// SPDX-License-Identifier: Apache-2.0
#include "commands.h"
#include "session/check_image.h"
#include "session/import_image.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

Result<void> runCheck(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    const ImageCheck check = checkImage(name, context.openOptions(), store, context.progress, context.stop);
    const QString kind = check.kind ? sourceKindName(*check.kind) : QString();
    const QString digest = check.digest ? check.digest->toString() : QString();
    if (context.invocation.json) {
        JsonWriter json;
        json.beginObject().member("valid", !check.error);
        memberOrNull(json, "kind", kind);
        memberOrNull(json, "digest", digest);
        memberOrNull(json, "error", check.error ? check.error->message() : QString());
        json.endObject();
        STRATOSCOPE_CHECK(context.print(json));
    }
    if (check.error)
        return Failure(*check.error);
    if (context.invocation.json)
        return {};
    return context.print(u"%1: valid, %2%3"_s.arg(name, kind, digest.isEmpty() ? QString() : u' ' + digest));
}

Result<void> runImport(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const ImportReport report, importImage(name, context.openOptions(), store, context.progress, context.stop));
    const StoredImage &image = report.image;
    const double seconds = secondsSince(start);
    if (!context.invocation.json)
        return context.print(u"%1: %2 layers, %3 in %4 s"_s.arg(image.reference)
                                 .arg(image.layers.size())
                                 .arg(sizeText(report.bytes))
                                 .arg(seconds, 0, 'f', 1));
    JsonWriter json;
    json.beginObject()
        .member("reference", image.reference)
        .member("digest", image.manifest.toString())
        .member("platform", image.platform.toString())
        .member("layers", image.layers.size())
        .member("bytes", report.bytes)
        .member("reusedBytes", report.reusedBytes)
        .member("seconds", seconds)
        .endObject();
    return context.print(json);
}

} // namespace stratoscope::cli
