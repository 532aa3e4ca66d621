// SPDX-License-Identifier: Apache-2.0
#include "image/remote_image.h"

#include "oci/image_index.h"
#include "oci/media_type.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Reads the documents of one repository, from the store if they are there.
class Documents
{
public:
    Documents(RemoteRepository &repository, const Reference &reference, const Store *store, const std::stop_token &stop)
        : m_repository(repository)
        , m_name(reference.name())
        , m_store(store)
        , m_stop(stop)
    {
    }

    QString subject(const Digest &digest) const { return m_name + u'@' + digest.toString(); }

    Result<FetchedManifest> top(const Reference &reference)
    {
        return m_repository.manifest(reference.digest ? reference.digest->toString() : reference.tag, m_stop);
    }

    Result<FetchedManifest> manifest(const Descriptor &descriptor)
    {
        if (const auto bytes = stored(descriptor))
            return FetchedManifest{*bytes, descriptor.mediaType, descriptor.digest, {}};
        STRATOSCOPE_TRY(FetchedManifest fetched, m_repository.manifest(descriptor.digest.toString(), m_stop));
        STRATOSCOPE_CHECK(checkSize(descriptor, fetched.bytes.size()));
        return fetched;
    }

    /// A layer's size, which schema 1 does not give.
    Result<Descriptor> layer(const Digest &digest)
    {
        Descriptor layer;
        layer.mediaType = media_type::kDockerLayerGzip;
        layer.digest = digest;
        STRATOSCOPE_TRY(layer.size, m_repository.blobSize(digest, m_stop));
        return layer;
    }

    Result<QByteArray> config(const Descriptor &descriptor)
    {
        if (const auto bytes = stored(descriptor))
            return *bytes;
        STRATOSCOPE_TRY(QByteArray bytes, m_repository.blob(descriptor, m_stop));
        STRATOSCOPE_CHECK(checkSize(descriptor, bytes.size()));
        return bytes;
    }

    /// The manifests that an index leads to, without attestations.
    Result<std::vector<Descriptor>> manifestsOf(const FetchedManifest &index)
    {
        STRATOSCOPE_TRY(auto entries,
                        remoteManifests(
                            index, [this](const Descriptor &entry) { return manifest(entry); }, m_name));
        std::erase_if(entries, isAttestation);
        return entries;
    }

private:
    std::optional<QByteArray> stored(const Descriptor &descriptor) const
    {
        if (!m_store || quint64(descriptor.size) > quint64(kMaxDocument))
            return std::nullopt;
        const auto bytes
            = m_store->blobs().find(descriptor.digest).and_then([](const FileRegion &file) { return readAll(file, kMaxDocument); });
        if (!bytes || bytes->size() != descriptor.size)
            return std::nullopt;
        return *bytes;
    }

    Result<void> checkSize(const Descriptor &descriptor, qint64 found) const
    {
        if (found == descriptor.size)
            return {};
        return fail(ErrorKind::Mismatch, subject(descriptor.digest),
                    u"has %1 bytes, but should have %2"_s.arg(found).arg(descriptor.size));
    }

    RemoteRepository &m_repository;
    const QString m_name;
    const Store *const m_store;
    const std::stop_token m_stop;
};

Result<void> readSchema1(RemoteImage &image, Documents &documents, const FetchedManifest &document)
{
    const QString subject = documents.subject(document.digest);
    STRATOSCOPE_TRY(image.manifestBytes, schema1Payload(document.bytes, subject));
    STRATOSCOPE_TRY(image.schema1, Schema1Manifest::parse(document.bytes, subject));
    for (const Digest &digest : image.schema1->layers) {
        STRATOSCOPE_TRY(Descriptor layer, documents.layer(digest));
        image.layers.push_back(std::move(layer));
    }
    return completeConfig(image, *image.schema1, {});
}

Result<void> readManifest(RemoteImage &image, Documents &documents, const FetchedManifest &document, const Reference &reference)
{
    if (kindOf(document) == DocumentKind::Schema1)
        return readSchema1(image, documents, document);
    const QString subject = documents.subject(document.digest);
    STRATOSCOPE_TRY(const Manifest manifest, Manifest::parse(document.bytes, subject));
    STRATOSCOPE_CHECK(manifest.requireImage(reference.familiar()));
    if (!manifest.mediaType.isEmpty())
        image.mediaType = manifest.mediaType;
    image.layers = manifest.layers;
    image.configDigest = manifest.config.digest;
    STRATOSCOPE_TRY(const QByteArray config, documents.config(manifest.config));
    STRATOSCOPE_TRY(image.config, ImageConfig::parse(config, documents.subject(manifest.config.digest)));
    return requireLayers(image.config, image.layers.size(), subject);
}

/// The manifest that is best for a platform. Artifacts that do not say so in the index are passed over if there is an image.
Result<FetchedManifest> bestManifest(Documents &documents, std::vector<Descriptor> manifests, const Platform &wanted,
                                     const QString &name)
{
    constexpr int kMostArtifacts = 10;
    std::optional<FetchedManifest> first;
    for (int artifacts = 0; artifacts < kMostArtifacts; ++artifacts) {
        const auto chosen = selectPlatform(manifests, wanted, name);
        if (!chosen && !first)
            return Failure(chosen.error());
        if (!chosen)
            break;
        STRATOSCOPE_TRY(FetchedManifest document, documents.manifest(manifests[*chosen]));
        const auto manifest = Manifest::parse(document.bytes, {});
        if (!manifest || manifest->isImage())
            return document;
        if (!first)
            first = std::move(document);
        manifests.erase(manifests.begin() + std::ptrdiff_t(*chosen));
    }
    return *std::move(first);
}

qint64 sizeOf(const std::vector<Descriptor> &layers)
{
    qint64 size = 0;
    for (const Descriptor &layer : layers)
        size += layer.size;
    return size;
}

} // namespace

Result<void> completeConfig(ImageDocuments &image, const Schema1Manifest &schema1, std::span<const DiffId> diffIds)
{
    const QByteArray config = schema1.imageConfig(diffIds);
    image.configDigest = Digest::ofDocument(config);
    STRATOSCOPE_TRY(image.config, ImageConfig::parse(config, image.configDigest.toString()));
    return {};
}

DocumentKind kindOf(const FetchedManifest &document)
{
    const auto object = parseJsonObject(document.bytes, {});
    const DocumentKind kind = object ? documentKind(*object) : DocumentKind::Unknown;
    if (kind != DocumentKind::Unknown)
        return kind;
    return media_type::isIndex(document.mediaType) ? DocumentKind::Index : DocumentKind::Manifest;
}

Result<std::vector<Descriptor>> remoteManifests(const FetchedManifest &index,
                                                const std::function<Result<FetchedManifest>(const Descriptor &)> &fetch,
                                                const QString &name)
{
    const auto read = [&](const Descriptor &entry) -> Result<std::optional<ImageIndex>> {
        const bool isTop = entry.digest == index.digest;
        if (!isTop && (isAttestation(entry) || !media_type::isIndex(entry.mediaType)))
            return std::nullopt;
        STRATOSCOPE_TRY(const FetchedManifest document, isTop ? Result<FetchedManifest>(index) : fetch(entry));
        return ImageIndex::parse(document.bytes, name + u'@' + document.digest.toString());
    };
    Descriptor top;
    top.digest = index.digest;
    return manifestsOf(top, read, name);
}

Result<RemoteImage> resolveRemote(RemoteRepository &repository, const Reference &reference, const std::optional<Platform> &platform,
                                  const Store &store, const std::stop_token &stop)
{
    Documents documents(repository, reference, &store, stop);
    RemoteImage image;
    image.names = {reference.canonical()};
    STRATOSCOPE_TRY(FetchedManifest document, documents.top(reference));
    image.warnings = document.warnings;
    if (kindOf(document) == DocumentKind::Index) {
        image.indexBytes = document.bytes;
        image.indexDigest = document.digest;
        STRATOSCOPE_TRY(std::vector<Descriptor> manifests, documents.manifestsOf(document));
        STRATOSCOPE_TRY(document,
                        bestManifest(documents, std::move(manifests), platform.value_or(Platform::host()), reference.familiar()));
    }
    image.manifestBytes = document.bytes;
    image.mediaType = document.mediaType;
    image.digest = document.digest;
    STRATOSCOPE_CHECK(readManifest(image, documents, document, reference));
    STRATOSCOPE_CHECK(requirePlatform(image.config.platform, platform, reference.familiar()));
    return image;
}

Result<std::vector<RemotePlatform>> remotePlatforms(RemoteRepository &repository, const Reference &reference,
                                                    const std::stop_token &stop)
{
    Documents documents(repository, reference, nullptr, stop);
    STRATOSCOPE_TRY(const FetchedManifest top, documents.top(reference));
    std::vector<RemotePlatform> platforms;
    if (kindOf(top) != DocumentKind::Index) {
        RemoteImage image;
        STRATOSCOPE_CHECK(readManifest(image, documents, top, reference));
        platforms.push_back({image.config.platform.normalized(), top.digest, sizeOf(image.layers)});
        return platforms;
    }
    STRATOSCOPE_TRY(const std::vector<Descriptor> entries, documents.manifestsOf(top));
    for (const Descriptor &entry : entries) {
        STRATOSCOPE_TRY(const FetchedManifest document, documents.manifest(entry));
        STRATOSCOPE_TRY(const Manifest manifest, Manifest::parse(document.bytes, documents.subject(entry.digest)));
        if (!manifest.isImage())
            continue;
        platforms.push_back({entry.platform.value_or(Platform()).normalized(), entry.digest, sizeOf(manifest.layers)});
    }
    return platforms;
}

} // namespace stratoscope
