// SPDX-License-Identifier: Apache-2.0
#include "push/push_image.h"

#include "export/oci/written_image.h"
#include "export/oci/written_index.h"
#include "push/repository_files.h"
#include "store/partial_upload.h"
#include "store/store.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

bool isCompressed(Compression compression)
{
    return compression != Compression::None;
}

bool isAny(Compression)
{
    return true;
}

/// The repositories of a registry that an image's names say it is in, other than the one to push to.
QStringList otherRepositories(const Image &image, const Reference &target)
{
    QStringList others;
    for (const QString &name : image.names) {
        const auto known = Reference::parse(name);
        if (known && known->registry == target.registry && known->repository != target.repository)
            others << known->repository;
    }
    others.removeDuplicates();
    return others;
}

Result<std::vector<ImagePlan>> plansOf(const std::vector<std::shared_ptr<const Image>> &images, Store &store,
                                       ProgressMeter &progress, const std::stop_token &stop)
{
    std::vector<ImagePlan> plans;
    for (const auto &image : images) {
        const LayerChoice choice{.canKeep = image->digest ? isAny : isCompressed, .isSilent = true};
        STRATOSCOPE_TRY(ImagePlan plan, ImagePlan::makeVerified(*image, choice, store, progress, stop));
        plans.push_back(std::move(plan));
    }
    return plans;
}

/// An image, and after it its other platforms.
using Images = std::vector<std::shared_ptr<const Image>>;

Result<Images> imagesToPush(const PushRequest &request, Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    if (request.allPlatforms)
        return openPlatforms(request.image, request.open, store, progress, stop);
    STRATOSCOPE_TRY(auto image, openImage(request.image, request.open, store, progress, stop));
    return Images{std::move(image)};
}

Result<PushReport> pushImages(const Images &images, const Reference &reference, const Registries &registries, Store &store,
                              ProgressMeter &progress, const std::stop_token &stop)
{
    // Mirrors are only read from.
    STRATOSCOPE_TRY(const std::vector<Endpoint> endpoints, registries.endpoints(reference));
    const auto lease = store.lease(); // keeps the blobs; without it, as in a store that is read-only, a missing one is an error
    STRATOSCOPE_TRY(const std::vector<ImagePlan> plans, plansOf(images, store, progress, stop));
    std::uint64_t freed = 0;
    [[maybe_unused]] const auto removed = PartialUpload::removeExpired(store.paths(), freed); // the next prune reports errors
    RepositoryFiles files(registries, endpoints.back(), otherRepositories(*images.front(), reference), store.paths(), progress,
                          stop);
    // Configs first: whoever refuses them does so before layers are compressed.
    progress.begin(Stage::Push, -1);
    for (const auto &image : images) {
        if (!image->config.bytes.isEmpty())
            STRATOSCOPE_CHECK(files.addFile(image->configDigest.toString(), image->config.bytes));
    }
    STRATOSCOPE_CHECK(files.uploadLayers(plans));

    PushReport report;
    report.warnings = images.front()->warnings;
    std::vector<Descriptor> manifests;
    std::vector<QByteArray> bytes;
    for (const ImagePlan &plan : plans) {
        STRATOSCOPE_TRY(WrittenImage image, WrittenImage::write(plan, files, &Digest::toString));
        STRATOSCOPE_CHECK(files.addFile(image.configDescriptor.digest.toString(), image.config));
        manifests.push_back(image.manifestDescriptor);
        bytes.push_back(std::move(image.manifest));
        report.warnings << plan.warnings();
    }
    const auto index = plans.size() > 1 ? std::optional(WrittenIndex::of(plans, manifests)) : std::nullopt;
    if (index)
        report.warnings << index->warnings;
    const Descriptor top = index ? index->descriptor : manifests.front();
    if (reference.digest && *reference.digest != top.digest)
        return fail(ErrorKind::Invalid, reference.canonical(),
                    u"is not what would be pushed, which has the digest %1"_s.arg(top.digest.toString()));
    // An index refers to its manifests by their digests, and a registry may refuse one that it cannot follow.
    for (std::size_t i = 0; i < manifests.size() && index; ++i)
        STRATOSCOPE_CHECK(files.putManifest(manifests[i].digest.toString(), bytes[i], manifests[i].mediaType));
    const QByteArray &document = index ? index->bytes : bytes.front();
    const QString name = reference.tag.isEmpty() ? top.digest.toString() : reference.tag;
    STRATOSCOPE_CHECK(files.putManifest(name, document, top.mediaType));

    Reference pushed = reference;
    pushed.digest.reset();
    report.reference = reference.tag.isEmpty() ? reference.canonical() : pushed.canonical();
    report.digest = top.digest;
    report.bytes = files.bytes() + std::uint64_t(document.size());
    for (std::size_t i = 0; i < bytes.size() && index; ++i)
        report.bytes += std::uint64_t(bytes[i].size());
    report.reusedBytes = files.reusedBytes();
    return report;
}

} // namespace

Result<PushReport> pushImage(const PushRequest &request, const Registries &registries, Store &store, ProgressMeter &progress,
                             const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(request.reference));
    STRATOSCOPE_TRY(const Images images, imagesToPush(request, store, progress, stop));
    return pushImages(images, reference, registries, store, progress, stop);
}

} // namespace stratoscope
