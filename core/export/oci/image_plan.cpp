// SPDX-License-Identifier: Apache-2.0
#include "export/oci/image_plan.h"

#include "base/cancel.h"
#include "export/verified.h"
#include "formats/layer_tar.h"
#include "formats/squashed_layer.h"
#include "image/distinct_layers.h"
#include "layer/region_input.h"
#include "oci/manifest.h"
#include "oci/media_type.h"
#include "oci/new_documents.h"
#include "store/store.h"
#include "stream/compress.h"
#include "stream/copy_region.h"
#include "stream/hashing_sink.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kBlobPiece = 1 << 20;

/// Passes a blob on as it is.
Result<void> copyBlob(const FileRegion &blob, ByteSink &into, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(copyRegion(blob, into, progress, stop));
    return into.finish();
}

/// Passes on the tar in a blob.
Result<void> unpackBlob(const FileRegion &blob, ByteSink &into, ProgressMeter &progress, const std::stop_token &stop)
{
    RegionSource source(blob);
    LayerDecoder decoder(source);
    std::vector<std::byte> buffer(kBlobPiece);
    std::uint64_t reported = 0;
    while (true) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t count, decoder.read(buffer));
        progress.add(qint64(decoder.taken() - std::exchange(reported, decoder.taken())));
        if (count == 0)
            return {};
        STRATOSCOPE_CHECK(into.append(Bytes(buffer).first(count)));
    }
}

/// Compresses the tar that `write` passes on, and keeps its diff ID, or compares it with the known one.
template <typename Write>
Result<void> compressTar(ByteSink &into, Compression compression, PlannedLayer::Tar &tar, const Write &write)
{
    const std::unique_ptr<ByteSink> compressed = compressTo(into, compression);
    HashingSink hashed(compressed.get(), tar.diffId ? tar.diffId->algorithm() : HashAlgorithm::Sha256);
    STRATOSCOPE_CHECK(write(hashed));
    STRATOSCOPE_CHECK(hashed.finish());
    const DiffId diffId(hashed.digest());
    if (!tar.diffId)
        tar.diffId = diffId;
    return requireDigest(diffId, *tar.diffId);
}

/// Of a blob whose digest is not known: opening the image did not read it if the store had the layer.
Result<void> verifyDiffId(const FileRegion &blob, PlannedLayer::Tar &tar, const std::stop_token &stop)
{
    ProgressMeter silent;
    HashingSink hashed(nullptr, tar.diffId->algorithm());
    STRATOSCOPE_CHECK(unpackBlob(blob, hashed, silent, stop));
    STRATOSCOPE_CHECK(requireDigest(DiffId(hashed.digest()), *tar.diffId));
    tar.isVerified = true;
    return {};
}

/// What the manifest says about the layers' blobs; nothing if there is none of a kind that does.
std::vector<Descriptor> describedLayers(const Image &image)
{
    auto manifest = Manifest::parse(image.manifestBytes, {});
    if (image.manifestBytes.isEmpty() || !manifest || manifest->layers.size() != image.layers.size())
        return {};
    return std::move(manifest->layers);
}

} // namespace

class ImagePlan::Builder
{
public:
    Builder(const Image &image, const LayerChoice &choice, const Store &store, ProgressMeter &progress, const std::stop_token &stop)
        : m_image(image)
        , m_choice(choice)
        , m_store(store)
        , m_progress(progress)
        , m_stop(stop)
        , m_fs(std::make_shared<const ImageFs>(image.fs()))
        , m_described(describedLayers(image))
        , m_plan(image)
    {
    }

    Result<ImagePlan> run()
    {
        STRATOSCOPE_CHECK(chooseLayers());
        for (int layer = 0; layer <= m_last; ++layer) {
            if (layer == m_squashFrom && m_squashTo > m_squashFrom) {
                STRATOSCOPE_CHECK(addSquashed());
                layer = m_squashTo;
            } else {
                STRATOSCOPE_CHECK(withContext(layerSubject(m_image.location, std::size_t(layer)), addLayer(layer)));
            }
        }
        m_plan.m_changesLayers = m_squashTo > m_squashFrom || m_last + 1 < int(m_image.layers.size());
        m_plan.m_history = historyOf(m_image.config);
        if (m_plan.m_changesLayers) {
            const auto kept = historyUpTo(m_plan.m_history, m_image.layers.size(), std::size_t(m_last));
            m_plan.m_history = kept.value_or(QJsonArray());
            if (kept && m_squashTo > m_squashFrom)
                m_plan.m_history = joinedHistory(*kept, std::size_t(m_squashFrom), std::size_t(m_squashTo));
        }
        return std::move(m_plan);
    }

private:
    Result<void> chooseLayers()
    {
        const int top = int(m_image.layers.size()) - 1;
        m_last = m_choice.upTo.value_or(top);
        if (m_choice.flatten) {
            m_squashFrom = 0;
            m_squashTo = m_last;
        } else if (m_choice.squash) {
            m_squashFrom = m_choice.squash->first;
            m_squashTo = m_choice.squash->second;
        }
        for (const int number : {m_last, m_squashFrom, m_squashTo}) {
            if (number > top)
                return fail(ErrorKind::NotFound, m_image.location,
                            u"has no layer %1; its %2 layers are numbered from 0"_s.arg(number).arg(top + 1));
        }
        return {};
    }

    Result<void> addLayer(int number)
    {
        const ImageLayer &layer = m_image.layers[std::size_t(number)];
        PlannedLayer planned;
        planned.number = std::size_t(number);
        if (!layer.blob) {
            makeAnew(planned);
            m_plan.m_madeAnew.push_back(std::size_t(number));
        } else {
            planned.tar->diffId = layer.diffId;
            STRATOSCOPE_TRY(const Compression is, detectCompression(*layer.blob));
            const bool isKept = m_choice.compression ? is == *m_choice.compression : m_choice.canKeep(is);
            if (isKept) {
                keep(planned, layer, is);
            } else {
                recompress(planned, layer);
                m_plan.m_recompressed += m_choice.compression || m_choice.isSilent ? 0 : 1;
            }
        }
        m_plan.m_layers.push_back(std::move(planned));
        return {};
    }

    void keep(PlannedLayer &planned, const ImageLayer &layer, Compression compression)
    {
        planned.isKept = true;
        planned.compression = compression;
        BlobContent &content = planned.content;
        content.size = content.work = layer.blob->size;
        if (!m_described.empty()) {
            planned.descriptor = m_described[planned.number];
            content.digest = planned.descriptor->digest;
        } else if (m_image.source == SourceKind::Store) {
            content.digest = layer.digest;
        } else if (compression == Compression::None && layer.diffId) {
            content.digest = Digest(*layer.diffId);
        }
        if (content.digest) {
            content.region = *layer.blob;
            content.shared = sharedFile(*content.digest, *content.size);
        }
        content.write = [blob = *layer.blob, tar = planned.tar, isKnown = content.digest.has_value(), &progress = m_progress,
                         stop = m_stop](ByteSink &into) -> Result<void> {
            if (!isKnown && !tar->isVerified)
                STRATOSCOPE_CHECK(verifyDiffId(blob, *tar, stop));
            return copyBlob(blob, into, progress, stop);
        };
    }

    /// The store's file of a blob, which was verified when it was added. One that can be written to is not shared: it may have
    /// been.
    QString sharedFile(const Digest &digest, std::uint64_t size) const
    {
        const QString path = m_store.blobs().path(digest);
        const QFileInfo info(path);
        constexpr auto kWritable = QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
        const bool isIntact = info.isFile() && std::uint64_t(info.size()) == size && !(info.permissions() & kWritable);
        return isIntact ? path : QString();
    }

    void recompress(PlannedLayer &planned, const ImageLayer &layer)
    {
        planned.compression = m_choice.compression.value_or(m_choice.otherwise);
        BlobContent &content = planned.content;
        content.work = layer.blob->size;
        if (planned.compression == Compression::None && layer.diffId && layer.size > 0) {
            content.digest = Digest(*layer.diffId);
            content.size = layer.size;
        }
        content.write = [blob = *layer.blob, compression = planned.compression, tar = planned.tar, &progress = m_progress,
                         stop = m_stop](ByteSink &into) {
            return compressTar(into, compression, *tar, [&](ByteSink &plain) { return unpackBlob(blob, plain, progress, stop); });
        };
    }

    void makeAnew(PlannedLayer &planned)
    {
        const LayerIndex &index = *m_image.layers[planned.number].index;
        make(planned, index.contentSize(),
             [number = int(planned.number)](const ImageFs &fs, auto &&...rest) { return writeLayerTar(fs, number, rest...); });
    }

    Result<void> addSquashed()
    {
        STRATOSCOPE_TRY(auto history, TreeHistory::make(m_image.tree, m_stop));
        STRATOSCOPE_TRY(SquashedLayer made, SquashedLayer::make(std::move(history), m_squashFrom, m_squashTo, m_stop));
        const auto layer = std::make_shared<const SquashedLayer>(std::move(made));
        PlannedLayer planned;
        planned.number = std::size_t(m_squashTo);
        make(planned, layer->contentSize(), [layer](const ImageFs &fs, auto &&...rest) { return layer->write(fs, rest...); });
        m_plan.m_layers.push_back(std::move(planned));
        return {};
    }

    /// The content is a tar that is made of files.
    template <typename Write>
    void make(PlannedLayer &planned, std::uint64_t work, const Write &write)
    {
        m_plan.m_readsFiles = true;
        planned.compression = m_choice.compression.value_or(m_choice.otherwise);
        planned.content.work = work;
        planned.content.write = [fs = m_fs, write, compression = planned.compression, tar = planned.tar, &progress = m_progress,
                                 stop = m_stop](ByteSink &into) {
            return compressTar(into, compression, *tar, [&](ByteSink &plain) -> Result<void> {
                STRATOSCOPE_TRY(tar->warnings, write(*fs, plain, progress, stop));
                return {};
            });
        };
    }

    const Image &m_image;
    const LayerChoice &m_choice;
    const Store &m_store;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
    std::shared_ptr<const ImageFs> m_fs;
    std::vector<Descriptor> m_described; ///< the layers, by the manifest; may be empty
    int m_last = 0;
    int m_squashFrom = -1; ///< the range of layers to squash
    int m_squashTo = -1;
    ImagePlan m_plan;
};

Result<ImagePlan> ImagePlan::make(const Image &image, const LayerChoice &choice, const Store &store, ProgressMeter &progress,
                                  const std::stop_token &stop)
{
    return Builder(image, choice, store, progress, stop).run();
}

QStringList ImagePlan::warnings() const
{
    QStringList warnings;
    const auto isOther = [this](std::size_t number) {
        const auto planned = std::ranges::find(m_layers, number, &PlannedLayer::number);
        return !m_image->layers[number].diffId || m_image->layers[number].diffId != planned->tar->diffId;
    };
    if (std::ranges::any_of(m_madeAnew, isOther))
        warnings
            << u"written anew from their files, because their original tars are not available: %1 of %2 layers; their digests, "
               "that of the manifest and the image ID are not those of the original image"_s.arg(m_madeAnew.size())
                   .arg(m_image->layers.size());
    if (m_recompressed > 0)
        warnings << u"compressed differently, because the format does not have their compression: %1 of %2 layers; the digests of "
                    "their blobs change, the image ID does not"_s.arg(m_recompressed)
                        .arg(m_image->layers.size());
    for (const PlannedLayer &layer : m_layers)
        warnings << layer.tar->warnings;
    return warnings;
}

Result<ImagePlan> ImagePlan::makeVerified(const Image &image, const LayerChoice &choice, Store &store, ProgressMeter &progress,
                                          const std::stop_token &stop)
{
    STRATOSCOPE_TRY(ImagePlan plan, make(image, choice, store, progress, stop));
    STRATOSCOPE_CHECK(plan.readsFiles() ? requireVerified(image, store, progress, stop) : requireNoFailure(image));
    return plan;
}

} // namespace stratoscope
