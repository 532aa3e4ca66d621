// SPDX-License-Identifier: Apache-2.0
#include "oci/manifest.h"

#include "oci/media_type.h"
#include "oci/referrer_kind.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

DocumentKind documentKind(const QJsonObject &document)
{
    const QString type = jsonMember(document, "mediaType"_L1).toString();
    if (media_type::isManifest(type))
        return DocumentKind::Manifest;
    if (media_type::isIndex(type))
        return DocumentKind::Index;
    if (media_type::isSchema1(type) || jsonMember(document, "schemaVersion"_L1).toInteger() == 1)
        return DocumentKind::Schema1;
    const JsonFields fields(document, {});
    if (fields.has("manifests"_L1))
        return DocumentKind::Index;
    if (fields.has("config"_L1) || fields.has("layers"_L1))
        return DocumentKind::Manifest;
    if (!jsonMember(document, "manifests"_L1).isUndefined()) // some programs write null for an empty list
        return DocumentKind::Index;
    return DocumentKind::Unknown;
}

Result<Manifest> Manifest::parse(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    switch (documentKind(fields.json())) {
    case DocumentKind::Manifest:
        break;
    case DocumentKind::Index:
        return fail(ErrorKind::Malformed, subject, u"is an image index, expected an image manifest"_s);
    case DocumentKind::Schema1:
        return fail(ErrorKind::Unsupported, subject,
                    u"is a Docker manifest of schema 1, which is not supported here; push the image again with a current tool"_s);
    case DocumentKind::Unknown:
        return fail(ErrorKind::Malformed, subject, u"is not an image manifest: it has neither config nor layers"_s);
    }
    if (fields.has("manifests"_L1))
        return fail(ErrorKind::Malformed, subject, u"is an image manifest and an image index at once"_s);
    if (!fields.has("config"_L1))
        return fields.fail("config"_L1, u"is missing"_s);

    Manifest manifest;
    STRATOSCOPE_TRY(manifest.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_TRY(manifest.config, fields.object("config"_L1).and_then(&Descriptor::parse));
    STRATOSCOPE_TRY(manifest.layers, Descriptor::parseAll(fields, "layers"_L1));
    STRATOSCOPE_TRY(manifest.subject, Descriptor::parseOptional(fields, "subject"_L1));
    STRATOSCOPE_TRY(manifest.artifactType, fields.string("artifactType"_L1));
    STRATOSCOPE_TRY(manifest.annotations, fields.stringMap("annotations"_L1));
    return manifest;
}

bool Manifest::isImage() const
{
    // Signatures, attestations and SBOMs are often stored as images.
    const auto isDocument = [](const Descriptor &layer) { return referrerKind(layer.mediaType, {}) != ReferrerKind::Other; };
    if (!layers.empty() && std::ranges::all_of(layers, isDocument))
        return false;
    if (media_type::isImageConfig(config.mediaType))
        return true;
    // Early versions of Docker pushed images with these media types for the config, and registries still have such images.
    constexpr std::array kEarlyTypes{""_L1, "application/octet-stream"_L1, "application/json"_L1, "text/html"_L1};
    return artifactType.isEmpty()
        && std::ranges::any_of(kEarlyTypes, [this](QLatin1StringView type) { return config.mediaType == type; });
}

QString Manifest::artifactName() const
{
    if (!artifactType.isEmpty())
        return artifactType;
    // The content of an artifact decides if the config is empty, or an image's as in attestations.
    const bool isGeneric = config.mediaType == media_type::kOciEmpty || media_type::isImageConfig(config.mediaType);
    return isGeneric && !layers.empty() ? layers.front().mediaType : config.mediaType;
}

Result<void> Manifest::requireImage(const QString &document) const
{
    if (!isImage()) {
        const QString name = documentName(artifactName());
        return fail(ErrorKind::Unsupported, document,
                    u"is an artifact %1, not a container image, and has no file system"_s.arg(
                        name.isEmpty() ? u"of type %1"_s.arg(quoted(artifactName())) : u"(%1)"_s.arg(name)));
    }
    const auto isEncrypted = [](const Descriptor &layer) { return media_type::isEncryptedLayer(layer.mediaType); };
    const auto encrypted = std::ranges::count_if(layers, isEncrypted);
    if (encrypted > 0)
        return fail(ErrorKind::Unsupported, document,
                    u"has encrypted layers (%1 of %2), which cannot be read without a key"_s.arg(QString::number(encrypted),
                                                                                                 QString::number(layers.size())));
    return {};
}

} // namespace stratoscope
