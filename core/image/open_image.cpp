// SPDX-License-Identifier: Apache-2.0
#include "image/open_image.h"

#include "archive/image_name.h"
#include "engine/open_local.h"
#include "image/archive_source.h"
#include "image/prebaked_source.h"
#include "image/pull_image.h"
#include "image/store_source.h"
#include "store/store_cleaner.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<std::shared_ptr<const Image>> openFrom(const LocalSource &source, const OpenOptions &options, ProgressMeter &progress,
                                              const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(requireArchitecture(source.documents().config.platform, options.expectArchitecture, source.location()));
    Image image = source.describe();
    STRATOSCOPE_TRY(auto layers, source.openAll(progress, stop));
    for (auto &opened : layers)
        image.layers.push_back(std::move(opened.layer));
    STRATOSCOPE_CHECK(image.mergeLayers(stop));
    STRATOSCOPE_CHECK(source.complete(image));
    return std::make_shared<const Image>(std::move(image));
}

/// Errors are of no interest here, such as that somebody adds to the store: the next image opened does the same.
void limitCache(const Image &image, const OpenOptions &options, const Store &store)
{
    std::vector<Digest> layers;
    for (const ImageLayer &layer : image.layers) {
        if (layer.digest)
            layers.push_back(*layer.digest);
    }
    [[maybe_unused]] const auto freed = StoreCleaner(store).limitCache(options.cacheLimit, layers);
}

Result<StoredImage> findOrPull(const QString &reference, const OpenOptions &options, Store &store, ProgressMeter &progress,
                               const std::stop_token &stop)
{
    const Platform platform = options.platform.value_or(Platform::host());
    auto stored = store.images().find(reference, platform);
    const bool isMissing
        = !stored && (stored.error().kind == ErrorKind::NotFound || stored.error().kind == ErrorKind::WrongPlatform);
    if (!isMissing || !options.registries)
        return stored;
    STRATOSCOPE_TRY(const Registries registries, options.registries());
    STRATOSCOPE_TRY(const Reference resolved, registries.resolveName(reference));
    if (auto known = store.images().find(resolved.canonical(), platform))
        return known; // under the name that a short name stands for
    STRATOSCOPE_TRY(PullReport report, pullImage(reference, {.open = options}, registries, store, progress, stop));
    return std::move(report.image);
}

using Images = std::vector<std::shared_ptr<const Image>>;
enum class Platforms { One, All };

/// Opens the other platforms of an image that an archive lists.
Result<void> openOthers(const LocalArchive &archive, const ImageName &name, const OpenOptions &options, Store &store,
                        ProgressMeter &progress, const std::stop_token &stop, Images &images)
{
    const std::vector<std::size_t> named = archive.imagesNamed(name.selector);
    const bool hasOthers = named.size() != 1 || archive.images()[named.front()].platforms.size() > 1;
    if (!images.empty() && !hasOthers)
        return {}; // it may take reading all layers to see that
    for (const std::size_t listed : named) {
        for (const Platform &platform : archive.images()[listed].platforms) {
            STRATOSCOPE_TRY(const auto source, localSource(archive, name, platform, store, progress, stop));
            const auto isOpened = [&source](const auto &image) {
                return image->digest == source->documents().digest && image->configDigest == source->documents().configDigest;
            };
            if (std::ranges::any_of(images, isOpened))
                continue;
            STRATOSCOPE_TRY(auto image, openFrom(*source, options, progress, stop));
            images.push_back(std::move(image));
        }
    }
    return {};
}

/// The images of the store that are other platforms of this one.
std::vector<StoredImage> otherPlatforms(const StoredImage &image, const Store &store)
{
    std::vector<StoredImage> others = store.images().list().images;
    std::erase_if(others, [&image](const StoredImage &other) {
        return !image.index || other.index != image.index || other.reference != image.reference || other.manifest == image.manifest;
    });
    return others;
}

Result<std::shared_ptr<const Image>> openStored(const StoredImage &stored, const OpenOptions &options, const Store &store,
                                                ProgressMeter &progress, const std::stop_token &stop)
{
    store.images().markUsed(stored);
    StoreSource source(stored, store);
    STRATOSCOPE_CHECK(requireArchitecture(stored.platform, options.expectArchitecture, stored.reference));
    STRATOSCOPE_CHECK(source.readDocuments());
    return openFrom(source, options, progress, stop);
}

Result<Images> openNamed(const QString &text, const OpenOptions &options, Platforms platforms, Store &store,
                         ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    progress.begin(Stage::Resolve, -1);
    if (name.isLocal()) {
        STRATOSCOPE_TRY(const auto archive, openLocalArchive(name, options.platform, store.temporaryDirectory(), progress, stop));
        Images images;
        const auto source = localSource(*archive, name, options.platform, store, progress, stop);
        if (source) {
            STRATOSCOPE_TRY(auto image, openFrom(**source, options, progress, stop));
            images.push_back(std::move(image));
        }
        // Unless one is asked for, none needs to be for this machine.
        const bool hasOthers = source || (source.error().kind == ErrorKind::WrongPlatform && !options.platform);
        if (platforms == Platforms::All && hasOthers)
            STRATOSCOPE_CHECK(openOthers(*archive, name, options, store, progress, stop, images));
        if (images.empty())
            return Failure(source.error());
        limitCache(*images.front(), options, store);
        return images;
    }
    STRATOSCOPE_TRY(const StoredImage stored, findOrPull(name.reference, options, store, progress, stop));
    STRATOSCOPE_TRY(auto image, openStored(stored, options, store, progress, stop));
    Images images{std::move(image)};
    if (platforms == Platforms::All) {
        for (const StoredImage &other : otherPlatforms(stored, store)) {
            STRATOSCOPE_TRY(auto opened, openStored(other, options, store, progress, stop));
            images.push_back(std::move(opened));
        }
    }
    return images;
}

} // namespace

Result<void> requireArchitecture(const Platform &platform, const QString &expected, const QString &location)
{
    if (expected.isEmpty())
        return {};
    Platform wanted = platform;
    wanted.architecture = expected;
    wanted.variant.clear();
    if (platform.architecture.isEmpty())
        return fail(ErrorKind::WrongPlatform, location, u"does not say which architecture it is for"_s);
    if (wanted.normalized().architecture != platform.normalized().architecture)
        return fail(ErrorKind::WrongPlatform, location,
                    u"is for the architecture %1, not %2"_s.arg(platform.architecture, expected));
    return {};
}

Result<std::unique_ptr<LocalSource>> localSource(const LocalArchive &archive, const ImageName &name,
                                                 const std::optional<Platform> &platform, const Store &store,
                                                 ProgressMeter &progress, const std::stop_token &stop)
{
    if (archive.kind() == SourceKind::Prebaked)
        return openPrebakedSource(archive.path());
    STRATOSCOPE_TRY(ResolvedImage image, archive.resolve(name.selector, platform, progress, stop));
    return std::make_unique<ArchiveSource>(archive, std::move(image), ArchiveSource::Blobs::InPlace, store);
}

Result<std::shared_ptr<const Image>> openImage(const QString &text, const OpenOptions &options, Store &store,
                                               ProgressMeter &progress, std::stop_token stop)
{
    return openNamed(text, options, Platforms::One, store, progress, stop).map([](Images images) {
        return std::move(images.front());
    });
}

Result<std::vector<std::shared_ptr<const Image>>> openPlatforms(const QString &text, const OpenOptions &options, Store &store,
                                                                ProgressMeter &progress, std::stop_token stop)
{
    return openNamed(text, options, Platforms::All, store, progress, stop);
}

} // namespace stratoscope
