// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prebaked/prebaked_layer.h"
#include "store/store_directory.h"
#include "store/stored_layer.h"

namespace stratoscope {

/// A layer of a store, opened.
struct LoadedLayer {
    StoredLayer stored;
    PrebakedLayer files;
};

/// The unpacked layers of a store, in the format of prebaked directories. Layers are added by a LayerTransaction. Thread-safe.
class LayerStore
{
public:
    explicit LayerStore(StoreDirectory directory)
        : m_directory(std::move(directory))
    {
    }

    /// A prebaked directory without a config.json; the files in it never change.
    QString directory() const { return m_directory.layers(); }
    /// A layer's file with one of the suffixes of prebaked_format.h.
    QString path(const Digest &digest, QLatin1StringView suffix) const { return directory() + u'/' + digest.hex() + suffix; }
    QString recordPath(const Digest &digest) const;
    /// The file that holds the digest of a layer with this diff ID.
    QString diffIdPath(const DiffId &diffId) const { return m_directory.diffIds() + u'/' + diffId.hex(); }

    std::optional<StoredLayer> find(const Digest &digest) const;
    std::optional<StoredLayer> find(const DiffId &diffId) const;
    /// As readPrebakedLayer(). Counts as a use of the layer. Gives the files their modes again if these were changed: prebaked
    /// exports may be hard links to them.
    Result<PrebakedLayer> load(const StoredLayer &layer, const std::stop_token &stop = {},
                               const std::shared_ptr<MemoryBudget> &memory = {}) const;

    /// The time of the last use, for sorting.
    std::int64_t lastUsed(const Digest &digest) const;

private:
    StoreDirectory m_directory;
};

} // namespace stratoscope
