// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prebaked/prebaked_layer_writer.h"
#include "store/store.h"

namespace stratoscope {

/// A layer being added to a store. Its files have no names until it is committed; otherwise they are removed without a trace. For
/// one thread.
class LayerTransaction
{
public:
    static Result<LayerTransaction> begin(const Store &store);
    LayerTransaction(LayerTransaction &&) noexcept;
    LayerTransaction &operator=(LayerTransaction &&) noexcept;
    ~LayerTransaction();

    PrebakedLayerWriter &writer();

    /// A layer of the store, and its files, open.
    struct Committed {
        StoredLayer layer;
        LayerContents contents;
        std::shared_ptr<const FileDigests> digests;
    };
    /// Finishes the writer and adds the layer to the store, without waiting for the disk: after a power failure, the layer of an
    /// image can be recreated from its blob. A layer that exists already is kept. The digests are the caller's responsibility, who
    /// computed them over the bytes written. Call it once, and nothing else after it.
    Result<Committed> commit(StoredLayer layer);

private:
    struct Private;
    explicit LayerTransaction(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
