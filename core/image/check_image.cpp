// SPDX-License-Identifier: Apache-2.0
#include "image/check_image.h"

#include "archive/image_name.h"
#include "base/parallel.h"
#include "image/check_contents.h"
#include "image/layers.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Merges the layers for the errors that only shows.
Result<void> requireMergeable(MergedTree::Layers layers, const QString &location)
{
    auto tree = MergedTree::merge(std::move(layers));
    if (!tree)
        return Failure(withContext(location, std::move(tree).error()));
    return {};
}

Result<void> checkArchived(const LocalArchive &archive, const ResolvedImage &image, const Store &store, ProgressMeter &progress,
                           const std::stop_token &stop)
{
    const std::vector<std::size_t> first = firstOccurrence(image.layers);
    std::vector<std::size_t> distinct;
    qint64 total = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] != i)
            continue;
        distinct.push_back(i);
        total += qint64(image.layers[i].blob.size);
    }
    progress.begin(Stage::Verify, total, int(distinct.size()));
    MergedTree::Layers indexes(image.layers.size());
    STRATOSCOPE_CHECK(inParallel(
        distinct.size(),
        [&](std::size_t n, const std::stop_token &inner) -> Result<void> {
            const std::size_t i = distinct[n];
            const ResolvedLayer &layer = image.layers[i];
            progress.setItem(layerSubject(archive.path(), i), int(n));
            auto checked
                = examineBlob(layer.blob, layer.digest, layer.diffId, layer.mediaType).and_then([&](const LayerBlob &blob) {
                      return checkLayer(blob, store, progress, inner);
                  });
            if (!checked)
                return Failure(withContext(layerSubject(archive.path(), i), std::move(checked).error()));
            indexes[i] = std::move(checked->index);
            return {};
        },
        stop));
    progress.finish();
    for (std::size_t i = 0; i < first.size(); ++i)
        indexes[i] = indexes[first[i]];
    return requireMergeable(std::move(indexes), archive.path());
}

Result<void> checkPrebaked(const Image &image, ProgressMeter &progress, const std::stop_token &stop)
{
    std::vector<std::size_t> distinct;
    qint64 total = 0;
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        const bool isKnown = std::ranges::any_of(
            distinct, [&](std::size_t other) { return image.layers[other].digest == image.layers[i].digest; });
        if (isKnown)
            continue;
        distinct.push_back(i);
        total += qint64(image.layers[i].index->contentSize());
    }
    progress.begin(Stage::Verify, total, int(distinct.size()));
    STRATOSCOPE_CHECK(inParallel(
        distinct.size(),
        [&](std::size_t n, const std::stop_token &inner) -> Result<void> {
            const QString subject = layerSubject(image.location, distinct[n]);
            progress.setItem(subject, int(n));
            const ImageLayer &layer = image.layers[distinct[n]];
            auto checked = checkContents(layer.index, layer.contents, layer.check->fileDigests(), progress, inner);
            if (!checked)
                return Failure(withContext(subject, std::move(checked).error()));
            return {};
        },
        stop));
    progress.finish();
    return {};
}

Result<void> check(ImageCheck &found, const QString &text, const OpenOptions &options, Store &store, ProgressMeter &progress,
                   const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    if (!name.isLocal())
        return fail(ErrorKind::Unsupported, text, u"is no file or folder, and registries are not asked"_s);
    progress.begin(Stage::Resolve, -1);
    STRATOSCOPE_TRY(const auto archive, openArchive(name.path, name.kind, store.temporaryDirectory(), progress, stop));
    found.kind = sourceKindOf(archive->kind());
    if (archive->kind() == ArchiveKind::Prebaked) {
        STRATOSCOPE_TRY(const auto image, openImage(text, options, store, progress, stop));
        return checkPrebaked(*image, progress, stop);
    }
    STRATOSCOPE_TRY(const ResolvedImage image, archive->resolve(name.selector, options.platform, progress, stop));
    found.digest = image.digest;
    STRATOSCOPE_CHECK(requireArchitecture(image.config.platform, options.expectArchitecture, archive->path()));
    return checkArchived(*archive, image, store, progress, stop);
}

} // namespace

ImageCheck checkImage(const QString &name, const OpenOptions &options, Store &store, ProgressMeter &progress, std::stop_token stop)
{
    ImageCheck found;
    if (auto checked = check(found, name, options, store, progress, stop); !checked)
        found.error = std::move(checked).error();
    return found;
}

} // namespace stratoscope
