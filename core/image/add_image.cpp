// SPDX-License-Identifier: Apache-2.0
#include "image/add_image.h"

#include <set>

namespace stratoscope {

Result<AddReport> addImage(const ImageDocuments &documents, const std::vector<LayerSource::OpenedLayer> &layers,
                           const QString &reference, const QString &origin, const Store &store)
{
    STRATOSCOPE_CHECK(store.blobs().add(documents.manifestBytes, *documents.digest));
    STRATOSCOPE_CHECK(store.blobs().add(documents.config.bytes, documents.configDigest));
    if (documents.indexDigest)
        STRATOSCOPE_CHECK(store.blobs().add(documents.indexBytes, *documents.indexDigest));
    AddReport report;
    report.warnings = documents.warnings;
    report.image.reference = reference;
    report.image.manifest = *documents.digest;
    report.image.config = documents.configDigest;
    report.image.index = documents.indexDigest;
    report.image.platform = documents.config.platform;
    report.image.mediaType = documents.mediaType;
    report.image.created = documents.config.created;
    report.image.pulled = QDateTime::currentDateTimeUtc();
    report.image.source = origin;
    std::set<Digest> counted;
    for (const auto &[layer, reusedBytes] : layers) {
        report.image.layers.push_back(*layer.digest);
        report.image.size += layer.compressedSize;
        if (!counted.insert(*layer.digest).second)
            continue;
        report.bytes += layer.compressedSize;
        report.reusedBytes += reusedBytes;
    }
    STRATOSCOPE_CHECK(store.addImage(report.image));
    return report;
}

} // namespace stratoscope
