// SPDX-License-Identifier: Apache-2.0
#include "store/layer_transaction.h"

#include "prebaked/prebaked_format.h"
#include "store/store_files.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace stratoscope {

struct LayerTransaction::Private {
    Private(Store store, StoreLease lease, TemporaryFile idx, TemporaryFile contents)
        : store(std::move(store))
        , lease(std::move(lease))
        , idx(std::move(idx))
        , contents(std::move(contents))
        , writer(this->idx.file(), &this->contents.file())
    {
    }

    Store store;
    StoreLease lease;
    TemporaryFile idx;
    TemporaryFile contents;
    PrebakedLayerWriter writer;
};

LayerTransaction::LayerTransaction(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

LayerTransaction::LayerTransaction(LayerTransaction &&) noexcept = default;
LayerTransaction &LayerTransaction::operator=(LayerTransaction &&) noexcept = default;
LayerTransaction::~LayerTransaction() = default;

Result<LayerTransaction> LayerTransaction::begin(const Store &store)
{
    STRATOSCOPE_TRY(StoreLease lease, store.lease());
    STRATOSCOPE_TRY(TemporaryFile idx, TemporaryFile::create(store.temporaryDirectory()));
    STRATOSCOPE_TRY(TemporaryFile contents, TemporaryFile::create(store.temporaryDirectory()));
    return LayerTransaction(std::make_unique<Private>(store, std::move(lease), std::move(idx), std::move(contents)));
}

PrebakedLayerWriter &LayerTransaction::writer()
{
    return d->writer;
}

Result<LayerTransaction::Committed> LayerTransaction::commit(StoredLayer layer)
{
    STRATOSCOPE_TRY(PrebakedLayerWriter::Summary summary, d->writer.finish());
    layer.idxSize = summary.idxSize;
    layer.contentsSize = summary.contentsSize;
    layer.sidecarSize = summary.sidecar.size();

    const LayerStore &layers = d->store.layers();
    const QString idxPath = layers.path(layer.digest, prebaked::kIdxSuffix);
    const QString contentsPath = layers.path(layer.digest, prebaked::kContentsSuffix);
    const QString sidecarPath = layers.path(layer.digest, prebaked::kSidecarSuffix);
    const QString recordPath = layers.recordPath(layer.digest);

    // Equal bytes always give equal files, so those of a faster process are just as good.
    const auto known = layers.find(layer.digest);
    const bool isKnown = known && known->idxSize == layer.idxSize && known->contentsSize == layer.contentsSize
        && known->sidecarSize == layer.sidecarSize;
    if (!isKnown) {
        const auto write = [temporary = d->store.temporaryDirectory()](const QString &path, const QByteArray &bytes) {
            return writeFile(path, bytes, temporary, Durability::Cache);
        };
        QFile::remove(recordPath);
        QFile::remove(sidecarPath);
        STRATOSCOPE_CHECK(d->contents.publish(contentsPath, Durability::Cache));
        if (!summary.sidecar.empty())
            STRATOSCOPE_CHECK(write(sidecarPath, QByteArray::fromStdString(summary.sidecar)));
        STRATOSCOPE_CHECK(d->idx.publish(idxPath, Durability::Cache));
        STRATOSCOPE_CHECK(write(layers.diffIdPath(layer.diffId), layer.digest.toString().toLatin1()));
        STRATOSCOPE_CHECK(write(recordPath, layer.toJson()));
    }

    STRATOSCOPE_TRY(FileRegion contents, FileRegion::whole(contentsPath));
    STRATOSCOPE_TRY(File idx, File::open(idxPath));
    return Committed{
        .layer = isKnown ? *known : std::move(layer),
        .contents = LayerContents(std::move(contents)),
        .digests = std::make_shared<const FileDigests>(std::move(idx), std::move(summary.checkpoints)),
    };
}

} // namespace stratoscope
