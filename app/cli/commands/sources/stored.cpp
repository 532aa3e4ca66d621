// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands/sources/stored.h"

#include "app/cli/context.h"
#include "image/import_image.h"
#include "image/pull_image.h"
#include "store/store_cleaner.h"

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

Result<void> printFreed(const Context &context, std::uint64_t bytes)
{
    return context.print(u"freed %1"_s.arg(sizeText(bytes)), {{"freedBytes", qint64(bytes)}});
}

Result<StoredImage> findImage(const Context &context, const Store &store)
{
    STRATOSCOPE_TRY(const QString name, context.text(0));
    return store.images().find(name, context.invocation.platform);
}

Result<void> setPinned(const Context &context, bool isPinned)
{
    STRATOSCOPE_TRY(const Store store, context.openStore());
    STRATOSCOPE_TRY(const StoredImage image, findImage(context, store));
    STRATOSCOPE_CHECK(store.images().setPinned(image, isPinned));
    const QString text = isPinned ? u"pinned %1 (%2)"_s : u"unpinned %1 (%2)"_s;
    return context.print(text.arg(image.reference, image.platform.toString()),
                         {{"reference", image.reference}, {"platform", image.platform.toString()}, {"pinned", isPinned}});
}

/// Prints what a pull or an import has stored.
Result<void> printStored(const Context &context, const AddReport &report, double seconds)
{
    for (const QString &warning : report.warnings)
        context.warn(warning);
    const StoredImage &image = report.image;
    const QString reused = report.reusedBytes > 0 ? u"; %1 reused"_s.arg(sizeText(report.reusedBytes)) : QString();
    return context.print(u"%1: %2 layers, %3 in %4 s%5"_s.arg(image.reference, QString::number(image.layers.size()),
                                                              sizeText(report.bytes), QString::number(seconds, 'f', 1), reused),
                         {{"reference", image.reference},
                          {"digest", image.manifest.toString()},
                          {"platform", image.platform.toString()},
                          {"layers", qint64(image.layers.size())},
                          {"bytes", qint64(report.bytes)},
                          {"reusedBytes", qint64(report.reusedBytes)},
                          {"seconds", seconds}});
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
    return printStored(context, report, secondsSince(start));
}

Result<void> runImport(const Context &context)
{
    const auto start = std::chrono::steady_clock::now();
    STRATOSCOPE_TRY(const QString name, context.text(0));
    STRATOSCOPE_TRY(Store store, context.openStore());
    STRATOSCOPE_TRY(const ImportReport report, importImage(name, context.openOptions(), store, context.progress, context.stop));
    return printStored(context, report, secondsSince(start));
}

Result<void> runImages(const Context &context)
{
    STRATOSCOPE_TRY(const Store store, context.openStore());
    ImageRecords::Listing listing = store.images().list();
    qsizetype width = 0;
    for (const StoredImage &image : listing.images)
        width = std::max(width, image.reference.size());
    for (const StoredImage &image : listing.images) {
        const QDateTime pulled = image.pulled.toUTC();
        const QString line = u"%1  %2  %3  %4  %5%6"_s.arg(
            image.reference.leftJustified(width), image.manifest.shortHex(), image.platform.toString(), sizeText(image.size),
            pulled.toString(u"yyyy-MM-dd HH:mm:ss"_s), image.isPinned ? u"  pinned"_s : QString());
        STRATOSCOPE_CHECK(context.print(line,
                                        {{"reference", image.reference},
                                         {"digest", image.manifest.toString()},
                                         {"platform", image.platform.toString()},
                                         {"size", qint64(image.size)},
                                         {"created", orNull(image.created)},
                                         {"pulled", pulled.toString(Qt::ISODate)}}));
    }
    if (listing.unreadable.empty())
        return {};
    Error last = std::move(listing.unreadable.back());
    listing.unreadable.pop_back();
    for (const Error &error : listing.unreadable)
        context.note(error.message());
    return Failure(std::move(last));
}

Result<void> runRemove(const Context &context)
{
    STRATOSCOPE_TRY(const Store store, context.openStore());
    STRATOSCOPE_TRY(const StoredImage image, findImage(context, store));
    STRATOSCOPE_TRY(const std::uint64_t freed, StoreCleaner(store, context.waitForStore()).removeImage(image));
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
    STRATOSCOPE_TRY(const std::uint64_t freed, StoreCleaner(store, context.waitForStore()).prune());
    return printFreed(context, freed);
}

} // namespace stratoscope::cli
