// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"

#include <QByteArray>

#include <vector>

namespace stratoscope {

enum class DocumentKind { Manifest, Index, Schema1, Unknown };

/// The kind of a manifest document, by its `mediaType` or, if it has none, by its members.
DocumentKind documentKind(const QJsonObject &document);

/// An image manifest (OCI image-spec, manifest.md), or a Docker manifest of schema 2.
struct Manifest {
    QString mediaType; ///< empty if the document has none
    Descriptor config;
    std::vector<Descriptor> layers; ///< lowest first
    std::optional<Descriptor> subject;
    QString artifactType;
    Annotations annotations;

    /// Errors: Malformed, also for an index and for a document that is both, which different programs would read as different
    /// images; Unsupported for schema 1.
    static Result<Manifest> parse(const QByteArray &bytes, const QString &subject);

    /// False for an artifact, such as a chart, a signature or an attestation; also if it is stored as an image, whose layers are
    /// such documents.
    bool isImage() const;
    /// The type of an artifact, for the user.
    QString artifactName() const;
    /// Errors: Unsupported, naming the artifact, unless this is an image; Unsupported for encrypted layers.
    Result<void> requireImage(const QString &document) const;

    bool operator==(const Manifest &) const = default;
};

} // namespace stratoscope
