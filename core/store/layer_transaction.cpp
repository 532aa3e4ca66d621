// SPDX-License-Identifier: Apache-2.0
#include "store/layer_transaction.h"

#include "prebaked/prebaked_format.h"

#include <QFile>

namespace stratoscope {

Result<LayerTransaction> LayerTransaction::begin(const Store &store)
{
    STRATOSCOPE_TRY(StoreLease lease, store.lease());
    STRATOSCOPE_TRY(TemporaryFile idx, TemporaryFile::create(store.temporaryDirectory()));
    STRATOSCOPE_TRY(TemporaryFile contents, TemporaryFile::create(store.temporaryDirectory()));
    return LayerTransaction(store, std::move(lease), std::move(idx), std::move(contents));
}

Result<LoadedLayer> LayerTransaction::commit(StoredLayer layer, std::shared_ptr<const LayerIndex> index)
{
    STRATOSCOPE_TRY(PrebakedLayerWriter::Summary summary, m_writer.finish());
    layer.entries = index->entryCount();
    layer.idxSize = summary.idxSize;
    layer.contentsSize = summary.contentsSize;
    layer.sidecarSize = summary.sidecar.size();

    const LayerStore &layers = m_store.layers();
    const QString idxPath = layers.path(layer.digest, prebaked::kIdxSuffix);
    const QString contentsPath = layers.path(layer.digest, prebaked::kContentsSuffix);
    const QString sidecarPath = layers.path(layer.digest, prebaked::kSidecarSuffix);
    const QString recordPath = layers.recordPath(layer.digest);

    // Equal bytes always give equal files, so those of a faster process are just as good.
    auto known = layers.find(layer.digest);
    const bool isKnown = known && known->idxSize == layer.idxSize && known->contentsSize == layer.contentsSize
        && known->sidecarSize == layer.sidecarSize;
    if (!isKnown) {
        const auto write = [temporary = m_store.temporaryDirectory()](const QString &path, const QByteArray &bytes) {
            return writeFile(path, bytes, temporary, Durability::Cache);
        };
        QFile::remove(recordPath);
        QFile::remove(sidecarPath);
        STRATOSCOPE_CHECK(m_contents.publish(contentsPath, Durability::Cache));
        if (!summary.sidecar.empty())
            STRATOSCOPE_CHECK(write(sidecarPath, QByteArray::fromStdString(summary.sidecar)));
        STRATOSCOPE_CHECK(m_idx.publish(idxPath, Durability::Cache));
        STRATOSCOPE_CHECK(write(layers.diffIdPath(layer.diffId), layer.digest.toString().toLatin1()));
        STRATOSCOPE_CHECK(write(recordPath, layer.toJson()));
    }

    STRATOSCOPE_TRY(FileRegion contents, FileRegion::whole(contentsPath));
    STRATOSCOPE_TRY(File idx, File::open(idxPath));
    return LoadedLayer{isKnown ? std::move(*known) : std::move(layer),
                       {.index = std::move(index),
                        .contents = LayerContents(std::move(contents)),
                        .digests = std::make_shared<const FileDigests>(std::move(idx), std::move(summary.checkpoints))}};
}

} // namespace stratoscope
