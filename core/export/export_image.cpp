// SPDX-License-Identifier: Apache-2.0
#include "export/export_image.h"

#include "base/cancel.h"
#include "export/prebaked_export.h"
#include "image/distinct_layers.h"
#include "image/layer_blob.h"
#include "image/verify_image.h"
#include "prebaked/prebaked_config.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

struct NamedFormat {
    ExportFormat format;
    QLatin1StringView name;
};
constexpr std::array kFormats{
    NamedFormat{ExportFormat::Prebaked, QLatin1StringView("prebaked")},
    NamedFormat{ExportFormat::Directory, QLatin1StringView("directory")},
};

Result<void> requireNoFailure(const Image &image)
{
    for (const ImageLayer &layer : image.layers) {
        if (auto error = layer.check->error())
            return Failure(std::move(*error));
    }
    return {};
}

/// Also waits for a verification that is running in another thread.
Result<void> requireVerified(const Image &image, Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    while (true) {
        STRATOSCOPE_CHECK(requireNoFailure(image));
        const Verification state = image.verification();
        if (state == Verification::Verified || state == Verification::Unknown)
            return {};
        if (state == Verification::Pending)
            STRATOSCOPE_CHECK(verifyImage(image, store, progress, stop));
        throwIfStopped(stop);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

/// The layer's files in the store, if it is there.
std::optional<PrebakedFiles> storedFiles(const ImageLayer &layer, const Store &store)
{
    const auto stored = layer.digest ? store.layers().find(*layer.digest) : std::nullopt;
    if (!stored || (layer.diffId && stored->diffId != *layer.diffId))
        return std::nullopt;
    return PrebakedFiles{stored->digest, store.layers().directory()};
}

/// Reads layers that were opened in place into the store, which also verifies them.
Result<std::vector<PrebakedFiles>> filesOfLayers(const Image &image, const Store &store, ProgressMeter &progress,
                                                 const std::stop_token &stop)
{
    const auto &layers = image.layers;
    std::vector<PrebakedFiles> files(layers.size());
    LayerWork work = image.work(Stage::Verify);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const ImageLayer &layer = layers[i];
        auto stored = storedFiles(layer, store);
        work.needed.push_back(image.source != SourceKind::Prebaked && !stored);
        if (image.source == SourceKind::Prebaked)
            files[i] = {*layer.digest, image.location};
        else if (stored)
            files[i] = *std::move(stored);
        else if (!layer.blob)
            return fail(ErrorKind::NotFound, layerSubject(image.location, i),
                        u"is no longer in the image store; open the image again"_s);
    }
    STRATOSCOPE_CHECK(processLayers(
        work,
        [&](std::size_t i, const std::stop_token &inner) -> Result<void> {
            STRATOSCOPE_TRY(const LoadedLayer loaded, loadLayer(blobOf(layers[i]), store, progress, inner));
            files[i] = {loaded.stored.digest, store.layers().directory()};
            return {};
        },
        progress, stop));
    copyToDuplicates(work.first, files);
    return files;
}

Result<PrebakedConfig> prebakedConfig(const Image &image, std::span<const PrebakedFiles> files)
{
    std::vector<Digest> digests;
    for (const PrebakedFiles &layer : files)
        digests.push_back(layer.digest);
    return PrebakedConfig::of(image.config, std::move(digests), image.fs(), image.userIds);
}

Result<ExportReport> toPrebaked(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    STRATOSCOPE_CHECK(requireNoFailure(image));
    STRATOSCOPE_TRY(const std::vector<PrebakedFiles> files, filesOfLayers(image, store, progress, stop));
    STRATOSCOPE_TRY(const PrebakedConfig config, withContext(image.location, prebakedConfig(image, files)));
    return exportPrebaked(files, config.toBytes(), destination, options.force, progress, stop);
}

Result<ImageFs> chosenFs(const Image &image, const ExportOptions &options, const std::stop_token &stop)
{
    const int number = options.layer.value_or(options.upTo.value_or(0));
    if ((options.layer || options.upTo) && (number < 0 || number >= int(image.layers.size())))
        return fail(ErrorKind::NotFound, image.location,
                    u"has no layer %1; its %2 layers are numbered from 0"_s.arg(number).arg(image.layers.size()));
    if (options.layer)
        return image.fsOfLayer(number, stop);
    return options.upTo ? image.fsUpTo(number, stop) : image.fs();
}

Result<ExportReport> toDirectory(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageFs fs, chosenFs(image, options, stop));
    STRATOSCOPE_CHECK(requireVerified(image, store, progress, stop));
    return exportDirectory(fs, destination, {.force = options.force, .paths = options.paths}, progress, stop);
}

} // namespace

Result<ExportFormat> parseExportFormat(const QString &name)
{
    const auto found = std::ranges::find(kFormats, name, &NamedFormat::name);
    if (found != kFormats.end())
        return found->format;
    QStringList names;
    for (const NamedFormat &format : kFormats)
        names << format.name;
    return fail(ErrorKind::Invalid, name, u"is not an export format; available: %1"_s.arg(names.join(u", "_s)));
}

QString exportFormatName(ExportFormat format)
{
    return std::ranges::find(kFormats, format, &NamedFormat::format)->name;
}

Result<ExportReport> exportImage(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                 ProgressMeter &progress, std::stop_token stop)
{
    const auto write = options.format == ExportFormat::Prebaked ? toPrebaked : toDirectory;
    return write(image, destination, options, store, progress, stop);
}

} // namespace stratoscope
