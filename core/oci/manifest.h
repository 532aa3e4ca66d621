// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

#include <QByteArray>

#include <vector>

namespace stratoscope {

enum class DocumentKind { Manifest, Index, Schema1, Unknown };

/// What a manifest document is: by its `mediaType`, else by its shape, for which OCI documents give none.
DocumentKind documentKind(const QJsonObject &document);

/// An image manifest, OCI's or Docker's schema 2 (OCI image-spec, manifest.md).
struct Manifest {
    QString mediaType; ///< empty where the document says none
    Descriptor config;
    std::vector<Descriptor> layers; ///< bottom first
    std::optional<Descriptor> subject;
    QString artifactType;
    Annotations annotations;

    /// Malformed; Unsupported for schema 1. An index is refused, and so is a document that is both, which would
    /// be one image to one reader and another image to the next.
    static Result<Manifest> parse(const QByteArray &bytes, const QString &subject);
    void write(JsonWriter &json) const;

    /// False for an artifact: a chart, a signature, an attestation.
    bool isImage() const;
    /// The artifact's type: what to tell the user that it is.
    QString artifactName() const;
    /// Unsupported, with a sentence that names the artifact's type, unless this is an image.
    Result<void> requireImage(const QString &document) const;

    bool operator==(const Manifest &) const = default;
};

} // namespace stratoscope
