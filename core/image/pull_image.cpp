// SPDX-License-Identifier: Apache-2.0
#include "image/pull_image.h"

#include "image/registry_source.h"
#include "tree/tree_builder.h"

#include <QLocale>
#include <QStorageInfo>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using OpenedLayer = LayerSource::OpenedLayer;

/// Merges layers as they arrive, bottom first, each once, and publishes the images that they make. Thread-safe.
class ArrivingImage
{
public:
    ArrivingImage(const LayerSource &source, const std::function<void(std::shared_ptr<const Image>)> &publish)
        : m_source(source)
        , m_publish(publish)
        , m_arrived(source.first().size())
    {
    }

    /// Adds a layer that has arrived; duplicates of it need not be added. Merges in the calling thread, unless another one is
    /// merging already, which then continues with this layer. Errors: those of merging. Throws
    /// Cancelled.
    Result<void> add(std::size_t layer, OpenedLayer opened, const std::stop_token &stop)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_arrived[layer] = std::move(opened);
            if (m_isMerging)
                return {};
            m_isMerging = true;
        }
        while (takeArrived()) {
            STRATOSCOPE_CHECK(merge(stop));
            if (m_publish)
                m_publish(partial(stop));
        }
        return {};
    }

    /// Once all have been added.
    std::vector<OpenedLayer> layers() const
    {
        std::vector<OpenedLayer> layers;
        for (const std::size_t first : m_source.first())
            layers.push_back(*m_arrived[first]);
        return layers;
    }

private:
    /// Adds the next layers, if they have arrived, to those to be merged; otherwise ends the merging.
    bool takeArrived()
    {
        const std::scoped_lock lock(m_mutex);
        const std::size_t before = m_layers.size();
        while (m_layers.size() < m_arrived.size()) {
            const auto &next = m_arrived[m_source.first()[m_layers.size()]];
            if (!next)
                break;
            m_layers.push_back(next->layer);
            m_indexes.push_back(next->layer.index);
        }
        m_isMerging = m_layers.size() > before;
        return m_isMerging;
    }

    Result<void> merge(const std::stop_token &stop)
    {
        STRATOSCOPE_CHECK(MergedTree::checkLimits(m_indexes));
        for (; m_merged < m_indexes.size(); ++m_merged)
            STRATOSCOPE_CHECK(m_builder.apply(*m_indexes[m_merged], stop));
        return {};
    }

    std::shared_ptr<const Image> partial(const std::stop_token &stop) const
    {
        Image image = m_source.describe();
        image.layers = m_layers;
        image.takeHistory();
        image.tree = m_builder.tree(m_indexes, 0, stop);
        return std::make_shared<const Image>(std::move(image));
    }

    const LayerSource &m_source;
    const std::function<void(std::shared_ptr<const Image>)> &m_publish;

    std::mutex m_mutex;
    std::vector<std::optional<OpenedLayer>> m_arrived; ///< by layer; duplicates stay empty
    bool m_isMerging = false;

    // Of the thread that is merging
    std::vector<ImageLayer> m_layers; ///< the lowest ones, as far as they have arrived
    MergedTree::Layers m_indexes; ///< theirs
    TreeBuilder m_builder;
    std::size_t m_merged = 0; ///< how many of them are in the builder
};

/// One pull of an image.
class Pull
{
public:
    Pull(const Registries &registries, const Reference &reference, const RemoteImage &image, const Store &store,
         ProgressMeter &progress)
        : m_registries(registries)
        , m_reference(reference)
        , m_image(image)
        , m_store(store)
        , m_progress(progress)
        , m_source(registries, reference, image, store)
    {
    }

    Result<PullReport> run(const PullOptions &options, const std::stop_token &stop)
    {
        if (auto report = unchanged())
            return *std::move(report);
        STRATOSCOPE_CHECK(requireSpace());
        ArrivingImage arriving(m_source, options.onPartial);
        STRATOSCOPE_CHECK(downloadLayers(
            work(), blobNames(), m_registries.options().parallelBlobs,
            [&](std::size_t layer, const std::stop_token &inner) -> Result<void> {
                STRATOSCOPE_TRY(OpenedLayer opened, m_source.open(layer, m_progress, inner));
                return arriving.add(layer, std::move(opened), inner);
            },
            m_progress, stop));
        const std::vector<OpenedLayer> layers = arriving.layers();
        STRATOSCOPE_TRY(const ImageDocuments documents, completed(layers));
        return addImage(documents, layers, m_reference.canonical(), m_reference.registry, m_store);
    }

private:
    LayerWork work() const
    {
        LayerWork work = m_source.work(Stage::Download, [this](std::size_t layer) { return m_source.openSize(layer); });
        work.location = m_reference.familiar();
        return work;
    }

    QStringList blobNames() const
    {
        QStringList names;
        for (const Descriptor &layer : m_image.layers)
            names << layer.digest.toString();
        return names;
    }

    /// The report for an image that is in the store already, complete and unchanged.
    std::optional<PullReport> unchanged() const
    {
        const auto images = m_store.images().all();
        if (!images)
            return std::nullopt;
        const auto image = std::ranges::find_if(*images, [this](const StoredImage &other) {
            return other.reference == m_reference.canonical() && other.manifest == m_image.digest
                && other.platform == m_image.config.platform;
        });
        if (image == images->end())
            return std::nullopt;
        PullReport report{.image = *image, .warnings = m_image.warnings};
        for (const std::size_t layer : work().layers()) {
            const Descriptor &descriptor = m_image.layers[layer];
            const auto blob = m_store.blobs().find(descriptor.digest);
            if (!blob || blob->size != std::uint64_t(descriptor.size) || !m_store.layers().find(descriptor.digest))
                return std::nullopt;
            report.bytes += blob->size;
        }
        report.reusedBytes = report.bytes;
        return report;
    }

    Result<void> requireSpace() const
    {
        const auto needed = qint64(m_source.neededSpace());
        const qint64 available = QStorageInfo(m_store.directory()).bytesAvailable();
        if (available < 0 || needed <= available)
            return {};
        const QLocale locale = QLocale::c();
        return fail(ErrorKind::NoSpace, m_reference.familiar(),
                    u"needs at least %1 in the image store %2, which has %3 free"_s.arg(
                        locale.formattedDataSize(needed), m_store.directory(), locale.formattedDataSize(available)));
    }

    /// The documents, with the config that has to be made for an image of schema 1.
    Result<ImageDocuments> completed(const std::vector<OpenedLayer> &layers) const
    {
        ImageDocuments documents = m_image;
        if (m_image.schema1) {
            std::vector<DiffId> diffIds;
            for (const OpenedLayer &opened : layers)
                diffIds.push_back(*opened.layer.diffId);
            STRATOSCOPE_CHECK(completeConfig(documents, *m_image.schema1, diffIds));
        }
        return documents;
    }

    const Registries &m_registries;
    const Reference &m_reference;
    const RemoteImage &m_image;
    const Store &m_store;
    ProgressMeter &m_progress;
    const RegistrySource m_source;
};

} // namespace

Result<PullReport> pullImage(const QString &text, const PullOptions &options, const Registries &registries, Store &store,
                             ProgressMeter &progress, std::stop_token stop)
{
    STRATOSCOPE_TRY(const StoreLease lease, store.lease());
    STRATOSCOPE_TRY(const Reference reference, registries.resolveName(text));
    progress.begin(Stage::Resolve, -1);
    STRATOSCOPE_TRY(RemoteRepository repository, RemoteRepository::open(registries, reference));
    STRATOSCOPE_TRY(const RemoteImage image, resolveRemote(repository, reference, options.open.platform, store, stop));
    STRATOSCOPE_CHECK(requireArchitecture(image.config.platform, options.open.expectArchitecture, reference.familiar()));
    return Pull(registries, reference, image, store, progress).run(options, stop);
}

} // namespace stratoscope
