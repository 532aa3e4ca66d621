// SPDX-License-Identifier: Apache-2.0
#include "archive/oci_images.h"

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Whether entries are one image for several platforms, listed side by side instead of in an index of their own.
bool arePlatformsOfOne(const std::vector<Descriptor> &entries, bool isNamed)
{
    return std::ranges::all_of(entries, [&](const Descriptor &entry) {
        return entry.platform && (isNamed || imageNames(entry) == imageNames(entries.front()));
    });
}

/// The images of an OCI image layout.
class OciImages final : public LocalArchive
{
public:
    OciImages(SourceKind kind, OciLayout layout)
        : LocalArchive(kind, layout.files().path())
        , m_layout(std::move(layout))
    {
        std::map<Digest, std::size_t> places;
        for (const Descriptor &entry : m_layout.index().manifests) {
            if (isAttestation(entry))
                continue;
            const auto [place, isNew] = places.try_emplace(entry.digest, m_images.size());
            if (!isNew) {
                m_images[place->second].names << imageNames(entry);
                continue;
            }
            ArchivedImage image{.names = imageNames(entry), .platforms = {}, .manifest = entry, .config = {}};
            if (entry.platform)
                image.platforms.push_back(*entry.platform);
            else if (m_images.size() < kMostListed)
                // An error is reported when the image is chosen.
                for (const Descriptor &manifest : present(m_layout.manifestsOf(entry).value_or(std::vector<Descriptor>()))) {
                    if (manifest.platform && !isArtifact(manifest))
                        image.platforms.push_back(*manifest.platform);
                }
            m_images.push_back(std::move(image));
        }
        for (ArchivedImage &image : m_images)
            image.names.removeDuplicates();
    }

    std::vector<std::size_t> imagesNamed(const QString &name) const override
    {
        std::vector<std::size_t> found;
        for (const Descriptor &entry : entriesNamed(name)) {
            const auto listed = std::ranges::find_if(
                m_images, [&entry](const ArchivedImage &image) { return image.manifest->digest == entry.digest; });
            if (listed != m_images.end())
                found.push_back(std::size_t(listed - m_images.begin()));
        }
        return found;
    }

private:
    /// Without the manifests that the archive lacks, unless it lacks all: archives often have but one platform of an index.
    std::vector<Descriptor> present(std::vector<Descriptor> manifests) const
    {
        keepAny(manifests, [this](const Descriptor &manifest) { return m_layout.has(manifest); });
        return manifests;
    }

    /// Whether a manifest is an image as far as is known; errors are reported when it is chosen.
    bool isImage(const Descriptor &descriptor) const
    {
        if (isArtifact(descriptor))
            return false;
        const auto manifest
            = m_layout.document(descriptor).and_then([](const QByteArray &bytes) { return Manifest::parse(bytes, {}); });
        return !manifest || manifest->isImage();
    }

    bool leadsToImage(const Descriptor &entry) const
    {
        const auto manifests = m_layout.manifestsOf(entry);
        return !manifests || std::ranges::any_of(*manifests, [this](const Descriptor &manifest) { return isImage(manifest); });
    }

    /// The entries with a name, each digest once; all images if the name is empty.
    std::vector<Descriptor> entriesNamed(const QString &name) const
    {
        const auto collect = [this](const auto &isMeant) {
            std::vector<Descriptor> found;
            std::set<Digest> seen;
            for (const Descriptor &entry : m_layout.index().manifests) {
                if (isMeant(entry) && seen.insert(entry.digest).second)
                    found.push_back(entry);
            }
            return found;
        };
        auto found = name.isEmpty() ? collect([](const Descriptor &entry) { return !isAttestation(entry); })
                                    : collect([&name](const Descriptor &entry) { return isNamed(entry, name); });
        if (found.empty() && !name.isEmpty())
            found = collect([&name](const Descriptor &entry) { return entry.digest.matchesPrefix(name); });
        keepAny(found, [](const Descriptor &entry) { return !isArtifact(entry); });
        // What `cosign save` writes tells images and signatures apart by their manifests alone.
        if (found.size() > 1 && found.size() <= kMostListed)
            keepAny(found, [this](const Descriptor &entry) { return leadsToImage(entry); });
        return found;
    }

    /// A manifest that is only listed by a nested index.
    std::optional<Descriptor> manifestByDigest(const QString &digest) const
    {
        for (const Descriptor &entry : m_layout.index().manifests) {
            for (Descriptor &manifest : m_layout.manifestsOf(entry).value_or(std::vector<Descriptor>())) {
                if (manifest.digest.matchesPrefix(digest))
                    return std::move(manifest);
            }
        }
        return std::nullopt;
    }

    Result<Descriptor> choose(const QString &name, const std::optional<Platform> &platform) const
    {
        const std::vector<Descriptor> entries = entriesNamed(name);
        if (entries.empty()) {
            if (auto manifest = manifestByDigest(name))
                return *std::move(manifest);
            return notFound(name);
        }
        if (entries.size() > 1 && !arePlatformsOfOne(entries, !name.isEmpty()))
            return ambiguous(name);

        std::vector<Descriptor> manifests;
        for (const Descriptor &entry : entries) {
            STRATOSCOPE_TRY(std::vector<Descriptor> listed, m_layout.manifestsOf(entry));
            std::ranges::move(listed, std::back_inserter(manifests));
        }
        manifests = present(std::move(manifests));
        if (manifests.size() > 1 && manifests.size() <= kMostListed)
            keepAny(manifests, [this](const Descriptor &manifest) { return isImage(manifest); });
        if (manifests.size() == 1 && !platform)
            return std::move(manifests.front());
        STRATOSCOPE_TRY(const std::size_t chosen, selectPlatform(manifests, platform.value_or(Platform::host()), path()));
        return std::move(manifests[chosen]);
    }

    Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &,
                               const std::stop_token &) const override
    {
        STRATOSCOPE_TRY(const Descriptor manifest, choose(name, platform));
        STRATOSCOPE_TRY(ResolvedImage image, m_layout.readImage(manifest));
        for (const ArchivedImage &listed : m_images) {
            // An image that was chosen from an index has the names of the index.
            const auto manifests = m_layout.manifestsOf(*listed.manifest);
            if (!manifests || std::ranges::find(*manifests, manifest.digest, &Descriptor::digest) == manifests->end())
                continue;
            image.names << listed.names;
            if (listed.manifest->digest != manifest.digest && !image.indexDigest) {
                STRATOSCOPE_TRY(image.indexBytes, m_layout.document(*listed.manifest));
                image.indexDigest = listed.manifest->digest;
            }
        }
        image.names.removeDuplicates();
        return image;
    }

    OciLayout m_layout;
};

/// The names of blobs are their digests without the algorithm, those of manifests end in `.manifest.json`.
class SkopeoFiles final : public FolderFiles
{
public:
    SkopeoFiles(const QString &path, Digest manifest)
        : FolderFiles(path)
        , m_manifest(manifest)
    {
    }

    QString blobName(const Digest &digest) const override
    {
        if (digest == m_manifest)
            return u"manifest.json"_s;
        const QString plain
            = digest.algorithm() == HashAlgorithm::Sha256 ? digest.hex() : digest.algorithmName() + u'-' + digest.hex();
        const QString manifest = plain + u".manifest.json"_s;
        return has(manifest.toStdString()) ? manifest : plain;
    }

private:
    Digest m_manifest;
};

} // namespace

Result<std::shared_ptr<const LocalArchive>> openSkopeoDirectory(const QString &path)
{
    STRATOSCOPE_TRY(const QByteArray bytes, FolderFiles(path).read(u"manifest.json"_s));
    Descriptor manifest;
    manifest.digest = Digest::ofDocument(bytes);
    manifest.size = bytes.size();
    return openOciImage(SourceKind::Dir, std::make_shared<const SkopeoFiles>(path, manifest.digest), manifest);
}

std::shared_ptr<const LocalArchive> openOciImage(SourceKind kind, std::shared_ptr<const ArchiveFiles> files, Descriptor image)
{
    return std::make_shared<const OciImages>(kind, OciLayout::ofManifest(std::move(files), std::move(image)));
}

Result<std::shared_ptr<const LocalArchive>> openOciImages(SourceKind kind, std::shared_ptr<const ArchiveFiles> files)
{
    STRATOSCOPE_TRY(OciLayout layout, OciLayout::open(std::move(files)));
    return std::make_shared<const OciImages>(kind, std::move(layout));
}

} // namespace stratoscope
