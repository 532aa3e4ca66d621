// SPDX-License-Identifier: Apache-2.0
#include "oci/descriptor.h"

#include "oci/digest_fields.h"
#include "oci/media_type.h"
#include "oci/reference.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<Descriptor> Descriptor::parse(const JsonFields &fields)
{
    Descriptor descriptor;
    STRATOSCOPE_TRY(descriptor.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_TRY(descriptor.digest, parseDigest<Digest>(fields, "digest"_L1));
    STRATOSCOPE_TRY(const std::uint64_t size, fields.size("size"_L1));
    descriptor.size = qint64(size);
    STRATOSCOPE_TRY(Platform platform, fields.object("platform"_L1).and_then(parsePlatform));
    if (platform != Platform{}) // signing tools write a platform of empty strings instead of none
        descriptor.platform = std::move(platform);
    STRATOSCOPE_TRY(descriptor.urls, fields.strings("urls"_L1));
    STRATOSCOPE_TRY(descriptor.annotations, fields.stringMap("annotations"_L1));
    STRATOSCOPE_TRY(descriptor.artifactType, fields.string("artifactType"_L1));
    return descriptor;
}

Result<std::optional<Descriptor>> Descriptor::parseOptional(const JsonFields &fields, JsonFields::Key key)
{
    if (!fields.has(key))
        return std::nullopt;
    return fields.object(key).and_then(&Descriptor::parse);
}

Result<std::vector<Descriptor>> Descriptor::parseAll(const JsonFields &fields, JsonFields::Key key)
{
    return fields.list<Descriptor>(key, &Descriptor::parse);
}

Result<Platform> parsePlatform(const JsonFields &fields)
{
    Platform platform;
    STRATOSCOPE_TRY(platform.os, fields.string("os"_L1));
    STRATOSCOPE_TRY(platform.architecture, fields.string("architecture"_L1));
    STRATOSCOPE_TRY(platform.variant, fields.string("variant"_L1));
    STRATOSCOPE_TRY(platform.osVersion, fields.string("os.version"_L1));
    STRATOSCOPE_TRY(platform.osFeatures, fields.strings("os.features"_L1));
    return platform;
}

bool isAttestation(const Descriptor &descriptor)
{
    return (descriptor.platform && descriptor.platform->isUnknown()) || descriptor.annotations.contains(kAnnotationReferenceType);
}

bool isArtifact(const Descriptor &descriptor)
{
    return !descriptor.artifactType.isEmpty() && !media_type::isImageConfig(descriptor.artifactType);
}

QStringList imageNames(const Descriptor &descriptor)
{
    QStringList names;
    for (const auto key : {kAnnotationImageName, kAnnotationRefName}) {
        // BuildKit writes all names of an image into one annotation; none of them has a comma.
        for (const QString &part : descriptor.annotations.value(key).split(u',')) {
            const QString name = part.trimmed();
            if (!name.isEmpty() && !names.contains(name))
                names.append(name);
        }
    }
    return names;
}

bool isNamed(const Descriptor &descriptor, const QString &name)
{
    const auto wanted = Reference::parse(name);
    return std::ranges::any_of(imageNames(descriptor), [&](const QString &own) {
        if (own == name)
            return true;
        // A single word is a tag, whereas "alpine" as a reference would be a repository.
        const bool isFull = own.contains(u'/') || own.contains(u':');
        const auto reference = isFull ? Reference::parse(own) : fail(ErrorKind::Invalid, {}, {});
        return reference && ((wanted && *wanted == *reference) || reference->tag == name);
    });
}

} // namespace stratoscope
