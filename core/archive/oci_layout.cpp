// SPDX-License-Identifier: Apache-2.0
#include "archive/oci_layout.h"

#include "oci/media_type.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMostManifests = 10'000;

QString blobName(const Digest &digest)
{
    return u"blobs/"_s + digest.algorithmName() + u'/' + digest.hex();
}

Result<void> checkLayoutVersion(const ArchiveFiles &files)
{
    const QString name = u"oci-layout"_s;
    if (!files.has(name.toStdString()))
        return {};
    STRATOSCOPE_TRY(const QByteArray bytes, files.read(name));
    STRATOSCOPE_TRY(const QJsonObject object, parseJsonObject(bytes, files.subject(name)));
    const JsonFields fields(object, files.subject(name));
    STRATOSCOPE_TRY(const QString version, fields.string("imageLayoutVersion"_L1));
    if (!version.startsWith("1."_L1))
        return fields.fail("imageLayoutVersion"_L1, u"is %1; this program reads version 1"_s.arg(quoted(version)),
                           ErrorKind::Unsupported);
    return {};
}

bool isIndex(const Descriptor &descriptor, const QByteArray &document)
{
    if (media_type::isIndex(descriptor.mediaType))
        return true;
    // The document's own word counts where the descriptor says nothing of use.
    const auto object = parseJsonObject(document, {});
    return object && documentKind(*object) == DocumentKind::Index;
}

} // namespace

Result<OciLayout> OciLayout::open(std::shared_ptr<const ArchiveFiles> files)
{
    STRATOSCOPE_CHECK(checkLayoutVersion(*files));
    OciLayout layout(std::move(files));
    const QString name = u"index.json"_s;
    STRATOSCOPE_TRY(layout.m_indexBytes, layout.m_files->read(name));
    STRATOSCOPE_TRY(layout.m_index, ImageIndex::parse(layout.m_indexBytes, layout.m_files->subject(name)));
    return layout;
}

QString OciLayout::subject(const Descriptor &descriptor) const
{
    return m_files->subject(blobName(descriptor.digest));
}

Result<FileRegion> OciLayout::blob(const Descriptor &descriptor) const
{
    STRATOSCOPE_TRY(const FileRegion region, m_files->find(blobName(descriptor.digest).toStdString()));
    if (region.size != quint64(descriptor.size))
        return fail(ErrorKind::Mismatch, subject(descriptor),
                    u"has %1 bytes, but should have %2"_s.arg(region.size).arg(descriptor.size));
    return region;
}

Result<QByteArray> OciLayout::document(const Descriptor &descriptor) const
{
    STRATOSCOPE_CHECK(blob(descriptor));
    STRATOSCOPE_TRY(const QByteArray bytes, m_files->read(blobName(descriptor.digest)));
    Hasher hasher(descriptor.digest.algorithm());
    hasher.update(asBytes({bytes.constData(), std::size_t(bytes.size())}));
    const Digest found(descriptor.digest.algorithm(), hasher.finish());
    if (found != descriptor.digest)
        return fail(ErrorKind::Mismatch, subject(descriptor), u"has the digest %1"_s.arg(found.toString()));
    return bytes;
}

Result<std::vector<Descriptor>> OciLayout::manifestsOf(const Descriptor &entry) const
{
    std::vector<Descriptor> manifests;
    std::set<Digest> seen;
    // Depth first, in the order of the lists; each document is read once, so what is nested ends.
    std::vector<Descriptor> waiting{entry};
    while (!waiting.empty()) {
        Descriptor next = std::move(waiting.back());
        waiting.pop_back();
        if (!seen.insert(next.digest).second)
            continue;
        if (seen.size() > kMostManifests)
            return fail(ErrorKind::TooLarge, subject(entry), u"lists more than %1 images"_s.arg(kMostManifests));
        const bool isEntryItself = seen.size() == 1;
        if (!isEntryItself && isAttestation(next))
            continue;
        // A manifest need not be there unless it is chosen: an archive may hold one platform of an index.
        if (media_type::isManifest(next.mediaType)) {
            manifests.push_back(std::move(next));
            continue;
        }
        STRATOSCOPE_TRY(const QByteArray bytes, document(next));
        if (!isIndex(next, bytes)) {
            manifests.push_back(std::move(next));
            continue;
        }
        STRATOSCOPE_TRY(ImageIndex index, ImageIndex::parse(bytes, subject(next)));
        std::ranges::reverse(index.manifests);
        std::ranges::move(index.manifests, std::back_inserter(waiting));
    }
    return manifests;
}

Result<ResolvedLayer> OciLayout::readLayer(const Descriptor &descriptor) const
{
    auto region = blob(descriptor);
    if (!region && region.error().kind == ErrorKind::NotFound && media_type::isForeignLayer(descriptor.mediaType)) {
        const QString where
            = descriptor.urls.isEmpty() ? u"nowhere that it tells of"_s : u"at %1"_s.arg(quoted(descriptor.urls.front()));
        return fail(ErrorKind::Unsupported, subject(descriptor),
                    u"is a foreign layer, whose data is not in the archive but %1"_s.arg(where));
    }
    STRATOSCOPE_TRY(FileRegion found, std::move(region));
    return ResolvedLayer{
        .blob = std::move(found),
        .digest = descriptor.digest,
        .diffId = {},
        .mediaType = descriptor.mediaType,
        .promisedSize = quint64(descriptor.size),
    };
}

Result<ResolvedImage> OciLayout::readImage(const Descriptor &descriptor) const
{
    ResolvedImage image;
    STRATOSCOPE_TRY(image.manifestBytes, document(descriptor));
    STRATOSCOPE_TRY(const Manifest manifest, Manifest::parse(image.manifestBytes, subject(descriptor)));
    STRATOSCOPE_CHECK(manifest.requireImage(subject(descriptor)));
    image.indexBytes = m_indexBytes;
    image.digest = descriptor.digest;
    image.mediaType = manifest.mediaType.isEmpty() ? descriptor.mediaType : manifest.mediaType;
    STRATOSCOPE_TRY(image.configBytes, document(manifest.config));
    STRATOSCOPE_TRY(image.config, ImageConfig::parse(image.configBytes, subject(manifest.config)));
    image.configDigest = manifest.config.digest;
    STRATOSCOPE_CHECK(checkLayerCount(subject(descriptor), manifest.layers.size(), image.config.diffIds.size()));
    for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
        STRATOSCOPE_TRY(ResolvedLayer layer, readLayer(manifest.layers[i]));
        layer.diffId = image.config.diffIds[i];
        image.layers.push_back(std::move(layer));
    }
    return image;
}

Result<void> checkLayerCount(const QString &subject, std::size_t layers, std::size_t diffIds)
{
    if (layers == diffIds)
        return {};
    return fail(ErrorKind::Malformed, subject,
                u"lists %1 layers, but the image's config has %2 diff-ids"_s.arg(layers).arg(diffIds));
}

} // namespace stratoscope
