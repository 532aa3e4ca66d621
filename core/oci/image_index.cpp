// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.h"

#include "oci/manifest.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<ImageIndex> ImageIndex::parse(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(bytes, subject));
    const JsonFields fields(std::move(object), subject);
    const DocumentKind kind = documentKind(fields.json());
    if (kind == DocumentKind::Manifest)
        return fail(ErrorKind::Malformed, subject, u"is an image manifest, expected an image index"_s);
    if (kind != DocumentKind::Index)
        return fail(ErrorKind::Malformed, subject, u"is not an image index: it has no manifests"_s);
    if (fields.has("layers"_L1) || fields.has("config"_L1))
        return fail(ErrorKind::Malformed, subject, u"is an image manifest and an image index at once"_s);

    ImageIndex index;
    STRATOSCOPE_TRY(index.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_TRY(index.manifests, Descriptor::parseAll(fields, "manifests"_L1));
    STRATOSCOPE_TRY(index.subject, Descriptor::parseOptional(fields, "subject"_L1));
    STRATOSCOPE_TRY(index.artifactType, fields.string("artifactType"_L1));
    STRATOSCOPE_TRY(index.annotations, fields.stringMap("annotations"_L1));
    return index;
}

void ImageIndex::write(JsonWriter &json) const
{
    json.beginObject().member("schemaVersion", 2);
    if (!mediaType.isEmpty())
        json.member("mediaType", mediaType);
    if (!artifactType.isEmpty())
        json.member("artifactType", artifactType);
    json.key("manifests").beginArray();
    for (const Descriptor &manifest : manifests)
        manifest.write(json);
    json.endArray();
    if (subject) {
        json.key("subject");
        subject->write(json);
    }
    writeAnnotations(json, annotations);
    json.endObject();
}

namespace {

/// For a message: the first few, each cut to a sane length, and how many more there are.
QString listed(const QStringList &texts, qsizetype most)
{
    QStringList shown;
    for (const QString &text : texts.first(std::min(most, texts.size())))
        shown.append(printable(text.left(80).toStdString()));
    const QString list = shown.join(", "_L1);
    return texts.size() > most ? u"%1 and %2 more"_s.arg(list).arg(texts.size() - most) : list;
}

QStringList platformsOf(std::span<const Descriptor> entries)
{
    QStringList platforms;
    for (const Descriptor &entry : entries) {
        if (entry.platform && !isAttestation(entry))
            platforms.append(entry.platform->toString());
    }
    platforms.removeDuplicates();
    return platforms;
}

/// The entry to take where no entry tells its platform.
Result<std::size_t> onlyEntry(std::span<const Descriptor> entries, const QString &subject)
{
    std::vector<std::size_t> candidates;
    for (std::size_t number = 0; number < entries.size(); ++number) {
        if (!isAttestation(entries[number]))
            candidates.push_back(number);
    }
    if (candidates.size() > 1)
        std::erase_if(candidates, [entries](std::size_t number) { return !entries[number].artifactType.isEmpty(); });
    if (candidates.size() == 1)
        return candidates.front();
    if (candidates.empty())
        return fail(ErrorKind::NotFound, subject, u"lists no image"_s);
    QStringList digests;
    for (const std::size_t number : candidates)
        digests.append(entries[number].digest.toString());
    return fail(ErrorKind::Ambiguous, subject,
                u"lists several images without their platforms; choose one: %1"_s.arg(listed(digests, 5)));
}

} // namespace

Result<std::size_t> selectPlatform(std::span<const Descriptor> entries, const Platform &wanted, const QString &subject)
{
    std::optional<std::size_t> best;
    int bestDistance = 0;
    for (std::size_t number = 0; number < entries.size(); ++number) {
        if (!entries[number].platform || isAttestation(entries[number]))
            continue;
        const auto distance = platformDistance(wanted, *entries[number].platform);
        if (distance && (!best || *distance < bestDistance)) {
            best = number;
            bestDistance = *distance;
        }
    }
    if (best)
        return *best;
    const QStringList platforms = platformsOf(entries);
    if (platforms.isEmpty())
        return onlyEntry(entries, subject);
    return fail(ErrorKind::WrongPlatform, subject,
                u"has no image for %1; it has %2"_s.arg(wanted.toString(), listed(platforms, 20)));
}

} // namespace stratoscope
