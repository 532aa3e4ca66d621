// SPDX-License-Identifier: Apache-2.0
#include "export/oci/image_export.h"

#include "export/oci/export_folder.h"
#include "export/oci/export_tar.h"
#include "export/oci/image_formats.h"
#include "export/staged_directory.h"
#include "export/staged_file.h"
#include "store/store.h"
#include "stream/compress.h"
#include "stream/hashing_sink.h"
#include "stream/sparse_writer.h"

#include <algorithm>
#include <array>

namespace stratoscope {

namespace {

using WriteImages = Result<QStringList> (*)(std::span<const ImagePlan> images, ExportFiles &into);

struct LayerFormat {
    ExportFormat format;
    WriteImages write; ///< null for a single layer
};
constexpr std::array kLayerFormats{
    LayerFormat{ExportFormat::Oci, writeOciLayout},       LayerFormat{ExportFormat::OciArchive, writeOciLayout},
    LayerFormat{ExportFormat::Dir, writeSkopeoDirectory}, LayerFormat{ExportFormat::DockerArchive, writeDockerArchive},
    LayerFormat{ExportFormat::Layers, writeLayers},       LayerFormat{ExportFormat::Layer, nullptr},
};

const LayerFormat *layerFormat(ExportFormat format)
{
    const auto found = std::ranges::find(kLayerFormats, format, &LayerFormat::format);
    return found == kLayerFormats.end() ? nullptr : &*found;
}

LayerChoice choiceOf(const ExportOptions &options)
{
    LayerChoice choice{
        .compression = options.compression, .upTo = options.upTo, .squash = options.squash, .flatten = options.flatten};
    if (options.format == ExportFormat::DockerArchive) {
        choice.canKeep = isDockerArchiveCompression;
        choice.otherwise = Compression::None;
    }
    return choice;
}

Result<std::vector<ImagePlan>> plansOf(const Image &image, const ExportOptions &options, Store &store, ProgressMeter &progress,
                                       const std::stop_token &stop)
{
    const LayerChoice choice = choiceOf(options);
    std::vector<ImagePlan> plans;
    STRATOSCOPE_TRY(ImagePlan plan, ImagePlan::makeVerified(image, choice, store, progress, stop));
    plans.push_back(std::move(plan));
    for (const auto &other : options.otherPlatforms) {
        STRATOSCOPE_TRY(ImagePlan otherPlan, ImagePlan::makeVerified(*other, choice, store, progress, stop));
        plans.push_back(std::move(otherPlan));
    }
    return plans;
}

Result<ExportReport> writeImages(std::span<const ImagePlan> plans, ExportFormat format, ExportFiles &into, ProgressMeter &progress)
{
    std::uint64_t total = 0;
    for (const ImagePlan &plan : plans) {
        for (const PlannedLayer &layer : plan.layers())
            total += into.workOf(layer.content);
    }
    progress.begin(Stage::Export, qint64(total));
    STRATOSCOPE_TRY(const QStringList warnings, layerFormat(format)->write(plans, into));
    return ExportReport{.path = {}, .bytes = into.bytes(), .warnings = warnings + into.warnings()};
}

/// Writes one layer, and finishes the sink.
Result<ExportReport> writeLayer(const Image &image, ByteSink &into, const ExportOptions &options, Store &store,
                                ProgressMeter &progress, const std::stop_token &stop)
{
    const LayerChoice choice{.compression = options.compression, .upTo = options.layer, .otherwise = Compression::None};
    STRATOSCOPE_TRY(const ImagePlan plan, ImagePlan::makeVerified(image, choice, store, progress, stop));
    const PlannedLayer &layer = plan.layers().back();
    progress.begin(Stage::Export, qint64(layer.content.work));
    HashingSink hashed(&into, layer.content.digest ? layer.content.digest->algorithm() : HashAlgorithm::Sha256);
    const auto subject = layerSubject(image.location, layer.number);
    STRATOSCOPE_CHECK(withContext(subject, layer.content.write(hashed)));
    if (layer.content.digest)
        STRATOSCOPE_CHECK(withContext(subject, requireDigest(hashed.digest(), *layer.content.digest)));
    return ExportReport{.path = {}, .bytes = hashed.size(), .warnings = layer.tar->warnings};
}

/// Writes a format that is one file to a sink, and finishes that.
Result<ExportReport> writeTo(const Image &image, ByteSink &into, const ExportOptions &options, Store &store,
                             ProgressMeter &progress, const std::stop_token &stop)
{
    if (options.format == ExportFormat::Layer)
        return writeLayer(image, into, options, store, progress, stop);
    STRATOSCOPE_TRY(const std::vector<ImagePlan> plans, plansOf(image, options, store, progress, stop));
    ExportTar tar(into);
    STRATOSCOPE_TRY(ExportReport report, writeImages(plans, options.format, tar, progress));
    STRATOSCOPE_CHECK(tar.finish());
    return report;
}

/// The compression that the name of a single layer's file asks for.
std::optional<Compression> namedCompression(const QString &fileName)
{
    const Compression compression = compressionByName(fileName);
    const bool isPlainTar = fileName.endsWith(QLatin1StringView(".tar"), Qt::CaseInsensitive);
    return compression != Compression::None || isPlainTar ? std::optional(compression) : std::nullopt;
}

Result<ExportReport> toFolder(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                              ProgressMeter &progress, const std::stop_token &stop)
{
    // Keeps the store's blobs until they are linked; without it, as in a store that is read-only, a missing one is an error.
    const auto lease = store.lease();
    STRATOSCOPE_TRY(const std::vector<ImagePlan> plans, plansOf(image, options, store, progress, stop));
    STRATOSCOPE_TRY(const std::unique_ptr<StagedDirectory> staged, StagedDirectory::begin(destination, options.force));
    ExportFolder folder(staged->path(), progress);
    STRATOSCOPE_TRY(ExportReport report, writeImages(plans, options.format, folder, progress));
    STRATOSCOPE_CHECK(staged->commit());
    report.warnings << staged->warnings();
    return report;
}

Result<ExportReport> toOneFile(const Image &image, const QString &destination, const ExportOptions &given, Store &store,
                               ProgressMeter &progress, const std::stop_token &stop)
{
    ExportOptions options = given;
    const bool isLayer = options.format == ExportFormat::Layer;
    if (isLayer && !options.compression)
        options.compression = namedCompression(destination);
    STRATOSCOPE_TRY(const std::unique_ptr<StagedFile> staged, StagedFile::begin(destination, options.force));
    SparseWriter file(staged->file());
    const std::unique_ptr<ByteSink> into = compressTo(file, isLayer ? Compression::None : compressionByName(destination));
    STRATOSCOPE_TRY(ExportReport report, writeTo(image, *into, options, store, progress, stop));
    STRATOSCOPE_CHECK(staged->commit());
    return report;
}

} // namespace

bool isOfLayers(ExportFormat format)
{
    return layerFormat(format);
}

Result<ExportReport> exportLayers(const Image &image, const QString &destination, const ExportOptions &options, Store &store,
                                  ProgressMeter &progress, const std::stop_token &stop)
{
    const auto exportTo = traitsOf(options.format).ending.isEmpty() ? toFolder : toOneFile;
    STRATOSCOPE_TRY(ExportReport report, exportTo(image, destination, options, store, progress, stop));
    progress.finish();
    report.path = destination;
    return report;
}

Result<ExportReport> streamLayers(const Image &image, ByteSink &into, const ExportOptions &options, Store &store,
                                  ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(ExportReport report, writeTo(image, into, options, store, progress, stop));
    progress.finish();
    return report;
}

} // namespace stratoscope
