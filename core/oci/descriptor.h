// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "base/json_writer.h"
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

/// Where a blob is to be found and what it must be (OCI image-spec, descriptor.md).
struct Descriptor {
    QString mediaType; ///< empty where the document says none
    Digest digest;
    qint64 size = 0; ///< in bytes, never negative
    std::optional<Platform> platform; ///< as written, not normalised
    QStringList urls;
    Annotations annotations;
    QString artifactType;

    static Result<Descriptor> parse(const JsonFields &fields);
    /// The member `key`; nothing where it is missing or null.
    static Result<std::optional<Descriptor>> parseOptional(const JsonFields &fields, JsonFields::Key key);
    /// Each element of the member `key`.
    static Result<std::vector<Descriptor>> parseAll(const JsonFields &fields, JsonFields::Key key);
    void write(JsonWriter &json) const;

    bool operator==(const Descriptor &) const = default;
};

/// The member `annotations`; nothing where there are none.
void writeAnnotations(JsonWriter &json, const Annotations &annotations);

/// An entry that tells about another image (provenance, SBOM) and is none itself: its platform is unknown/unknown,
/// or an annotation says so.
bool isAttestation(const Descriptor &descriptor);

/// The names that an index entry gives its image: the annotations of containerd (a full reference) and of OCI (often only a tag).
QStringList imageNames(const Descriptor &descriptor);

/// Whether `name` means this entry: equal to one of its names, or to the tag of its full name, or the same reference written
/// otherwise.
bool isNamed(const Descriptor &descriptor, const QString &name);

} // namespace stratoscope
