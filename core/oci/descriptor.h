// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "oci/digest.h"
#include "oci/platform.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace stratoscope {

using Annotations = QMap<QString, QString>;

inline constexpr QLatin1StringView kAnnotationRefName{"org.opencontainers.image.ref.name"};
inline constexpr QLatin1StringView kAnnotationImageName{"io.containerd.image.name"};
inline constexpr QLatin1StringView kAnnotationReferenceType{"vnd.docker.reference.type"};
inline constexpr QLatin1StringView kAnnotationReferenceDigest{"vnd.docker.reference.digest"};

/// A content descriptor (OCI image-spec, descriptor.md).
struct Descriptor {
    QString mediaType; ///< empty if the document has none
    Digest digest;
    qint64 size = 0; ///< in bytes, never negative
    std::optional<Platform> platform; ///< as written, not normalized
    QStringList urls;
    Annotations annotations;
    QString artifactType;

    static Result<Descriptor> parse(const JsonFields &fields);
    /// The member `key`; nothing if it is missing or null.
    static Result<std::optional<Descriptor>> parseOptional(const JsonFields &fields, JsonFields::Key key);
    /// The elements of the array `key`.
    static Result<std::vector<Descriptor>> parseAll(const JsonFields &fields, JsonFields::Key key);

    bool operator==(const Descriptor &) const = default;
};

/// The members `os`, `architecture`, `variant`, `os.version` and `os.features` of a descriptor's platform or of a config.
Result<Platform> parsePlatform(const JsonFields &fields);

/// Whether an entry of an index is an attestation (provenance, SBOM) of another image rather than an image: its platform is
/// unknown/unknown, or it has an annotation for this.
bool isAttestation(const Descriptor &descriptor);

/// Whether an entry of an index says that it is an artifact (a signature, an index for lazy pulling) rather than an image. One that
/// does not say so may still be: see Manifest::isImage().
bool isArtifact(const Descriptor &descriptor);

/// The names of an image in the annotations of its index entry: those of containerd (full references) and those of OCI (often only
/// a tag). An annotation may have several, separated by commas.
QStringList imageNames(const Descriptor &descriptor);

/// Whether `name` refers to this entry: it is one of its names, the tag of one, or the same reference in another notation.
bool isNamed(const Descriptor &descriptor, const QString &name);

} // namespace stratoscope
