// SPDX-License-Identifier: Apache-2.0
#include "export/oci/written_image.h"

#include "image/layer_blob.h"
#include "oci/manifest.h"
#include "oci/media_type.h"
#include "oci/new_documents.h"

#include <algorithm>

namespace stratoscope {

namespace {

/// Whether the image's own manifest describes what was written. One of schema 1 has no place in a layout.
bool keepsManifest(const ImagePlan &plan, bool keepsConfig)
{
    const auto isDescribed = [](const PlannedLayer &layer) { return layer.isKept && layer.descriptor; };
    return keepsConfig && plan.image().digest && !plan.layers().empty() && std::ranges::all_of(plan.layers(), isDescribed);
}

} // namespace

Result<WrittenImage> WrittenImage::write(const ImagePlan &plan, ExportFiles &into, const ExportFiles::NameOf &name)
{
    return write(plan, into, [&name](std::size_t, const PlannedLayer &, const Digest &digest) { return name(digest); });
}

Result<WrittenImage> WrittenImage::write(const ImagePlan &plan, ExportFiles &into, const NameOfLayer &name)
{
    const Image &image = plan.image();
    WrittenImage written;
    std::vector<DiffId> diffIds;
    for (std::size_t i = 0; i < plan.layers().size(); ++i) {
        const PlannedLayer &layer = plan.layers()[i];
        const auto blob = into.addBlob(layer.content, [&](const Digest &digest) { return name(i, layer, digest); });
        if (!blob)
            return Failure(withContext(layerSubject(image.location, layer.number), blob.error()));
        Descriptor descriptor = layer.descriptor.value_or(Descriptor());
        descriptor.mediaType = layerMediaType(layer.compression);
        descriptor.digest = blob->digest;
        descriptor.size = qint64(blob->size);
        written.layers.push_back(std::move(descriptor));
        diffIds.push_back(*layer.tar->diffId);
    }

    const bool keepsConfig = !plan.changesLayers() && diffIds == image.config.diffIds && !image.config.bytes.isEmpty();
    written.config = keepsConfig ? image.config.bytes : newConfig(image.config, diffIds, plan.history());
    written.configDescriptor = descriptorOf(written.config, media_type::kOciConfig,
                                            keepsConfig ? image.configDigest : Digest::ofDocument(written.config));
    if (keepsManifest(plan, keepsConfig)) {
        written.manifest = image.manifestBytes;
        written.manifestDescriptor = descriptorOf(
            written.manifest, image.mediaType.isEmpty() ? QString(media_type::kOciManifest) : image.mediaType, *image.digest);
    } else {
        const auto original = Manifest::parse(image.manifestBytes, {});
        written.manifest = newManifest(written.configDescriptor, written.layers, original ? original->annotations : Annotations());
        written.manifestDescriptor = descriptorOf(written.manifest, media_type::kOciManifest, Digest::ofDocument(written.manifest));
    }
    return written;
}

} // namespace stratoscope
