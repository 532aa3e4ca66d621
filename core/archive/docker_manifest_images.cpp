// SPDX-License-Identifier: Apache-2.0
#include "archive/docker_manifest_images.h"

#include "oci/media_type.h"

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The digest in the name of a member: `blobs/sha256/<hex>`.
std::optional<Digest> digestOfBlobName(const QString &name)
{
    const QStringList parts = name.split(u'/', Qt::SkipEmptyParts);
    if (parts.size() < 3 || parts[parts.size() - 3] != "blobs"_L1)
        return std::nullopt;
    const auto digest = Digest::parse(QString(parts[parts.size() - 2] + u':' + parts.back()));
    return digest ? std::optional(*digest) : std::nullopt;
}

/// Configs are also named `<hex>.json`.
std::optional<Digest> digestOfConfigName(const QString &name)
{
    if (const auto digest = digestOfBlobName(name))
        return digest;
    const auto digest = Digest::parse(QString(u"sha256:"_s + name.section(u'/', -1).chopped(name.endsWith(".json"_L1) ? 5 : 0)));
    return digest ? std::optional(*digest) : std::nullopt;
}

class ManifestImages final : public DockerImages
{
public:
    ManifestImages(std::shared_ptr<const TarFiles> files, SourceKind kind, std::vector<DockerArchiveImage> entries,
                   std::optional<OciLayout> layout)
        : DockerImages(kind, files->path())
        , m_files(std::move(files))
        , m_entries(std::move(entries))
        , m_layout(std::move(layout))
    {
        for (const DockerArchiveImage &entry : m_entries) {
            ArchivedImage image{
                .names = entry.repoTags, .platforms = {}, .manifest = {}, .config = digestOfConfigName(entry.config)};
            if (m_images.size() < kMostListed) {
                // An error is reported when the image is chosen.
                if (const auto config = readConfig(entry)) {
                    image.config = Digest::ofDocument(config->bytes);
                    if (!config->platform.isUnknown())
                        image.platforms.push_back(config->platform);
                }
            }
            m_images.push_back(std::move(image));
        }
    }

protected:
    Result<ResolvedImage> read(std::size_t number, ProgressMeter &, const std::stop_token &) const override
    {
        const DockerArchiveImage &entry = m_entries[number];
        ResolvedImage image;
        image.names = entry.repoTags;
        STRATOSCOPE_TRY(image.config, readConfig(entry));
        image.configDigest = Digest::ofDocument(image.config.bytes);
        if (const auto named = digestOfConfigName(entry.config); named && *named != image.configDigest)
            image.warnings << u"%1: the config has been changed since it was named; its digest is %2"_s.arg(
                files().subject(entry.config), image.configDigest.toString());
        STRATOSCOPE_CHECK(requireLayers(image.config, std::size_t(entry.layers.size()), files().subject(u"manifest.json"_s)));
        for (std::size_t i = 0; i < image.config.diffIds.size(); ++i) {
            STRATOSCOPE_TRY(ResolvedLayer layer, readLayer(entry, entry.layers[qsizetype(i)], image.config.diffIds[i]));
            image.layers.push_back(std::move(layer));
        }
        STRATOSCOPE_CHECK(takeManifest(image));
        return image;
    }

private:
    Result<ImageConfig> readConfig(const DockerArchiveImage &entry) const
    {
        STRATOSCOPE_TRY(const QByteArray bytes, files().read(entry.config));
        const QString subject = files().subject(entry.config);
        // As for Docker, a name is only a name, unless it is that of a blob.
        if (const auto expected = digestOfBlobName(entry.config))
            STRATOSCOPE_CHECK(requireDigest(bytes, *expected, subject));
        return ImageConfig::parse(bytes, subject);
    }

    Result<ResolvedLayer> readLayer(const DockerArchiveImage &entry, const QString &name, const DiffId &diffId) const
    {
        const auto inName = digestOfBlobName(name);
        // Docker lists a layer's source by its diff ID. It may be a registry's blob while the archive contains the uncompressed
        // layer.
        auto source = entry.layerSources.find(diffId);
        if (source == entry.layerSources.end() && inName)
            source = entry.layerSources.find(DiffId(*inName));
        const bool hasSource = source != entry.layerSources.end();

        auto region = files().find(name.toStdString());
        if (!region && region.error().kind == ErrorKind::NotFound && hasSource
            && media_type::isForeignLayer(source->second.mediaType))
            return OciLayout::foreignLayer(region.error().subject, source->second);
        STRATOSCOPE_TRY(FileRegion blob, std::move(region));
        ResolvedLayer layer{.blob = std::move(blob), .digest = inName, .diffId = diffId, .mediaType = {}};
        if (hasSource && quint64(source->second.size) == layer.blob.size && (!inName || *inName == source->second.digest)) {
            layer.digest = source->second.digest;
            layer.mediaType = source->second.mediaType;
        }
        return layer;
    }

    /// Takes the manifest of this image if the archive is an OCI layout as well.
    Result<void> takeManifest(ResolvedImage &image) const
    {
        if (!m_layout)
            return {};
        std::set<Digest> seen;
        for (const Descriptor &entry : m_layout->index().manifests) {
            if (!seen.insert(entry.digest).second)
                continue;
            for (const Descriptor &descriptor : m_layout->manifestsOf(entry).value_or(std::vector<Descriptor>())) {
                const auto bytes = m_layout->document(descriptor);
                const auto manifest = bytes ? Manifest::parse(*bytes, {}) : Failure(bytes.error());
                if (!manifest || !isOf(*manifest, image))
                    continue;
                image.digest = descriptor.digest;
                image.manifestBytes = *bytes;
                image.indexBytes = m_layout->indexBytes();
                image.mediaType = manifest->mediaType.isEmpty() ? descriptor.mediaType : manifest->mediaType;
                for (std::size_t i = 0; i < image.layers.size(); ++i) {
                    STRATOSCOPE_CHECK(m_layout->blob(manifest->layers[i]));
                    image.layers[i].mediaType = manifest->layers[i].mediaType;
                }
                return {};
            }
        }
        return {};
    }

    static bool isOf(const Manifest &manifest, const ResolvedImage &image)
    {
        return manifest.config.digest == image.configDigest
            && std::ranges::equal(manifest.layers, image.layers, {}, &Descriptor::digest,
                                  [](const ResolvedLayer &layer) { return layer.digest.value_or(Digest()); });
    }

    const TarFiles &files() const { return *m_files; }

    std::shared_ptr<const TarFiles> m_files;
    std::vector<DockerArchiveImage> m_entries;
    std::optional<OciLayout> m_layout;
};

/// Combines entries of the same image, which may be listed once for each of its tags.
std::vector<DockerArchiveImage> withoutDuplicates(std::vector<DockerArchiveImage> entries)
{
    std::vector<DockerArchiveImage> images;
    std::map<std::pair<QString, QStringList>, std::size_t> places;
    for (DockerArchiveImage &entry : entries) {
        const auto [place, isNew] = places.try_emplace({entry.config, entry.layers}, images.size());
        if (isNew)
            images.push_back(std::move(entry));
        else
            images[place->second].repoTags << entry.repoTags;
    }
    for (DockerArchiveImage &image : images)
        image.repoTags.removeDuplicates();
    return images;
}

} // namespace

Result<std::shared_ptr<const LocalArchive>> openDockerImages(std::shared_ptr<const TarFiles> files, SourceKind kind)
{
    const QString name = u"manifest.json"_s;
    STRATOSCOPE_TRY(const QByteArray bytes, files->read(name));
    STRATOSCOPE_TRY(std::vector<DockerArchiveImage> entries, parseDockerManifest(bytes, files->subject(name)));
    std::optional<OciLayout> layout;
    if (files->has("index.json")) {
        // manifest.json is what matters; a layout that cannot be read is ignored.
        if (auto opened = OciLayout::open(files))
            layout = *std::move(opened);
    }
    return std::make_shared<const ManifestImages>(std::move(files), kind, withoutDuplicates(std::move(entries)), std::move(layout));
}

} // namespace stratoscope
