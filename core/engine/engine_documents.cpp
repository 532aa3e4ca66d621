// SPDX-License-Identifier: Apache-2.0
#include "engine/engine_documents.h"

#include "base/parse_text.h"
#include "engine/json_elements.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// IDs come with their algorithm and without.
QString plainId(const QString &id)
{
    return id.startsWith("sha256:"_L1) ? id.mid(7) : id;
}

/// Docker lists `<none>:<none>` for an image without a name.
QStringList withoutNone(QStringList names)
{
    names.removeIf([](const QString &name) { return name.contains("<none>"_L1) || name.isEmpty(); });
    return names;
}

Result<void> readPlatform(const JsonFields &fields, QLatin1StringView architecture, Platform &platform)
{
    STRATOSCOPE_TRY(platform.os, fields.string("Os"_L1));
    STRATOSCOPE_TRY(platform.architecture, fields.string(architecture));
    STRATOSCOPE_TRY(platform.variant, fields.string("Variant"_L1));
    return {};
}

Result<EngineImage> readCommon(const JsonFields &fields)
{
    EngineImage image;
    STRATOSCOPE_TRY(const QString id, fields.string("Id"_L1));
    image.id = plainId(id);
    if (image.id.isEmpty())
        return fields.fail("Id"_L1, u"is missing"_s);
    STRATOSCOPE_TRY(QStringList names, fields.strings("RepoTags"_L1));
    image.names = withoutNone(std::move(names));
    STRATOSCOPE_TRY(const std::optional<qint64> size, fields.integer("Size"_L1));
    image.size = std::uint64_t(std::max<qint64>(size.value_or(0), 0));
    return image;
}

} // namespace

Result<ApiVersion> ApiVersion::parse(const QString &text, const QString &subject)
{
    const std::string utf8 = text.toStdString();
    std::string_view rest = std::string_view(utf8).substr(0, utf8.find_first_of("-+")); // without what follows in 5.0.0-dev
    ApiVersion version;
    for (int *const number : {&version.major, &version.minor, &version.patch}) {
        const bool isOptional = number == &version.patch && rest.empty();
        const auto parsed = parseNumber<unsigned short>(isOptional ? "0" : takeUntil('.', rest));
        if (!parsed)
            return fail(ErrorKind::Malformed, subject, u"%1 is not the version of an API"_s.arg(quoted(text)));
        *number = *parsed;
    }
    return version;
}

QString ApiVersion::toString() const
{
    const QString text = u"%1.%2"_s.arg(major).arg(minor);
    return patch == 0 ? text : text + u'.' + QString::number(patch);
}

Result<EngineVersion> EngineVersion::parse(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    EngineVersion version;
    STRATOSCOPE_TRY(version.version, fields.string("Version"_L1));
    STRATOSCOPE_TRY(const QString api, fields.string("ApiVersion"_L1));
    if (api.isEmpty())
        return stratoscope::fail(ErrorKind::UnexpectedResponse, subject, u"does not speak the API of an engine"_s);
    STRATOSCOPE_TRY(version.api, ApiVersion::parse(api, subject));
    STRATOSCOPE_TRY(const QString least, fields.string("MinAPIVersion"_L1));
    if (!least.isEmpty()) {
        STRATOSCOPE_TRY(version.leastApi, ApiVersion::parse(least, subject));
    }
    STRATOSCOPE_CHECK(fields.forEachObject("Components"_L1, [&](const JsonFields &component) -> Result<void> {
        STRATOSCOPE_TRY(const QString name, component.string("Name"_L1));
        if (name != "Podman Engine"_L1)
            return {};
        STRATOSCOPE_TRY(const JsonFields details, component.object("Details"_L1));
        STRATOSCOPE_TRY(const QString libpod, details.string("APIVersion"_L1));
        STRATOSCOPE_TRY(version.libpod, ApiVersion::parse(libpod, subject));
        return {};
    }));
    return version;
}

Result<ApiVersion> EngineVersion::negotiate(const QString &subject) const
{
    if (api < kOldestApi || leastApi > kNewestApi)
        return fail(ErrorKind::Unsupported, subject,
                    u"speaks the versions %1 to %2 of the Docker API; this program speaks %3 to %4"_s.arg(
                        leastApi.toString(), api.toString(), kOldestApi.toString(), kNewestApi.toString()));
    return std::min(api, kNewestApi);
}

Result<std::vector<EngineImage>> parseEngineImages(const QByteArray &bytes, const QString &subject)
{
    std::vector<EngineImage> images;
    STRATOSCOPE_CHECK(forEachElement(bytes, subject, [&images](const JsonFields &fields) -> Result<void> {
        STRATOSCOPE_TRY(const bool isManifestList, fields.boolean("IsManifestList"_L1));
        if (isManifestList)
            return {};
        STRATOSCOPE_TRY(EngineImage image, readCommon(fields));
        STRATOSCOPE_TRY(const std::optional<qint64> created, fields.integer("Created"_L1));
        if (created.value_or(0) > 0)
            image.created = QDateTime::fromSecsSinceEpoch(*created, Qt::UTC);
        STRATOSCOPE_CHECK(readPlatform(fields, "Arch"_L1, image.platform));
        images.push_back(std::move(image));
        return {};
    }));
    return images;
}

Result<EngineImage> parseEngineImage(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    STRATOSCOPE_TRY(EngineImage image, readCommon(fields));
    STRATOSCOPE_TRY(const QString created, fields.string("Created"_L1));
    image.created = QDateTime::fromString(created, Qt::ISODate);
    STRATOSCOPE_CHECK(readPlatform(fields, "Architecture"_L1, image.platform));
    return image;
}

Result<std::set<QString>> parseImagesInUse(const QByteArray &bytes, const QString &subject)
{
    std::set<QString> ids;
    STRATOSCOPE_CHECK(forEachElement(bytes, subject, [&ids](const JsonFields &fields) -> Result<void> {
        STRATOSCOPE_TRY(const QString id, fields.string("ImageID"_L1));
        ids.insert(plainId(id));
        return {};
    }));
    return ids;
}

Result<QStringList> parseLoadAnswer(const QByteArray &bytes, const QString &subject)
{
    QStringList loaded;
    for (const QByteArray &line : bytes.split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(line, subject));
        STRATOSCOPE_TRY(const QString error, fields.string("error"_L1));
        if (!error.isEmpty())
            return fail(ErrorKind::Io, subject, printable(error.simplified().left(300).toStdString()));
        STRATOSCOPE_TRY(const QString text, fields.string("stream"_L1));
        for (const QString &message : text.split(u'\n')) {
            const qsizetype colon = message.indexOf(u": "_s);
            if (message.startsWith("Loaded image"_L1) && colon > 0)
                loaded << message.mid(colon + 2).trimmed().split(u',', Qt::SkipEmptyParts);
        }
    }
    return loaded;
}

} // namespace stratoscope
