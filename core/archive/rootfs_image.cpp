// SPDX-License-Identifier: Apache-2.0
#include "archive/rootfs_image.h"

#include "layer/region_input.h"
#include "prebaked/ingest_layer.h"

namespace stratoscope {

RootfsImage::RootfsImage(QString path, FileRegion tar, QStringList warnings)
    : LocalArchive(SourceKind::Rootfs, std::move(path))
    , m_tar(std::move(tar))
    , m_warnings(std::move(warnings))
{
    m_images.emplace_back();
}

Result<ResolvedImage> RootfsImage::find(const QString &name, const std::optional<Platform> &, ProgressMeter &progress,
                                        const std::stop_token &stop) const
{
    if (!name.isEmpty())
        return notFound(name);
    progress.begin(Stage::Resolve, qint64(m_tar.size), 1);
    progress.setItem(path(), 0);
    RegionSource source(m_tar);
    STRATOSCOPE_TRY(const Digest digest, withContext(path(), blobDigest(source, HashAlgorithm::Sha256, progress, stop)));
    progress.finish();
    ResolvedImage image;
    const DiffId diffId(digest);
    const QByteArray config = v1ImageConfig({}, {}, std::span(&diffId, 1));
    image.configDigest = Digest::ofDocument(config);
    STRATOSCOPE_TRY(image.config, ImageConfig::parse(config, path()));
    image.warnings = m_warnings;
    image.layers.push_back({.blob = m_tar, .digest = {}, .diffId = diffId, .mediaType = {}});
    return image;
}

} // namespace stratoscope
