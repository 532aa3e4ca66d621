// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"
#include "stream/decompress.h"

namespace stratoscope {

/// The store's record of a layer.
struct StoredLayer {
    Digest digest; ///< of the blob
    DiffId diffId;
    QString mediaType; ///< as given by its source; may be empty
    Compression compression = Compression::None;
    std::uint64_t compressedSize = 0; ///< of the blob
    std::uint64_t size = 0; ///< of the tar
    std::uint64_t entries = 0;
    // Sizes of the layer's files, set by LayerTransaction::commit(): if a file has another size, the layer counts as missing.
    std::uint64_t idxSize = 0;
    std::uint64_t contentsSize = 0;
    std::uint64_t sidecarSize = 0; ///< 0: there is no sidecar

    bool operator==(const StoredLayer &) const = default;

    static Result<StoredLayer> parse(const QByteArray &json, const QString &subject);
    QByteArray toJson() const;
};

} // namespace stratoscope
