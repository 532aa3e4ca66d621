// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "oci/descriptor.h"
#include "oci/image_config.h"
#include "oci/manifest.h"

#include <memory>
#include <stop_token>

namespace stratoscope {

enum class ArchiveKind { DockerArchive, OciLayout, OciArchive, Prebaked };

/// What to call it in a sentence: "a docker-archive", "an OCI image layout", …
QString archiveKindName(ArchiveKind kind);

/// One of the images that an archive holds: what can be said of it without reading it.
struct ArchivedImage {
    QStringList names; ///< tags, references; empty for an image without a name
    std::vector<Platform> platforms; ///< several for one that is an index; empty where it is not told
    std::optional<Descriptor> manifest; ///< of the manifest or index; docker-archives often have none
    std::optional<Digest> config; ///< where it is known without reading the image

    /// For lists: `alpine:3.22 (linux/amd64)`, or the digest where it has no name.
    QString toString() const;
};

/// A layer's bytes, in place: in its own file or inside the archive.
struct ResolvedLayer {
    FileRegion blob;
    std::optional<Digest> digest; ///< promised by the source, not verified
    std::optional<DiffId> diffId; ///< as the config promises
    QString mediaType; ///< may be empty, and wrong: the bytes decide what it is
    std::optional<std::uint64_t> promisedSize; ///< of the blob; it has that size
};

/// An image ready to be read. The manifest's and the config's digests are verified where the source promises any; the layers' are
/// not.
struct ResolvedImage {
    QStringList names;
    QString mediaType; ///< of the manifest; empty where there is none
    std::optional<Digest> digest; ///< of the manifest; nothing where there is none
    QByteArray manifestBytes; ///< empty where there is none
    QByteArray indexBytes; ///< `index.json` of a layout; empty where there is none
    QByteArray configBytes;
    Digest configDigest;
    ImageConfig config;
    std::vector<ResolvedLayer> layers; ///< bottom first; as many as the config has diff-ids
};

/// A local file or folder that wraps images. Immutable and thread-safe; its layers are read in place.
class LocalArchive
{
public:
    virtual ~LocalArchive() = default;

    ArchiveKind kind() const { return m_kind; }
    const QString &path() const { return m_path; }
    /// Without attestations. One image under several names is one. None for a prebaked directory, whose loading is
    /// store/prebaked.h's.
    const std::vector<ArchivedImage> &images() const { return m_images; }

    /// Finds an image and what it is made of. `name`: `NAME[:TAG]`, a tag, a digest or the first digits of one; empty takes the
    /// only image. `platform` chooses from an index; where it is not given, this machine's, but a sole image is then taken whatever
    /// it is for.
    ///
    /// Errors: NotFound, Ambiguous, WrongPlatform, which list what there is; Malformed, Mismatch, Unsupported, TooLarge, naming the
    /// archive and the document in it. Blocking, but quick: only the oldest docker-archives, without manifest.json, have their
    /// layers read through. Throws Cancelled.
    Result<ResolvedImage> resolve(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                                  std::stop_token stop) const;

protected:
    LocalArchive(ArchiveKind kind, QString path)
        : m_kind(kind)
        , m_path(std::move(path))
    {
    }
    /// resolve(), but for an image of another platform than the one asked for.
    virtual Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                                       const std::stop_token &stop) const = 0;
    /// NotFound for a name that is none of the images', Ambiguous where there is none to tell them apart; both list them.
    Failure notFound(const QString &name) const;
    Failure ambiguous(const QString &name) const;

    std::vector<ArchivedImage> m_images;

private:
    QString allImages() const;

    ArchiveKind m_kind;
    QString m_path;
};

/// Opens what is at `path`: a tar of `docker save`, an OCI image layout as a folder or as a tar, or a prebaked directory. What it
/// is, is told by its content. A tar may be compressed by gzip, zstd, xz or bzip2; it is then unpacked once into a nameless file in
/// `spoolDirectory`.
///
/// `expected` is what the user says it is: Invalid where it is something else, naming that. Otherwise: NotFound, Unsupported for
/// what is no image, Malformed, Truncated, TooLarge, NoSpace. Blocking. Throws Cancelled.
Result<std::shared_ptr<const LocalArchive>> openArchive(const QString &path, std::optional<ArchiveKind> expected,
                                                        const QString &spoolDirectory, ProgressMeter &progress,
                                                        std::stop_token stop);

} // namespace stratoscope
