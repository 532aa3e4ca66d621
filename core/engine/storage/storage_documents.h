// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"

#include <map>
#include <optional>
#include <vector>

/// The documents of a containers-storage, as Podman, Buildah and CRI-O keep it (containers-storage.conf(5)).
namespace stratoscope {

/// An image of `images.json`.
struct StorageImage {
    QString id; ///< 64 hexadecimal digits; mostly those of the config's digest
    QStringList names;
    QString layer; ///< the ID of the topmost layer; empty for an image without layers

    bool operator==(const StorageImage &) const = default;
};

/// A layer of `layers.json`.
struct StorageLayer {
    QString id;
    QString parent; ///< empty for the lowest layer
    std::uint64_t size = 0; ///< of the layer's tar; 0 if unknown

    bool operator==(const StorageLayer &) const = default;
};

using StorageLayers = std::map<QString, StorageLayer>; ///< by ID

/// Errors: Malformed, also for an ID that could lead to another directory.
Result<std::vector<StorageImage>> parseStorageImages(const QByteArray &bytes, const QString &subject);
Result<StorageLayers> parseStorageLayers(const QByteArray &bytes, const QString &subject);

/// The layers from the lowest to `top`. Malformed if one is missing or its own ancestor.
Result<std::vector<StorageLayer>> storageChain(const StorageLayers &layers, const QString &top, const QString &subject);

/// The name of the file with a document of an image: `manifest`, or `=` and base64 of a key with other characters.
QString bigDataFileName(const QString &key);

} // namespace stratoscope
