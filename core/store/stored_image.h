// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"
#include "oci/platform.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace stratoscope {

/// The store's record of an image that was pulled or imported.
struct StoredImage {
    QString reference; ///< canonical if it is a reference; else the name given by the import
    Digest manifest; ///< a blob of the store, as is the config
    Digest config;
    std::optional<Digest> index; ///< from which the manifest was chosen: a blob of the store as well, but one that may be missing
    Platform platform;
    QString mediaType; ///< of the manifest
    std::uint64_t size = 0; ///< bytes of all its layers, as given in the manifest
    QString created; ///< RFC 3339, from the config; may be empty
    QDateTime pulled;
    std::vector<Digest> layers; ///< bottom first
    QString source; ///< a path or the registry; for display
    bool isPinned = false; ///< excluded from clean-up; not part of the record, see ImageRecords::setPinned()

    bool operator==(const StoredImage &) const = default;

    /// Everything in the store that the image uses, each digest once: its layers, manifest, config and index.
    std::vector<Digest> digests() const;

    static Result<StoredImage> parse(const QByteArray &json, const QString &subject);
    QByteArray toJson() const;
};

} // namespace stratoscope
