// SPDX-License-Identifier: Apache-2.0
#include "image/open_image.h"

#include "archive/image_name.h"
#include "base/cancel.h"
#include "base/parallel.h"
#include "image/image_building.h"
#include "image/layers.h"
#include "image/pull_image.h"
#include "layer/ingest_layer.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Indexes one layer of a local image: in place where it is not compressed, else through the store.
Result<void> openLayer(ImageLayer &layer, const ResolvedLayer &source, const Store &store, ProgressMeter &progress,
                       const std::stop_token &stop)
{
    STRATOSCOPE_TRY(LayerBlob blob, examineBlob(source.blob, source.digest, source.diffId, source.mediaType));
    layer.mediaType = source.mediaType;
    layer.blob = source.blob;
    if (blob.compression != Compression::None) {
        STRATOSCOPE_TRY(LoadedLayer ready, storeLayer(blob, store, progress, stop));
        fillFromStore(layer, std::move(ready));
        return {};
    }
    STRATOSCOPE_TRY(layer.index, walkLayer(source.blob, stop));
    progress.add(qint64(source.blob.size));
    layer.diffId = source.diffId;
    // The blob is the tar: its digest is the diff-id.
    layer.digest = source.digest ? source.digest : source.diffId ? std::optional(Digest(*source.diffId)) : std::nullopt;
    layer.compressedSize = layer.size = source.blob.size;
    layer.contents = LayerContents(source.blob);
    layer.check = std::make_shared<ImageLayer::Check>(Verification::Pending);
    return {};
}

Result<void> openLayers(Image &image, const std::vector<ResolvedLayer> &sources, const Store &store, ProgressMeter &progress,
                        const std::stop_token &stop)
{
    const std::vector<std::size_t> first = firstOccurrence(sources);
    std::vector<std::size_t> order;
    qint64 total = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (first[i] != i)
            continue;
        order.push_back(i);
        total += qint64(sources[i].blob.size);
    }
    // The largest first, so that no core is left with one at the end while the others idle.
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return sources[i].blob.size; });

    progress.begin(Stage::Index, total, int(order.size()));
    STRATOSCOPE_CHECK(inParallel(
        order.size(),
        [&](std::size_t n, const std::stop_token &inner) -> Result<void> {
            const std::size_t i = order[n];
            progress.setItem(layerSubject(image.title(), i), int(n));
            auto outcome = openLayer(image.layers[i], sources[i], store, progress, inner);
            if (!outcome)
                return Failure(withContext(layerSubject(image.location, i), std::move(outcome).error()));
            return {};
        },
        stop));
    progress.finish();

    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (first[i] != i) {
            const QString createdBy = image.layers[i].createdBy;
            image.layers[i] = image.layers[first[i]];
            image.layers[i].createdBy = createdBy;
        }
    }
    return {};
}

Result<std::shared_ptr<const Image>> openArchived(const LocalArchive &archive, const ImageName &name, const OpenOptions &options,
                                                  const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(ResolvedImage resolved, archive.resolve(name.selector, options.platform, progress, stop));
    Image image;
    image.source = sourceKindOf(archive.kind());
    image.location = archive.path();
    image.names = resolved.names;
    image.mediaType = resolved.mediaType;
    image.digest = resolved.digest;
    image.manifestBytes = resolved.manifestBytes;
    image.indexBytes = resolved.indexBytes;
    image.configBytes = resolved.configBytes;
    image.configDigest = resolved.configDigest;
    image.config = resolved.config;
    image.platform = resolved.config.platform;
    image.layers.resize(resolved.layers.size());
    STRATOSCOPE_CHECK(requireArchitecture(image.platform, options.expectArchitecture, image.location));
    takeHistory(image);
    STRATOSCOPE_CHECK(openLayers(image, resolved.layers, store, progress, stop));
    STRATOSCOPE_CHECK(mergeLayers(image));
    return std::make_shared<const Image>(std::move(image));
}

/// What a prebaked directory keeps of an image's config.
ImageConfig imageConfigOf(const PrebakedConfig &prebaked)
{
    ImageConfig config;
    config.platform.os = u"linux"_s;
    config.platform.architecture = prebaked.architecture;
    config.run.user = prebaked.user;
    config.run.env = prebaked.env;
    config.run.entrypoint = prebaked.entrypoint;
    config.run.cmd = prebaked.cmd;
    config.run.workingDir = prebaked.workingDir;
    config.run.labels = prebaked.labels;
    return config;
}

Result<std::shared_ptr<const Image>> openPrebaked(const QString &path, const OpenOptions &options, ProgressMeter &progress,
                                                  const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const PrebakedConfig config, readPrebakedConfig(path));
    Image image;
    image.source = SourceKind::Prebaked;
    image.location = path;
    image.config = imageConfigOf(config);
    image.platform = image.config.platform;
    image.layers.resize(config.layers.size());
    STRATOSCOPE_CHECK(requireArchitecture(image.platform, options.expectArchitecture, image.location));
    progress.begin(Stage::Index, qint64(config.layers.size()), int(config.layers.size()));
    STRATOSCOPE_CHECK(inParallel(
        config.layers.size(),
        [&](std::size_t i, const std::stop_token &inner) -> Result<void> {
            STRATOSCOPE_TRY(PrebakedLayer layer, readPrebakedLayer(path, config.layers[i].hex(), inner));
            image.layers[i].digest = config.layers[i];
            image.layers[i].index = std::move(layer.index);
            image.layers[i].contents = std::move(layer.contents);
            image.layers[i].check = std::make_shared<ImageLayer::Check>(Verification::Unknown, std::move(layer.digests));
            progress.add(1);
            return {};
        },
        stop));
    progress.finish();
    STRATOSCOPE_CHECK(mergeLayers(image));
    image.userIds = config.ids;
    if (!config.user.isEmpty() && !config.ids) {
        STRATOSCOPE_TRY(image.userIds, resolveUser(config.user, image.fs()));
    }
    return std::make_shared<const Image>(std::move(image));
}

/// A layer of the store; made anew from its blob where only that is left, as after a loss of power.
Result<LoadedLayer> readyLayer(const Digest &digest, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    const auto blob = store.blob(digest);
    if (blob) {
        STRATOSCOPE_TRY(const LayerBlob layer, examineBlob(*blob, digest, {}, {}));
        return storeLayer(layer, store, progress, stop);
    }
    const auto layer = store.findLayer(digest);
    if (!layer)
        return fail(ErrorKind::NotFound, {},
                    u"%1 is missing from the store; import or pull the image again"_s.arg(digest.toString()));
    STRATOSCOPE_TRY(PrebakedLayer loaded, store.loadLayer(*layer, stop));
    return LoadedLayer{*layer, std::move(loaded.index), std::move(loaded.contents), std::move(loaded.digests)};
}

Result<std::shared_ptr<const Image>> openStored(const StoredImage &stored, const OpenOptions &options, const Store &store,
                                                ProgressMeter &progress, const std::stop_token &stop)
{
    Image image;
    image.source = SourceKind::Store;
    image.location = stored.reference;
    image.names = {stored.reference};
    image.mediaType = stored.mediaType;
    image.digest = stored.manifest;
    image.configDigest = stored.config;
    image.platform = stored.platform;
    image.layers.resize(stored.layers.size());
    STRATOSCOPE_CHECK(requireArchitecture(image.platform, options.expectArchitecture, image.location));
    STRATOSCOPE_TRY(const FileRegion manifest, store.blob(stored.manifest));
    STRATOSCOPE_TRY(image.manifestBytes, readAll(manifest, kMaxDocument));
    STRATOSCOPE_TRY(const FileRegion config, store.blob(stored.config));
    STRATOSCOPE_TRY(image.configBytes, readAll(config, kMaxDocument));
    STRATOSCOPE_TRY(image.config, ImageConfig::parse(image.configBytes, stored.config.toString()));
    if (const auto index = stored.index ? store.blob(*stored.index) : fail(ErrorKind::NotFound, {}, {}))
        image.indexBytes = readAll(*index, kMaxDocument).value_or(QByteArray());
    takeHistory(image);

    progress.begin(Stage::Index, qint64(stored.size), int(stored.layers.size()));
    STRATOSCOPE_CHECK(inParallel(
        stored.layers.size(),
        [&](std::size_t i, const std::stop_token &inner) -> Result<void> {
            auto ready = readyLayer(stored.layers[i], store, progress, inner);
            if (!ready)
                return Failure(withContext(layerSubject(stored.reference, i), std::move(ready).error()));
            const QString mediaType = ready->stored.mediaType;
            fillFromStore(image.layers[i], std::move(*ready));
            image.layers[i].mediaType = mediaType;
            if (auto blob = store.blob(stored.layers[i]))
                image.layers[i].blob = std::move(*blob);
            return {};
        },
        stop));
    progress.finish();
    STRATOSCOPE_CHECK(mergeLayers(image));
    return std::make_shared<const Image>(std::move(image));
}

Result<StoredImage> findOrPull(const QString &reference, const OpenOptions &options, Store &store, ProgressMeter &progress,
                               const std::stop_token &stop)
{
    auto stored = store.findImage(reference, options.platform.value_or(Platform::host()));
    const bool isMissing
        = !stored && (stored.error().kind == ErrorKind::NotFound || stored.error().kind == ErrorKind::WrongPlatform);
    if (!isMissing || !options.registries)
        return stored;
    STRATOSCOPE_TRY(const RegistryAccess access, options.registries());
    STRATOSCOPE_TRY(const Reference meant, access.registries->resolveName(reference));
    if (auto known = store.findImage(meant.canonical(), options.platform.value_or(Platform::host())))
        return known; // by the name that a short one stands for
    STRATOSCOPE_TRY(PullReport report, pullImage(reference, {.open = options}, access, store, progress, stop));
    return std::move(report.image);
}

} // namespace

Result<void> requireArchitecture(const Platform &platform, const QString &expected, const QString &location)
{
    if (expected.isEmpty())
        return {};
    Platform wanted = platform;
    wanted.architecture = expected;
    wanted.variant.clear();
    if (wanted.normalized().architecture != platform.normalized().architecture)
        return fail(ErrorKind::WrongPlatform, location,
                    u"is for the architecture %1, not %2"_s.arg(platform.architecture, expected));
    return {};
}

Result<std::shared_ptr<const Image>> openImage(const QString &text, const OpenOptions &options, Store &store,
                                               ProgressMeter &progress, std::stop_token stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    progress.begin(Stage::Resolve, -1);
    if (!name.isLocal()) {
        STRATOSCOPE_TRY(const StoredImage stored, findOrPull(name.reference, options, store, progress, stop));
        store.markUsed(stored);
        return openStored(stored, options, store, progress, stop);
    }
    STRATOSCOPE_TRY(const auto archive, openArchive(name.path, name.kind, store.temporaryDirectory(), progress, stop));
    if (archive->kind() == ArchiveKind::Prebaked)
        return openPrebaked(archive->path(), options, progress, stop);
    return openArchived(*archive, name, options, store, progress, stop);
}

Result<void> verifyImage(const Image &image, Store &store, ProgressMeter &progress, std::stop_token stop)
{
    std::vector<const ImageLayer *> pending;
    std::vector<std::size_t> numbers;
    qint64 total = 0;
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        const ImageLayer &layer = image.layers[i];
        const bool isTwin = std::ranges::any_of(pending, [&](const ImageLayer *other) { return other->check == layer.check; });
        if (layer.check->state() != Verification::Pending || isTwin)
            continue;
        pending.push_back(&layer);
        numbers.push_back(i);
        total += qint64(layer.blob->size);
    }
    progress.begin(Stage::Verify, total, int(pending.size()));
    std::vector<std::optional<Error>> errors(pending.size());
    try {
        // Every layer gets its own state, so one that fails does not end the others.
        STRATOSCOPE_CHECK(inParallel(
            pending.size(),
            [&](std::size_t n, const std::stop_token &inner) -> Result<void> {
                const ImageLayer &layer = *pending[n];
                progress.setItem(layerSubject(image.title(), numbers[n]), int(n));
                layer.check->setRunning();
                auto checked = checkLayer(blobOf(layer), store, progress, inner);
                if (checked) {
                    layer.check->setVerified(std::move(checked->digests));
                    return {};
                }
                errors[n] = withContext(layerSubject(image.location, numbers[n]), std::move(checked).error());
                layer.check->setFailed(*errors[n]);
                return {};
            },
            stop));
    } catch (const Cancelled &) {
        for (const ImageLayer *layer : pending) {
            if (layer->check->state() == Verification::Running)
                layer->check->setPending();
        }
        throw;
    }
    progress.finish();
    for (auto &error : errors) {
        if (error)
            return Failure(std::move(*error));
    }
    return {};
}

} // namespace stratoscope
