// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/stored.h"

#include "app/cli/context.h"
#include "image/import_image.h"
#include "image/pull_image.h"
#include "store/store_cleaner.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

Result<void> printFreed(const Context &context, std::uint64_t bytes)
{
    if (!context.invocation.json)
        return context.print(u"freed %1"_s.arg(sizeText(bytes)));
    JsonWriter json;
    json.beginObject().member("freedBytes", bytes).endObject();
    return context.print(json);
}

Result<void> setPinned(const Context &context, bool isPinned)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(const Store store, context.openStore());
    STRATOSCOPE_TRY(const StoredImage image, store.images().find(name, context.invocation.platform));
    STRATOSCOPE_CHECK(store.images().setPinned(image, isPinned));
    if (!context.invocation.json)
        return context.print(
            (isPinned ? u"%1 (%2) is pinned"_s : u"%1 (%2) is no longer pinned"_s).arg(image.reference, image.platform.toString()));
    JsonWriter json;
    json.beginObject()
        .member("reference", image.reference)
        .member("platform", image.platform.toString())
        .member("pinned", isPinned)
        .endObject();
    return context.print(json);
}

void writeImage(JsonWriter &json, const StoredImage &image)
{
    json.beginObject()
        .member("reference", image.reference)
        .member("digest", image.manifest.toString())
        .member("platform", image.platform.toString())
        .member("size", image.size);
    memberOrNull(json, "created", image.created);
    json.member("pulled", image.pulled.toUTC().toString(Qt::ISODate)).endObject();
}

/// Prints what a pull or an import has stored.
Result<void> printStored(const Context &context, const StoredImage &image, std::uint64_t bytes, std::uint64_t reusedBytes,
                         double seconds)
{
    if (!context.invocation.json)
        return context.print(u"%1: %2 layers, %3 in %4 s%5"_s.arg(image.reference)
                                 .arg(image.layers.size())
                                 .arg(sizeText(bytes))
                                 .arg(seconds, 0, 'f', 1)
                                 .arg(reusedBytes > 0 ? u"; %1 reused"_s.arg(sizeText(reusedBytes)) : QString()));
    JsonWriter json;
    json.beginObject()
        .member("reference", image.reference)
        .member("digest", image.manifest.toString())
        .member("platform", image.platform.toString())
        .member("layers", image.layers.size())
        .member("bytes", bytes)
        .member("reusedBytes", reusedBytes)
        .member("seconds", seconds)
        .endObject();
    return context.print(json);
}

} // namespace

Result<void> runPull(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const Registries registries, context.openRegistries());
    STRATOSCOPE_TRY(const PullReport report,
                    pullImage(name, {.open = context.openOptions()}, registries, store, context.progress, context.stop));
    for (const QString &warning : report.warnings)
        context.warn(warning);
    return printStored(context, report.image, report.bytes, report.reusedBytes, secondsSince(start));
}

Result<void> runImport(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const ImportReport report, importImage(name, context.openOptions(), store, context.progress, context.stop));
    return printStored(context, report.image, report.bytes, report.reusedBytes, secondsSince(start));
}

Result<void> runImages(const Context &context)
{
    STRATOSCOPE_TRY(const Store store, context.openStore());
    STRATOSCOPE_TRY(const std::vector<StoredImage> images, store.images().all());
    qsizetype width = 0;
    for (const StoredImage &image : images)
        width = std::max(width, image.reference.size());
    for (const StoredImage &image : images) {
        if (context.invocation.json) {
            JsonWriter json;
            writeImage(json, image);
            STRATOSCOPE_CHECK(context.print(json));
        } else {
            STRATOSCOPE_CHECK(context.print(u"%1  %2  %3  %4  %5%6"_s.arg(image.reference, -width)
                                                .arg(image.manifest.shortHex(), image.platform.toString(), sizeText(image.size),
                                                     image.pulled.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s),
                                                     image.isPinned ? u"  pinned"_s : QString())));
        }
    }
    return {};
}

Result<void> runRemove(const Context &context)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(const Store store, context.openStore());
    STRATOSCOPE_TRY(const StoredImage image, store.images().find(name, context.invocation.platform));
    STRATOSCOPE_TRY(const std::uint64_t freed, StoreCleaner(store).removeImage(image));
    return printFreed(context, freed);
}

Result<void> runPin(const Context &context)
{
    return setPinned(context, true);
}

Result<void> runUnpin(const Context &context)
{
    return setPinned(context, false);
}

Result<void> runPrune(const Context &context)
{
    STRATOSCOPE_TRY(const Store store, context.openStore());
    STRATOSCOPE_TRY(const std::uint64_t freed, StoreCleaner(store).prune());
    return printFreed(context, freed);
}

} // namespace stratoscope::cli
