// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.h"

#include "oci/manifest.h"

#include <optional>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<ImageIndex> ImageIndex::parse(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    const DocumentKind kind = documentKind(fields.json());
    if (kind == DocumentKind::Manifest)
        return fail(ErrorKind::Malformed, subject, u"is an image manifest, expected an image index"_s);
    if (kind != DocumentKind::Index)
        return fail(ErrorKind::Malformed, subject, u"is not an image index: it has no manifests"_s);
    if (fields.has("layers"_L1) || fields.has("config"_L1))
        return fail(ErrorKind::Malformed, subject, u"is an image manifest and an image index at once"_s);

    ImageIndex index;
    STRATOSCOPE_TRY(index.mediaType, fields.string("mediaType"_L1));
    STRATOSCOPE_CHECK(fields.forEachObject("manifests"_L1, [&index](const JsonFields &entry) -> Result<void> {
        if (entry.json().isEmpty()) // null, perhaps: an entry that nothing can choose
            return {};
        STRATOSCOPE_TRY(Descriptor descriptor, Descriptor::parse(entry));
        index.manifests.push_back(std::move(descriptor));
        return {};
    }));
    STRATOSCOPE_TRY(index.subject, Descriptor::parseOptional(fields, "subject"_L1));
    STRATOSCOPE_TRY(index.artifactType, fields.string("artifactType"_L1));
    STRATOSCOPE_TRY(index.annotations, fields.stringMap("annotations"_L1));
    return index;
}

namespace {

using Candidates = std::vector<std::size_t>; ///< indexes of entries

/// The images; if there are none, other artifacts than attestations.
Candidates candidatesOf(std::span<const Descriptor> entries)
{
    Candidates candidates;
    for (std::size_t index = 0; index < entries.size(); ++index) {
        if (!isAttestation(entries[index]))
            candidates.push_back(index);
    }
    keepAny(candidates, [entries](std::size_t index) { return !isArtifact(entries[index]); });
    return candidates;
}

/// The platforms of the candidates, fit for a message.
QStringList platformsOf(std::span<const Descriptor> entries, const Candidates &candidates)
{
    QStringList platforms;
    for (const std::size_t index : candidates) {
        if (entries[index].platform)
            platforms.append(printable(entries[index].platform->toString().left(80).toStdString()));
    }
    platforms.removeDuplicates();
    return platforms;
}

/// The candidate to select if none has a platform.
Result<std::size_t> onlyEntry(std::span<const Descriptor> entries, const Candidates &candidates, const QString &subject)
{
    if (candidates.size() == 1)
        return candidates.front();
    if (candidates.empty())
        return fail(ErrorKind::NotFound, subject, u"contains no image"_s);
    QStringList digests;
    for (const std::size_t index : candidates)
        digests.append(entries[index].digest.toString());
    return fail(ErrorKind::Ambiguous, subject,
                u"contains several images without a platform; choose one: %1"_s.arg(listed(digests, 5)));
}

} // namespace

Result<std::vector<Descriptor>> manifestsOf(const Descriptor &entry, const IndexReader &read, const QString &subject)
{
    constexpr int kMostIndexes = 100;
    std::vector<Descriptor> manifests;
    std::set<Digest> seen;
    std::vector<Descriptor> waiting{entry}; // the next one last
    for (int indexes = 0; !waiting.empty();) {
        Descriptor next = std::move(waiting.back());
        waiting.pop_back();
        if (!seen.insert(next.digest).second)
            continue;
        STRATOSCOPE_TRY(std::optional<ImageIndex> index, read(next));
        if (!index) {
            manifests.push_back(std::move(next));
            continue;
        }
        if (++indexes > kMostIndexes)
            return fail(ErrorKind::TooLarge, subject, u"contains more than %1 nested indexes"_s.arg(kMostIndexes));
        std::ranges::reverse(index->manifests);
        std::ranges::move(index->manifests, std::back_inserter(waiting));
    }
    return manifests;
}

Result<std::size_t> selectPlatform(std::span<const Descriptor> entries, const Platform &wanted, const QString &subject)
{
    const Candidates candidates = candidatesOf(entries);
    std::optional<std::size_t> best;
    int bestDistance = 0;
    for (const std::size_t index : candidates) {
        if (!entries[index].platform)
            continue;
        const auto distance = platformDistance(wanted, *entries[index].platform);
        if (distance && (!best || *distance < bestDistance)) {
            best = index;
            bestDistance = *distance;
        }
    }
    if (best)
        return *best;
    const QStringList platforms = platformsOf(entries, candidates);
    if (platforms.isEmpty())
        return onlyEntry(entries, candidates, subject);
    return fail(ErrorKind::WrongPlatform, subject,
                u"no image for %1; available: %2"_s.arg(wanted.toString(), listed(platforms, 20)));
}

} // namespace stratoscope
