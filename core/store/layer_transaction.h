// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prebaked/prebaked_layer_writer.h"
#include "store/store.h"
#include "store/store_files.h"

namespace stratoscope {

/// A layer being added to a store. Its files have no names until it is committed; otherwise they are removed without a trace. For
/// one thread.
class LayerTransaction
{
public:
    static Result<LayerTransaction> begin(const Store &store);

    PrebakedLayerWriter &writer() { return m_writer; }

    /// Finishes the writer and adds the layer to the store, without waiting for the disk: after a power failure, the layer of an
    /// image can be recreated from its blob. A layer that exists already is kept. The digests are the caller's responsibility, who
    /// computed them over the bytes written. `index` is that of the layer. Call it once, and nothing else after it.
    Result<LoadedLayer> commit(StoredLayer layer, std::shared_ptr<const LayerIndex> index);

private:
    LayerTransaction(Store store, StoreLease lease, TemporaryFile idx, TemporaryFile contents)
        : m_store(std::move(store))
        , m_lease(std::move(lease))
        , m_idx(std::move(idx))
        , m_contents(std::move(contents))
        , m_writer(m_idx.file(), &m_contents.file())
    {
    }

    Store m_store;
    StoreLease m_lease;
    TemporaryFile m_idx;
    TemporaryFile m_contents;
    PrebakedLayerWriter m_writer;
};

} // namespace stratoscope
