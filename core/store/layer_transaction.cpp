// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/prebaked_format.h"
#include "store/store_records.h"

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

PrebakedLayerWriter &LayerTransaction::writer()
{
    return d->writer;
}

Result<LayerTransaction> Store::beginLayer() const
{
    STRATOSCOPE_TRY(StoreLease lease, this->lease());
    STRATOSCOPE_TRY(TemporaryFile idx, TemporaryFile::create(temporaryDirectory()));
    STRATOSCOPE_TRY(TemporaryFile contents, TemporaryFile::create(temporaryDirectory()));
    return LayerTransaction(
        std::make_unique<LayerTransaction::Private>(*this, std::move(lease), std::move(idx), std::move(contents)));
}

Result<LayerTransaction::Committed> LayerTransaction::commit(StoredLayer layer)
{
    STRATOSCOPE_TRY(PrebakedLayerWriter::Summary summary, d->writer.finish());
    layer.idxSize = summary.idxSize;
    layer.contentsSize = summary.contentsSize;
    layer.sidecarSize = summary.sidecar.size();

    const Store &store = d->store;
    const QString hex = layer.digest.hex();
    const QString idxPath = store.layerPath(hex, prebaked::kIdxSuffix);
    const QString contentsPath = store.layerPath(hex, prebaked::kContentsSuffix);
    const QString sidecarPath = store.layerPath(hex, prebaked::kSidecarSuffix);
    const QString recordPath = store.layerPath(hex, kRecordSuffix);

    // The same bytes always give the same files, so those of another process that was quicker are as good.
    const auto known = store.findLayer(layer.digest);
    const bool isThere = known && known->idxSize == layer.idxSize && known->contentsSize == layer.contentsSize
        && known->sidecarSize == layer.sidecarSize;
    if (!isThere) {
        QFile::remove(recordPath);
        QFile::remove(sidecarPath);
        STRATOSCOPE_CHECK(d->contents.publish(contentsPath, Durability::Cache));
        if (!summary.sidecar.empty())
            STRATOSCOPE_CHECK(
                writeFile(sidecarPath, QByteArray::fromStdString(summary.sidecar), store.temporaryDirectory(), Durability::Cache));
        STRATOSCOPE_CHECK(d->idx.publish(idxPath, Durability::Cache));
        STRATOSCOPE_CHECK(writeFile(store.diffPath(layer.diffId), layer.digest.toString().toLatin1(), store.temporaryDirectory(),
                                    Durability::Cache));
        STRATOSCOPE_CHECK(writeFile(recordPath, toJson(layer), store.temporaryDirectory(), Durability::Cache));
    }

    STRATOSCOPE_TRY(FileRegion contents, FileRegion::whole(contentsPath));
    STRATOSCOPE_TRY(File idx, File::open(idxPath));
    return Committed{
        .layer = isThere ? *known : std::move(layer),
        .contents = LayerContents(std::move(contents)),
        .digests = std::make_shared<const FileDigests>(std::move(idx), std::move(summary.checkpoints)),
    };
}

} // namespace stratoscope
