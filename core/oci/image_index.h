// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

#include <QByteArray>

#include <span>
#include <vector>

namespace stratoscope {

/// An image index or Docker's manifest list; also the `index.json` of an image layout (OCI image-spec, image-index.md).
struct ImageIndex {
    QString mediaType; ///< empty where the document says none
    std::vector<Descriptor> manifests; ///< some may be indexes themselves
    std::optional<Descriptor> subject;
    QString artifactType;
    Annotations annotations;

    /// Malformed. A manifest is refused, and so is a document that is both.
    static Result<ImageIndex> parse(const QByteArray &bytes, const QString &subject);
    void write(JsonWriter &json) const;

    bool operator==(const ImageIndex &) const = default;
};

/// The number of the entry that runs best on `wanted`; of equals the first. Never an attestation. An only entry without a platform
/// is taken as it is. WrongPlatform lists the platforms there are; Ambiguous where several entries tell no platform.
Result<std::size_t> selectPlatform(std::span<const Descriptor> entries, const Platform &wanted, const QString &subject);

} // namespace stratoscope
