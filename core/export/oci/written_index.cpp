// SPDX-License-Identifier: Apache-2.0
#include "export/oci/written_index.h"

#include "oci/image_index.h"
#include "oci/media_type.h"
#include "oci/new_documents.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The index that several images came from, if they are all that it lists.
std::optional<Descriptor> originalIndex(const Image &image, std::span<const Descriptor> manifests)
{
    const auto index = ImageIndex::parse(image.indexBytes, {});
    if (!image.indexDigest || !index)
        return std::nullopt;
    const auto isThere = [manifests](const Descriptor &entry) {
        return std::ranges::find(manifests, entry.digest, &Descriptor::digest) != manifests.end();
    };
    if (!std::ranges::all_of(index->manifests, isThere))
        return std::nullopt;
    const QString mediaType = index->mediaType.isEmpty() ? QString(media_type::kOciIndex) : index->mediaType;
    return descriptorOf(image.indexBytes, mediaType, *image.indexDigest);
}

/// Whether the index that an image came from lists more images than these.
bool lacksPlatforms(const Image &image, std::size_t count)
{
    const auto index = ImageIndex::parse(image.indexBytes, {});
    const auto isImage = [](const Descriptor &entry) { return !isAttestation(entry) && !isArtifact(entry); };
    return image.indexDigest && index && std::size_t(std::ranges::count_if(index->manifests, isImage)) > count;
}

} // namespace

WrittenIndex WrittenIndex::of(std::span<const ImagePlan> images, std::vector<Descriptor> manifests)
{
    const Image &first = images.front().image();
    if (const auto original = originalIndex(first, manifests))
        return {.bytes = first.indexBytes, .descriptor = *original, .warnings = {}};
    for (std::size_t i = 0; i < manifests.size(); ++i)
        manifests[i].platform = images[i].image().config.platform;
    WrittenIndex written;
    written.bytes = newIndex(manifests);
    written.descriptor = descriptorOf(written.bytes, media_type::kOciIndex, Digest::ofDocument(written.bytes));
    if (lacksPlatforms(first, manifests.size()))
        written.warnings
            << u"the index lists only the %1 platforms that are available, so its digest is not that of the original one"_s.arg(
                   manifests.size());
    return written;
}

} // namespace stratoscope
