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

class ByteSource;

/// Where an image is. A LocalArchive is anything but the store.
enum class SourceKind {
    DockerArchive,
    OciLayout,
    OciArchive,
    Dir,
    Prebaked,
    Rootfs,
    DockerDaemon,
    Podman,
    Containerd,
    ContainersStorage,
    Store,
};

/// "docker-archive", "oci", "oci-archive", "dir", "prebaked", "rootfs", "docker-daemon", "podman", "containerd",
/// "containers-storage", "store": as in names of images and in what the command line prints.
QString sourceKindName(SourceKind kind);
/// Whether it is an engine's: Docker's, Podman's, containerd's, or what Podman has on the disk.
bool isEngine(SourceKind kind);

/// For how many images of an archive the platform is determined; for more it would take long.
inline constexpr std::size_t kMostListed = 64;

/// One of the images in an archive, described without reading it.
struct ArchivedImage {
    QStringList names; ///< tags and references; empty for an image without a name
    std::vector<Platform> platforms; ///< several for an index; empty if unknown
    std::optional<Descriptor> manifest; ///< of the manifest or index; docker-archives often have none
    std::optional<Digest> config; ///< if known without reading the image

    /// For lists: `alpine:3.22 (linux/amd64)`, or the digest if it has no name.
    QString toString() const;
};

/// A layer's blob in an archive: a file of its own or a part of the archive.
struct ResolvedLayer {
    FileRegion blob; ///< of the size that the manifest gives
    std::optional<Digest> digest; ///< according to the source, not verified
    std::optional<DiffId> diffId; ///< according to the config, not verified
    QString mediaType; ///< may be empty or wrong: the content decides
};

/// An image that is ready to be read. The digests of the manifest and the config are verified if the source gives them; those of
/// the layers are not.
struct ResolvedImage : ImageDocuments {
    std::vector<ResolvedLayer> layers; ///< bottom first; as many as the config has diff IDs
};

/// A local file or directory that contains images. Immutable and thread-safe; its layers are read in place.
class LocalArchive
{
public:
    virtual ~LocalArchive() = default;

    SourceKind kind() const { return m_kind; }
    const QString &path() const { return m_path; }
    /// Without attestations; an image with several names is listed once. Empty for a prebaked directory, which is read by
    /// prebaked/prebaked_layer.h.
    const std::vector<ArchivedImage> &images() const { return m_images; }

    /// Which of the images resolve() chooses from for a name, by platform if there are several; all if it is empty. Only those that
    /// are listed: not what only a nested index has.
    virtual std::vector<std::size_t> imagesNamed(const QString &name) const;

    /// Finds an image and its parts. `name`: `NAME[:TAG]`, a tag, a digest or the first digits of one; empty for the only image.
    /// `platform` chooses from an index; by default this machine's, but a sole image is then taken whatever its platform.
    ///
    /// Errors: NotFound, Ambiguous, WrongPlatform, listing what is available; Malformed, Mismatch, Unsupported, TooLarge, naming
    /// the archive and the document in it. Blocking, but fast: only the layers of the oldest docker-archives, without
    /// manifest.json, have to be read. Throws Cancelled.
    Result<ResolvedImage> resolve(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                                  std::stop_token stop) const;

protected:
    LocalArchive(SourceKind kind, QString path)
        : m_kind(kind)
        , m_path(std::move(path))
    {
    }
    /// As resolve(), but may find an image for another platform.
    virtual Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                                       const std::stop_token &stop) const = 0;
    /// NotFound for an unknown name, Ambiguous for several images; both list the images.
    Failure notFound(const QString &name) const;
    Failure ambiguous(const QString &name) const;

    std::vector<ArchivedImage> m_images;

private:
    QString allImages() const;

    SourceKind m_kind;
    QString m_path;
};

/// Opens a tar of `docker save`, an OCI image layout (a directory or a tar), what skopeo's `dir:` writes, a prebaked directory, or
/// a root file system (a directory, or a tar such as that of `docker export` or of a layer). The kind is detected from the content.
///
/// The file `oci-layout` of a layout stands for its directory. A tar may be compressed by gzip, zstd, xz or bzip2; it is then
/// decompressed once into an unnamed file in `spoolDirectory`. So is what comes from a pipe or, for the path `-`, from standard
/// input. A root file system in a directory is copied there.
///
/// `expected` is the kind given by the user: Invalid, naming the actual one, if it differs; any tar and any directory can be opened
/// as a root file system. Other errors: NotFound, Unsupported if it is not an image, Malformed, Truncated, TooLarge, NoSpace.
/// Blocking. Throws Cancelled.
Result<std::shared_ptr<const LocalArchive>> openArchive(const QString &path, std::optional<SourceKind> expected,
                                                        const QString &spoolDirectory, ProgressMeter &progress,
                                                        std::stop_token stop);

/// Opens the docker-archive that an engine sends, which becomes an unnamed file in `spoolDirectory`. `location` names the image in
/// messages. Errors and blocking as openArchive(), and those of the source.
Result<std::shared_ptr<const LocalArchive>> openEngineArchive(const QString &location, SourceKind kind, ByteSource &source,
                                                              const QString &spoolDirectory, ProgressMeter &progress,
                                                              const std::stop_token &stop);

} // namespace stratoscope
