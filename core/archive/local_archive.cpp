// SPDX-License-Identifier: Apache-2.0
#include "archive/local_archive.h"

#include "archive/directory_tar.h"
#include "archive/docker_legacy_images.h"
#include "archive/docker_manifest_images.h"
#include "archive/oci_images.h"
#include "archive/pipe_source.h"
#include "archive/rootfs_image.h"
#include "archive/unpack_to_temporary.h"
#include "layer/region_input.h"
#include "layer/tar_header.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

QString sourceKindName(SourceKind kind)
{
    static constexpr std::array kNames{
        "docker-archive"_L1, "oci"_L1,        "oci-archive"_L1,        "dir"_L1,  "prebaked"_L1, "rootfs"_L1, "docker-daemon"_L1,
        "podman"_L1,         "containerd"_L1, "containers-storage"_L1, "store"_L1};
    return kNames[std::size_t(kind)];
}

bool isEngine(SourceKind kind)
{
    return kind >= SourceKind::DockerDaemon && kind <= SourceKind::ContainersStorage;
}

QString ArchivedImage::toString() const
{
    const QString digest = manifest ? manifest->digest.toString() : config ? config->toString() : u"an image without a name"_s;
    QStringList shown;
    for (const QString &name : names)
        shown << printable(name.left(200).toStdString());
    QStringList targets;
    for (const Platform &platform : platforms)
        targets << printable(platform.toString().left(80).toStdString());
    const QString text = names.isEmpty() ? digest : listed(shown, 5);
    return targets.isEmpty() ? text : u"%1 (%2)"_s.arg(text, listed(targets, 10));
}

Result<ResolvedImage> LocalArchive::resolve(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                                            std::stop_token stop) const
{
    STRATOSCOPE_TRY(ResolvedImage image, find(name, platform, progress, stop));
    STRATOSCOPE_CHECK(requirePlatform(image.config.platform, platform, m_path));
    return image;
}

QString LocalArchive::allImages() const
{
    QStringList texts;
    for (const ArchivedImage &image : m_images)
        texts << image.toString();
    return listed(texts, 20);
}

Failure LocalArchive::notFound(const QString &name) const
{
    if (m_images.empty())
        return fail(ErrorKind::NotFound, m_path, u"contains no image"_s);
    return fail(ErrorKind::NotFound, m_path, u"contains no image %1; it contains %2"_s.arg(quoted(name), allImages()));
}

std::vector<std::size_t> LocalArchive::imagesNamed(const QString &name) const
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < m_images.size(); ++i) {
        if (name.isEmpty() || m_images[i].names.contains(name))
            found.push_back(i);
    }
    return found;
}

Failure LocalArchive::ambiguous(const QString &name) const
{
    const QString what = name.isEmpty() ? u"contains several images; choose one: %1"_s.arg(allImages())
                                        : u"contains several images named %1: %2"_s.arg(quoted(name), allImages());
    return fail(ErrorKind::Ambiguous, m_path, what);
}

namespace {

/// A directory that is read by prebaked/prebaked_layer.h.
class PrebakedArchive final : public LocalArchive
{
public:
    explicit PrebakedArchive(QString path)
        : LocalArchive(SourceKind::Prebaked, std::move(path))
    {
    }

protected:
    Result<ResolvedImage> find(const QString &, const std::optional<Platform> &, ProgressMeter &,
                               const std::stop_token &) const override
    {
        return fail(ErrorKind::Unsupported, path(), u"is a prebaked directory, which has no manifest"_s);
    }
};

using Opened = Result<std::shared_ptr<const LocalArchive>>;

Result<void> checkExpected(const QString &path, std::optional<SourceKind> expected, SourceKind found)
{
    static constexpr std::array kNames{"a docker-archive"_L1,      "an OCI image layout"_L1,  "an OCI archive"_L1,
                                       "a directory of skopeo"_L1, "a prebaked directory"_L1, "a root file system"_L1}; // by kind
    if (!expected || *expected == found)
        return {};
    return fail(ErrorKind::Invalid, path, u"is %1, not %2"_s.arg(kNames[std::size_t(found)], kNames[std::size_t(*expected)]));
}

bool isPrebaked(const QDir &folder)
{
    const bool hasIndexes = !folder.entryList({u"*.idx"_s}, QDir::Files).isEmpty();
    if (!folder.exists(u"config.json"_s))
        return hasIndexes;
    const auto config = FolderFiles(folder.path()).read(u"config.json"_s);
    const auto object = config ? parseJsonObject(*config, {}) : Failure(config.error());
    return hasIndexes || !object || JsonFields(*object, {}).has("layers"_L1);
}

/// Whether a directory is what skopeo's `dir:` writes; that of an unpacked docker-archive has a list in its `manifest.json`.
bool isSkopeoDirectory(const QDir &folder)
{
    if (!folder.exists(u"manifest.json"_s))
        return false;
    const auto manifest = FolderFiles(folder.path()).read(u"manifest.json"_s);
    return !manifest || parseJsonObject(*manifest, {}).has_value();
}

/// Whether a directory looks like the root of a Linux file system (Filesystem Hierarchy Standard), and like nothing else.
bool isLikeRootfs(const QDir &folder)
{
    const auto isThere = [&folder](const QString &name) { return folder.exists(name); };
    const QStringList telling{u"etc"_s, u"usr"_s};
    const QStringList all{u"bin"_s, u"dev"_s, u"etc"_s, u"lib"_s, u"proc"_s, u"root"_s, u"sbin"_s, u"tmp"_s, u"usr"_s, u"var"_s};
    return std::ranges::any_of(telling, isThere) && std::ranges::count_if(all, isThere) >= 3;
}

QString orAsRootfs(const QString &path)
{
    return u"; to open it as a root file system, write %1:%2"_s.arg(sourceKindName(SourceKind::Rootfs), path);
}

Opened openFolder(const QString &path, std::optional<SourceKind> expected, const QString &spoolDirectory, ProgressMeter &progress,
                  const std::stop_token &stop)
{
    const QDir folder(path);
    if (!folder.isReadable())
        return fail(ErrorKind::Denied, path, u"cannot be read"_s);
    const auto openRootfs = [&]() -> Opened {
        STRATOSCOPE_TRY(DirectoryTar copy, tarOfDirectory(path, spoolDirectory, progress, stop));
        return std::make_shared<const RootfsImage>(path, std::move(copy.tar), std::move(copy.warnings));
    };
    if (expected == SourceKind::Rootfs)
        return openRootfs();
    const bool isLayout = folder.exists(u"index.json"_s) || folder.exists(u"oci-layout"_s);
    if (isPrebaked(folder) && (!isLayout || expected == SourceKind::Prebaked)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::Prebaked));
        return std::make_shared<const PrebakedArchive>(path);
    }
    if (isLayout) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::OciLayout));
        return openOciImages(SourceKind::OciLayout, std::make_shared<const FolderFiles>(path));
    }
    if (isSkopeoDirectory(folder)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::Dir));
        return openSkopeoDirectory(path);
    }
    if (!expected && isLikeRootfs(folder))
        return openRootfs();
    return fail(ErrorKind::Unsupported, path,
                u"is a directory without an image: it has neither the index.json of an OCI layout, nor the manifest.json of "
                u"skopeo's dir, nor the config.json of a prebaked directory"_s
                    + orAsRootfs(path));
}

/// Whether a file can be a tar: it begins with a header whose checksum is correct, or with the zeros of an empty tar.
Result<bool> beginsLikeTar(const FileRegion &file)
{
    TarHeader::Block block{};
    STRATOSCOPE_TRY(const std::size_t count, file.readAt(0, std::as_writable_bytes(std::span(block))));
    return count == block.size() && TarHeader::canBegin(block);
}

bool isLegacyDocker(const TarFiles &files)
{
    if (files.has("repositories"))
        return true;
    const auto names = files.names();
    return std::ranges::any_of(names, [&files](const std::string &name) {
        constexpr std::string_view kLayer = "/layer.tar";
        return name.ends_with(kLayer) && files.has(name.substr(0, name.size() - kLayer.size()) + "/json");
    });
}

/// Whether a tar has parts of an image, which is incomplete, or is in a directory in it.
bool hasPartsOfImage(const TarFiles &files)
{
    return std::ranges::any_of(files.names(), [](const std::string &name) {
        return name == "oci-layout" || name.ends_with("/oci-layout") || name.starts_with("blobs/sha256/")
            || name.ends_with("/layer.tar");
    });
}

/// The images of a tar with a `manifest.json`.
Opened openDockerTar(const std::shared_ptr<TarFiles> &files, SourceKind kind, const QString &spoolDirectory,
                     const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(files->expandSparseFiles(spoolDirectory, stop));
    return openDockerImages(files, kind);
}

Opened openTar(const QString &path, const FileRegion &tar, std::optional<SourceKind> expected, const QString &spoolDirectory,
               const std::stop_token &stop)
{
    if (expected == SourceKind::Rootfs)
        return std::make_shared<const RootfsImage>(path, tar);
    STRATOSCOPE_TRY(const auto files, TarFiles::open(path, tar, stop));
    const bool isDocker = files->has("manifest.json");
    const bool isOci = files->has("index.json");
    // Archives of Docker 25 and later are both, and can be opened as either.
    if (isOci && (!isDocker || expected == SourceKind::OciArchive)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::OciArchive));
        STRATOSCOPE_CHECK(files->expandSparseFiles(spoolDirectory, stop));
        return openOciImages(SourceKind::OciArchive, files);
    }
    if (isDocker || isLegacyDocker(*files)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::DockerArchive));
        if (isDocker)
            return openDockerTar(files, SourceKind::DockerArchive, spoolDirectory, stop);
        STRATOSCOPE_CHECK(files->expandSparseFiles(spoolDirectory, stop));
        return openLegacyDockerImages(files);
    }
    if (files->memberCount() == 0)
        return fail(ErrorKind::Unsupported, path, u"is an empty tar archive"_s);
    if (!expected && !hasPartsOfImage(*files))
        return std::make_shared<const RootfsImage>(path, tar);
    return fail(ErrorKind::Unsupported, path,
                u"is a tar archive without an image: it has neither a manifest.json nor an index.json"_s + orAsRootfs(path));
}

/// The tar in a file or from a pipe, decompressed.
Result<UnpackedFile> readTar(const QString &path, const QString &spoolDirectory, ProgressMeter &progress,
                             const std::stop_token &stop)
{
    if (PipeSource::isPipe(path)) {
        STRATOSCOPE_TRY(PipeSource pipe, PipeSource::open(path, stop));
        return unpackToTemporary(path, pipe, -1, spoolDirectory, progress, stop);
    }
    STRATOSCOPE_TRY(const FileRegion file, FileRegion::whole(path));
    STRATOSCOPE_TRY(const Compression compression, detectCompression(file));
    if (compression == Compression::None)
        return UnpackedFile{file, compression};
    RegionSource source(file);
    return unpackToTemporary(path, source, qint64(file.size), spoolDirectory, progress, stop);
}

Opened openFile(const QString &path, std::optional<SourceKind> expected, const QString &spoolDirectory, ProgressMeter &progress,
                const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const UnpackedFile unpacked, readTar(path, spoolDirectory, progress, stop));
    const auto &[tar, compression] = unpacked;
    if (tar.size == 0 && compression == Compression::None)
        return fail(ErrorKind::Malformed, path, u"is empty"_s);
    STRATOSCOPE_TRY(const bool isTar, beginsLikeTar(tar));
    if (!isTar)
        return fail(ErrorKind::Unsupported, path,
                    compression == Compression::None
                        ? u"is not a tar archive (plain, gzip, zstd, xz or bzip2)"_s
                        : u"is compressed by %1, but does not contain a tar archive"_s.arg(compressionName(compression)));
    return openTar(path, tar, expected, spoolDirectory, stop);
}

} // namespace

Result<std::shared_ptr<const LocalArchive>> openArchive(const QString &path, std::optional<SourceKind> expected,
                                                        const QString &spoolDirectory, ProgressMeter &progress,
                                                        std::stop_token stop)
{
    if (!PipeSource::isPipe(path)) {
        const QFileInfo file(path);
        if (file.isDir())
            return openFolder(path, expected, spoolDirectory, progress, stop);
        // A file manager knows a layout by this file: directories have no types.
        if (file.fileName() == "oci-layout"_L1 && QFileInfo::exists(file.path() + u"/index.json"_s))
            return openFolder(file.path(), expected, spoolDirectory, progress, stop);
    }
    return openFile(path, expected, spoolDirectory, progress, stop);
}

Result<std::shared_ptr<const LocalArchive>> openEngineArchive(const QString &location, SourceKind kind, ByteSource &source,
                                                              const QString &spoolDirectory, ProgressMeter &progress,
                                                              const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const UnpackedFile unpacked, unpackToTemporary(location, source, -1, spoolDirectory, progress, stop));
    STRATOSCOPE_TRY(const auto files, TarFiles::open(location, unpacked.file, stop));
    if (!files->has("manifest.json"))
        return fail(ErrorKind::Malformed, location, u"what the engine has sent is not a docker-archive: it has no manifest.json"_s);
    return openDockerTar(files, kind, spoolDirectory, stop);
}

} // namespace stratoscope
