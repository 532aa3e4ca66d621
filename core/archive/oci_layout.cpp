// SPDX-License-Identifier: Apache-2.0
#include "archive/oci_layout.h"

#include "oci/media_type.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

Result<void> checkLayoutVersion(const ArchiveFiles &files)
{
    const QString name = u"oci-layout"_s;
    if (!files.has(name.toStdString()))
        return {};
    STRATOSCOPE_TRY(const QByteArray bytes, files.read(name));
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, files.subject(name)));
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
    // If the media type is of no use, the document's content decides.
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

OciLayout OciLayout::ofManifest(std::shared_ptr<const ArchiveFiles> files, Descriptor manifest)
{
    OciLayout layout(std::move(files));
    layout.m_index.manifests.push_back(std::move(manifest));
    return layout;
}

QString OciLayout::subject(const Descriptor &descriptor) const
{
    return m_files->subject(m_files->blobName(descriptor.digest));
}

bool OciLayout::has(const Descriptor &descriptor) const
{
    return m_files->has(m_files->blobName(descriptor.digest).toStdString());
}

Result<FileRegion> OciLayout::blob(const Descriptor &descriptor) const
{
    STRATOSCOPE_TRY(const FileRegion region, m_files->find(m_files->blobName(descriptor.digest).toStdString()));
    if (region.size != quint64(descriptor.size))
        return fail(ErrorKind::Mismatch, subject(descriptor),
                    u"has %1 bytes, but should have %2"_s.arg(region.size).arg(descriptor.size));
    return region;
}

Result<QByteArray> OciLayout::document(const Descriptor &descriptor) const
{
    STRATOSCOPE_CHECK(blob(descriptor));
    STRATOSCOPE_TRY(const QByteArray bytes, m_files->read(m_files->blobName(descriptor.digest)));
    STRATOSCOPE_CHECK(requireDigest(bytes, descriptor.digest, subject(descriptor)));
    return bytes;
}

Result<std::vector<Descriptor>> OciLayout::manifestsOf(const Descriptor &entry) const
{
    const auto read = [this, &entry](const Descriptor &next) -> Result<std::optional<ImageIndex>> {
        const bool isAside = isAttestation(next) && next.digest != entry.digest;
        if (isAside || media_type::isManifest(next.mediaType))
            return std::nullopt;
        STRATOSCOPE_TRY(const QByteArray bytes, document(next));
        if (!isIndex(next, bytes))
            return std::nullopt;
        return ImageIndex::parse(bytes, subject(next));
    };
    STRATOSCOPE_TRY(std::vector<Descriptor> manifests, stratoscope::manifestsOf(entry, read, subject(entry)));
    std::erase_if(manifests,
                  [&entry](const Descriptor &manifest) { return isAttestation(manifest) && manifest.digest != entry.digest; });
    return manifests;
}

Failure OciLayout::foreignLayer(const QString &subject, const Descriptor &descriptor)
{
    const QString where = descriptor.urls.isEmpty() ? u"at an unknown address"_s : u"at %1"_s.arg(quoted(descriptor.urls.front()));
    return fail(ErrorKind::Unsupported, subject, u"is a foreign layer, whose data is not in the archive but %1"_s.arg(where));
}

Result<ResolvedLayer> OciLayout::readLayer(const Descriptor &descriptor) const
{
    auto region = blob(descriptor);
    if (!region && region.error().kind == ErrorKind::NotFound && media_type::isForeignLayer(descriptor.mediaType))
        return foreignLayer(subject(descriptor), descriptor);
    STRATOSCOPE_TRY(FileRegion found, std::move(region));
    return ResolvedLayer{std::move(found), descriptor.digest, {}, descriptor.mediaType};
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
    STRATOSCOPE_TRY(const QByteArray config, document(manifest.config));
    STRATOSCOPE_TRY(image.config, ImageConfig::parse(config, subject(manifest.config)));
    image.configDigest = manifest.config.digest;
    STRATOSCOPE_CHECK(requireLayers(image.config, manifest.layers.size(), subject(descriptor)));
    for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
        STRATOSCOPE_TRY(ResolvedLayer layer, readLayer(manifest.layers[i]));
        layer.diffId = image.config.diffIds[i];
        image.layers.push_back(std::move(layer));
    }
    return image;
}

} // namespace stratoscope
