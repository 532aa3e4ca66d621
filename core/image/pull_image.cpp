// SPDX-License-Identifier: Apache-2.0
#include "image/pull_image.h"

#include "base/parallel.h"
#include "image/image_building.h"
#include "image/layer_pull.h"
#include "image/remote_image.h"

#include <QLocale>
#include <QStorageInfo>

#include <algorithm>
#include <map>
#include <mutex>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// One image on its way.
class Pull
{
public:
    Pull(const PullContext &context, const PullOptions &options, RemoteImage remote)
        : m_context(context)
        , m_options(options)
        , m_remote(std::move(remote))
        , m_layers(m_remote.layers.size())
    {
        for (std::size_t i = 0; i < m_remote.layers.size(); ++i) {
            if (m_places.try_emplace(m_remote.layers[i].digest, i).second)
                m_distinct.push_back(i);
        }
    }

    Result<PullReport> run(const std::stop_token &stop)
    {
        STRATOSCOPE_CHECK(requireSpace());
        m_context.progress.begin(Stage::Download, blobs());
        STRATOSCOPE_CHECK(inParallel(
            m_distinct.size(), [&](std::size_t n, const std::stop_token &inner) { return pullOne(n, inner); }, stop,
            unsigned(m_context.access.parallel)));
        m_context.progress.finish();
        MergedTree::Layers indexes;
        for (const std::size_t place : firstOccurrence())
            indexes.push_back(m_layers[place]->ready.index);
        if (auto tree = MergedTree::merge(std::move(indexes)); !tree)
            return Failure(withContext(title(), std::move(tree).error()));
        if (m_remote.schema1)
            STRATOSCOPE_CHECK(completeConfig(m_remote, diffIds()));
        return record();
    }

    /// The record of an image that is in the store whole, unchanged.
    std::optional<PullReport> unchanged() const
    {
        const auto images = m_context.store.images();
        if (!images)
            return std::nullopt;
        const auto isSame = [this](const StoredImage &image) {
            return image.reference == m_context.reference.canonical() && image.manifest == m_remote.digest
                && image.platform == m_remote.config.platform;
        };
        const auto image = std::ranges::find_if(*images, isSame);
        const auto isThere = [this](std::size_t place) {
            const Descriptor &layer = m_remote.layers[place];
            const auto blob = m_context.store.blob(layer.digest);
            return blob && blob->size == std::uint64_t(layer.size) && m_context.store.findLayer(layer.digest);
        };
        if (image == images->end() || !std::ranges::all_of(m_distinct, isThere))
            return std::nullopt;
        PullReport report{.image = *image, .warnings = m_remote.warnings};
        for (const std::size_t place : m_distinct)
            report.bytes += std::uint64_t(m_remote.layers[place].size);
        report.reusedBytes = report.bytes;
        return report;
    }

private:
    QString title() const { return m_context.reference.familiar(); }

    std::vector<BlobProgress> blobs() const
    {
        std::vector<BlobProgress> blobs;
        for (const std::size_t place : m_distinct)
            blobs.push_back({.name = m_remote.layers[place].digest.toString(), .total = m_remote.layers[place].size});
        return blobs;
    }

    /// Of each layer the number of the first one with the same blob.
    std::vector<std::size_t> firstOccurrence() const
    {
        std::vector<std::size_t> places;
        for (const Descriptor &layer : m_remote.layers)
            places.push_back(m_places.at(layer.digest));
        return places;
    }

    std::vector<DiffId> diffIds() const
    {
        std::vector<DiffId> diffIds;
        for (const std::size_t place : firstOccurrence())
            diffIds.push_back(m_layers[place]->ready.stored.diffId);
        return diffIds;
    }

    /// A layer takes at least twice its blob's size: packed and unpacked.
    Result<void> requireSpace() const
    {
        qint64 wanted = 0;
        for (const std::size_t place : m_distinct) {
            const Descriptor &layer = m_remote.layers[place];
            if (!m_context.store.blob(layer.digest))
                wanted += 2 * layer.size;
        }
        const qint64 available = QStorageInfo(m_context.store.directory()).bytesAvailable();
        if (available < 0 || wanted <= available)
            return {};
        const QLocale locale = QLocale::c();
        return fail(ErrorKind::NoSpace, title(),
                    u"needs %1 or more in the image store %2, where %3 are free"_s.arg(
                        locale.formattedDataSize(wanted), m_context.store.directory(), locale.formattedDataSize(available)));
    }

    Result<void> pullOne(std::size_t n, const std::stop_token &stop)
    {
        const std::size_t place = m_distinct[n];
        const auto &promised = m_remote.config.diffIds;
        const std::optional<DiffId> diffId = place < promised.size() ? std::optional(promised[place]) : std::nullopt;
        auto layer = pullLayer(m_context, m_remote.layers[place], diffId, int(n), stop);
        if (!layer)
            return Failure(withContext(layerSubject(title(), place), std::move(layer).error()));
        const std::scoped_lock lock(m_mutex);
        m_layers[place] = std::move(*layer);
        return m_options.onPartial ? tellPartial() : Result<void>();
    }

    Result<void> tellPartial()
    {
        const std::vector<std::size_t> places = firstOccurrence();
        const auto missing = std::ranges::find_if(places, [this](std::size_t place) { return !m_layers[place]; });
        const auto count = std::size_t(missing - places.begin());
        if (count <= m_told)
            return {};
        m_told = count;
        Image image = described();
        image.layers.resize(count);
        takeHistory(image);
        for (std::size_t i = 0; i < count; ++i) {
            fillFromStore(image.layers[i], m_layers[places[i]]->ready);
            image.layers[i].mediaType = m_remote.layers[i].mediaType;
        }
        STRATOSCOPE_CHECK(mergeLayers(image));
        m_options.onPartial(std::make_shared<const Image>(std::move(image)));
        return {};
    }

    Image described() const
    {
        Image image;
        image.source = SourceKind::Store;
        image.location = m_context.reference.canonical();
        image.names = {image.location};
        image.mediaType = m_remote.mediaType;
        image.digest = m_remote.digest;
        image.manifestBytes = m_remote.manifestBytes;
        image.indexBytes = m_remote.indexBytes;
        image.configBytes = m_remote.configBytes;
        image.configDigest = m_remote.configDigest;
        image.config = m_remote.config;
        image.platform = m_remote.config.platform;
        return image;
    }

    Result<PullReport> record() const
    {
        const Store &store = m_context.store;
        STRATOSCOPE_CHECK(store.putBlob(m_remote.manifestBytes, m_remote.digest));
        STRATOSCOPE_CHECK(store.putBlob(m_remote.configBytes, m_remote.configDigest));
        if (m_remote.indexDigest)
            STRATOSCOPE_CHECK(store.putBlob(m_remote.indexBytes, *m_remote.indexDigest));
        PullReport report{.image = {}, .warnings = m_remote.warnings};
        report.image.reference = m_context.reference.canonical();
        report.image.manifest = m_remote.digest;
        report.image.config = m_remote.configDigest;
        report.image.index = m_remote.indexDigest;
        report.image.platform = m_remote.config.platform;
        report.image.mediaType = m_remote.mediaType;
        report.image.created = m_remote.config.created;
        report.image.pulled = QDateTime::currentDateTimeUtc();
        report.image.source = m_context.reference.registry;
        for (const Descriptor &layer : m_remote.layers) {
            report.image.layers.push_back(layer.digest);
            report.image.size += std::uint64_t(layer.size);
        }
        for (const std::size_t place : m_distinct) {
            report.bytes += std::uint64_t(m_remote.layers[place].size);
            report.reusedBytes += m_layers[place]->reusedBytes;
        }
        STRATOSCOPE_CHECK(store.addImage(report.image));
        return report;
    }

    const PullContext &m_context;
    const PullOptions &m_options;
    RemoteImage m_remote;
    std::map<Digest, std::size_t> m_places; ///< of each blob the first layer that it is
    std::vector<std::size_t> m_distinct; ///< the layers to get: each blob once
    std::mutex m_mutex;
    std::vector<std::optional<PulledLayer>> m_layers;
    std::size_t m_told = 0;
};

} // namespace

Result<PullReport> pullImage(const QString &text, const PullOptions &options, const RegistryAccess &access, Store &store,
                             ProgressMeter &progress, std::stop_token stop)
{
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    STRATOSCOPE_TRY(const Reference reference, access.registries->resolveName(text));
    progress.begin(Stage::Resolve, -1);
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(access, reference));
    STRATOSCOPE_TRY(RemoteImage remote, resolveRemote(repository, reference, options.open.platform, store, stop));
    STRATOSCOPE_CHECK(requireArchitecture(remote.config.platform, options.open.expectArchitecture, reference.familiar()));
    const PullContext context{access, reference, store, progress};
    Pull pull(context, options, std::move(remote));
    if (auto unchanged = pull.unchanged())
        return *std::move(unchanged);
    return pull.run(stop);
}

} // namespace stratoscope
