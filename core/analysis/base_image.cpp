// SPDX-License-Identifier: Apache-2.0
#include "analysis/base_image.h"

#include "base/cancel.h"
#include "base/json_reader.h"
#include "oci/command_text.h"
#include "oci/manifest.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr QLatin1StringView kBaseName = "org.opencontainers.image.base.name"_L1;
constexpr QLatin1StringView kBaseDigest = "org.opencontainers.image.base.digest"_L1;

QString annotation(const Image &image, QLatin1StringView key)
{
    if (const auto manifest = Manifest::parse(image.manifestBytes, {}); manifest && manifest->annotations.contains(key))
        return manifest->annotations.value(key);
    return image.config.run.labels.value(key);
}

bool isPrefix(const Image &image, const BaseCandidate &candidate)
{
    return !candidate.diffIds.empty() && candidate.diffIds.size() < image.layers.size()
        && std::ranges::equal(candidate.diffIds, std::span(image.layers).first(candidate.diffIds.size()), {}, {},
                              [](const ImageLayer &layer) { return layer.diffId.value_or(DiffId()); });
}

/// How many layers are below the last command that is followed by more layers; 0 if there is none.
int layersBelowCommand(const Image &image)
{
    int below = 0;
    int layers = 0;
    int found = 0;
    for (const HistoryEntry &step : image.config.history) {
        if (!step.emptyLayer) {
            ++layers;
            found = below;
        } else if (commandText(step.createdBy).startsWith(u"CMD"_s)) {
            below = layers;
        }
    }
    return layers == int(image.layers.size()) ? found : 0;
}

/// How many layers are below the longest pause; 0 if there is none of a day.
int layersBelowPause(const Image &image)
{
    constexpr qint64 kShortest = 24 * 60 * 60;
    int layers = 0;
    int found = 0;
    qint64 longest = kShortest - 1;
    QDateTime last;
    for (const HistoryEntry &step : image.config.history) {
        if (step.emptyLayer)
            continue;
        const QDateTime time = QDateTime::fromString(step.created, Qt::ISODateWithMs);
        const qint64 pause = last.isValid() && time.isValid() ? last.secsTo(time) : 0;
        if (pause > longest) {
            longest = pause;
            found = layers;
        }
        last = time;
        ++layers;
    }
    return layers == int(image.layers.size()) ? found : 0;
}

} // namespace

std::optional<BaseImage> findBaseImage(const Image &image, std::span<const BaseCandidate> candidates)
{
    BaseImage base{.evidence = BaseImage::Evidence::None, .name = annotation(image, kBaseName), .digest = {}, .layers = 0};
    if (auto digest = Digest::parse(annotation(image, kBaseDigest)))
        base.digest = *std::move(digest);

    const BaseCandidate *best = nullptr;
    for (const BaseCandidate &candidate : candidates) {
        if (!isPrefix(image, candidate))
            continue;
        if (base.digest && std::ranges::find(candidate.digests, *base.digest) != candidate.digests.end()) {
            best = &candidate;
            base.evidence = BaseImage::Evidence::Digest;
            break;
        }
        if (!best || candidate.diffIds.size() > best->diffIds.size())
            best = &candidate;
    }
    if (best) {
        base.layers = int(best->diffIds.size());
        if (base.evidence == BaseImage::Evidence::None) {
            base.evidence = BaseImage::Evidence::Layers;
            base.name = best->name;
            base.digest = best->digests.empty() ? std::nullopt : std::optional(best->digests.front());
        } else if (base.name.isEmpty()) {
            base.name = best->name;
        }
        return base;
    }
    base.layers = layersBelowCommand(image);
    if (base.layers > 0) {
        base.evidence = BaseImage::Evidence::Command;
    } else if (base.layers = layersBelowPause(image); base.layers > 0) {
        base.evidence = BaseImage::Evidence::Times;
    } else if (base.name.isEmpty() && !base.digest) {
        return std::nullopt;
    }
    return base;
}

std::vector<BaseCandidate> baseCandidates(const Store &store, const std::stop_token &stop)
{
    std::vector<BaseCandidate> candidates;
    for (const StoredImage &image : store.images().list().images) {
        throwIfStopped(stop);
        const auto blob = store.blobs().find(image.config);
        const auto bytes = blob ? readAll(*blob, kMaxDocument) : Result<QByteArray>(Failure(blob.error()));
        if (!bytes)
            continue;
        auto config = ImageConfig::parse(*bytes, {});
        if (!config)
            continue;
        BaseCandidate &candidate = candidates.emplace_back();
        candidate.name = image.reference;
        candidate.digests.push_back(image.manifest);
        if (image.index)
            candidate.digests.push_back(*image.index);
        candidate.diffIds = std::move(config->diffIds);
    }
    return candidates;
}

} // namespace stratoscope
