// SPDX-License-Identifier: Apache-2.0
#include "image/import_image.h"

#include "archive/image_name.h"
#include "base/cancel.h"
#include "base/parallel.h"
#include "image/layers.h"
#include "layer/region_input.h"
#include "oci/media_type.h"
#include "oci/reference.h"

#include <QFileInfo>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// A layer that is in the store now, with its blob.
struct ImportedLayer {
    Descriptor descriptor;
    std::shared_ptr<const LayerIndex> index;
    bool isReused = false;
};

QString layerMediaType(Compression compression)
{
    switch (compression) {
    case Compression::Gzip:
        return media_type::kOciLayerGzip;
    case Compression::Zstd:
        return media_type::kOciLayerZstd;
    default:
        return media_type::kOciLayer;
    }
}

Result<Digest> digestOf(const FileRegion &blob, const std::stop_token &stop)
{
    Hasher hasher;
    RegionSource source(blob);
    std::vector<std::byte> piece(1 << 20);
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, source.read(piece));
        if (count == 0)
            return Digest(hasher.finishSha256());
        hasher.update(Bytes(piece).first(count));
    }
}

Result<ImportedLayer> importLayer(const ResolvedLayer &layer, const Store &store, ProgressMeter &progress,
                                  const std::stop_token &stop)
{
    STRATOSCOPE_TRY(LayerBlob blob, examineBlob(layer.blob, layer.digest, layer.diffId, layer.mediaType));
    std::optional<Digest> &digest = blob.promise.digest;
    if (!digest && layer.diffId && blob.compression == Compression::None)
        digest = Digest(*layer.diffId);
    if (!digest) {
        // Another blob of the same content may be in the store; this one is to be in it, too.
        STRATOSCOPE_TRY(digest, digestOf(layer.blob, stop));
    }
    const bool isReused = store.findLayer(*digest) && store.blob(*digest);
    STRATOSCOPE_TRY(LoadedLayer ready, storeLayer(blob, store, progress, stop));
    STRATOSCOPE_CHECK(store.putBlob(layer.blob, *digest, progress, stop));
    Descriptor descriptor;
    descriptor.mediaType = layerMediaType(blob.compression);
    descriptor.digest = *digest;
    descriptor.size = qint64(layer.blob.size);
    return ImportedLayer{std::move(descriptor), std::move(ready.index), isReused};
}

Result<std::vector<ImportedLayer>> importLayers(const ResolvedImage &image, const QString &location, const Store &store,
                                                ProgressMeter &progress, const std::stop_token &stop)
{
    const std::vector<std::size_t> first = firstOccurrence(image.layers);
    std::vector<std::size_t> distinct;
    qint64 total = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] != i)
            continue;
        distinct.push_back(i);
        total += 2 * qint64(image.layers[i].blob.size); // read to be unpacked, and to be kept
    }
    progress.begin(Stage::Index, total, int(distinct.size()));
    std::vector<ImportedLayer> imported(image.layers.size());
    STRATOSCOPE_CHECK(inParallel(
        distinct.size(),
        [&](std::size_t n, const std::stop_token &inner) -> Result<void> {
            const std::size_t i = distinct[n];
            progress.setItem(layerSubject(location, i), int(n));
            auto layer = importLayer(image.layers[i], store, progress, inner);
            if (!layer)
                return Failure(withContext(layerSubject(location, i), std::move(layer).error()));
            imported[i] = std::move(*layer);
            return {};
        },
        stop));
    progress.finish();
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] != i)
            imported[i] = imported[first[i]];
    }
    return imported;
}

/// For an image without a manifest.
QByteArray manifestFor(const ResolvedImage &image, const std::vector<ImportedLayer> &layers)
{
    Manifest manifest;
    manifest.mediaType = media_type::kOciManifest;
    manifest.config.mediaType = media_type::kOciConfig;
    manifest.config.digest = image.configDigest;
    manifest.config.size = image.configBytes.size();
    for (const ImportedLayer &layer : layers)
        manifest.layers.push_back(layer.descriptor);
    JsonWriter json;
    manifest.write(json);
    return QByteArray::fromStdString(json.take());
}

QString nameOfFile(const QString &path)
{
    QString name = QFileInfo(QFileInfo(path).absoluteFilePath()).fileName();
    for (const auto suffix : {".gz"_L1, ".tgz"_L1, ".zst"_L1, ".xz"_L1, ".bz2"_L1, ".tar"_L1, ".oci"_L1}) {
        if (name.size() > suffix.size() && name.endsWith(suffix))
            name.chop(suffix.size());
    }
    return name;
}

/// What the image is called in the store: by the name that was asked for, else by its first.
QString referenceFor(const QStringList &names, const ImageName &asked)
{
    const auto isMeant = [&](const QString &name) { return name == asked.selector || name.endsWith(u':' + asked.selector); };
    const auto meant = asked.selector.isEmpty() ? names.end() : std::ranges::find_if(names, isMeant);
    const QString name = meant != names.end() ? *meant : names.value(0);
    // A tag alone would be read as a repository's name.
    const bool isWhole = name.contains(u':') || name.contains(u'/');
    if (const auto reference = Reference::parse(name); reference && isWhole)
        return reference->canonical();
    if (isWhole)
        return name;
    return name.isEmpty() ? nameOfFile(asked.path) : nameOfFile(asked.path) + u':' + name;
}

} // namespace

Result<ImportReport> importImage(const QString &text, const OpenOptions &options, Store &store, ProgressMeter &progress,
                                 std::stop_token stop)
{
    STRATOSCOPE_TRY(const ImageName name, ImageName::parse(text));
    if (!name.isLocal())
        return fail(ErrorKind::NotFound, text, u"is no file or folder"_s);
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    progress.begin(Stage::Resolve, -1);
    STRATOSCOPE_TRY(const auto archive, openArchive(name.path, name.kind, store.temporaryDirectory(), progress, stop));
    if (archive->kind() == ArchiveKind::Prebaked)
        return fail(ErrorKind::Unsupported, name.path,
                    u"is a prebaked directory: it has no blobs to verify; it can be used as it is, without being imported"_s);
    STRATOSCOPE_TRY(const ResolvedImage image, archive->resolve(name.selector, options.platform, progress, stop));
    STRATOSCOPE_CHECK(requireArchitecture(image.config.platform, options.expectArchitecture, archive->path()));
    STRATOSCOPE_TRY(const std::vector<ImportedLayer> layers, importLayers(image, archive->path(), store, progress, stop));

    ImportReport report;
    MergedTree::Layers indexes;
    std::vector<Digest> counted;
    for (const ImportedLayer &layer : layers) {
        const auto size = std::uint64_t(layer.descriptor.size);
        indexes.push_back(layer.index);
        report.image.layers.push_back(layer.descriptor.digest);
        report.image.size += size;
        if (std::ranges::find(counted, layer.descriptor.digest) != counted.end())
            continue;
        counted.push_back(layer.descriptor.digest);
        report.bytes += size;
        report.reusedBytes += layer.isReused ? size : 0;
    }
    if (auto tree = MergedTree::merge(std::move(indexes)); !tree)
        return Failure(withContext(archive->path(), std::move(tree).error()));

    const QByteArray manifest = image.manifestBytes.isEmpty() ? manifestFor(image, layers) : image.manifestBytes;
    report.image.reference = referenceFor(image.names, name);
    report.image.manifest = image.digest.value_or(Digest::of(asBytes({manifest.constData(), std::size_t(manifest.size())})));
    report.image.config = image.configDigest;
    report.image.platform = image.config.platform;
    report.image.mediaType = image.mediaType.isEmpty() ? QString(media_type::kOciManifest) : image.mediaType;
    report.image.created = image.config.created;
    report.image.pulled = QDateTime::currentDateTimeUtc();
    report.image.source = QFileInfo(archive->path()).absoluteFilePath();
    STRATOSCOPE_CHECK(store.putBlob(manifest, report.image.manifest));
    STRATOSCOPE_CHECK(store.putBlob(image.configBytes, image.configDigest));
    STRATOSCOPE_CHECK(store.addImage(report.image));
    return report;
}

} // namespace stratoscope
