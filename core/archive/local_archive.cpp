// SPDX-License-Identifier: Apache-2.0
#include "archive/local_archive.h"

#include "archive/docker_legacy_images.h"
#include "archive/docker_manifest_images.h"
#include "archive/oci_images.h"
#include "archive/stream_decoder.h"
#include "layer/tar_header.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

QString sourceKindName(SourceKind kind)
{
    static constexpr std::array kNames{"docker-archive"_L1, "oci"_L1, "oci-archive"_L1, "prebaked"_L1, "store"_L1};
    return kNames[std::size_t(kind)];
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
    static constexpr std::array kNames{"a docker-archive"_L1, "an OCI image layout"_L1, "an OCI archive"_L1,
                                       "a prebaked directory"_L1}; // by kind
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

Opened openFolder(const QString &path, std::optional<SourceKind> expected)
{
    const QDir folder(path);
    if (!folder.isReadable())
        return fail(ErrorKind::Denied, path, u"cannot be read"_s);
    const bool isLayout = folder.exists(u"index.json"_s) || folder.exists(u"oci-layout"_s);
    if (isPrebaked(folder) && (!isLayout || expected == SourceKind::Prebaked)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::Prebaked));
        return std::make_shared<const PrebakedArchive>(path);
    }
    if (isLayout) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::OciLayout));
        return openOciImages(SourceKind::OciLayout, std::make_shared<const FolderFiles>(path));
    }
    return fail(
        ErrorKind::Unsupported, path,
        u"is a directory without an image: it has neither the index.json of an OCI layout nor the config.json of a prebaked directory"_s);
}

/// Whether a file can be a tar: it begins with a header whose checksum is correct, or with the zeros of an empty tar.
Result<bool> beginsLikeTar(const FileRegion &file)
{
    TarHeader::Block block{};
    STRATOSCOPE_TRY(const std::size_t count, file.readAt(0, std::as_writable_bytes(std::span(block))));
    return count == block.size() && (TarHeader::isZero(block) || TarHeader(block).isChecksumValid());
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

Opened openTar(const QString &path, const FileRegion &tar, std::optional<SourceKind> expected, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto files, TarFiles::open(path, tar, stop));
    const bool isDocker = files->has("manifest.json");
    const bool isOci = files->has("index.json");
    // Archives of Docker 25 and later are both, and can be opened as either.
    if (isOci && (!isDocker || expected == SourceKind::OciArchive)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::OciArchive));
        return openOciImages(SourceKind::OciArchive, files);
    }
    if (isDocker || isLegacyDocker(*files)) {
        STRATOSCOPE_CHECK(checkExpected(path, expected, SourceKind::DockerArchive));
        return isDocker ? openDockerImages(files) : openLegacyDockerImages(files);
    }
    const QString what = files->names().empty()
        ? u"is an empty tar archive"_s
        : u"is a tar archive without an image: it has neither a manifest.json nor an index.json"_s;
    return fail(ErrorKind::Unsupported, path, what);
}

Opened openFile(const QString &path, std::optional<SourceKind> expected, const QString &spoolDirectory, ProgressMeter &progress,
                const std::stop_token &stop)
{
    STRATOSCOPE_TRY(FileRegion file, FileRegion::whole(path));
    if (file.size == 0)
        return fail(ErrorKind::Malformed, path, u"is empty"_s);
    STRATOSCOPE_TRY(const Compression compression, detectCompression(file));
    if (compression != Compression::None) {
        STRATOSCOPE_TRY(file, unpackToTemporary(path, file, compression, spoolDirectory, progress, stop));
    }
    STRATOSCOPE_TRY(const bool isTar, beginsLikeTar(file));
    if (!isTar)
        return fail(ErrorKind::Unsupported, path,
                    compression == Compression::None
                        ? u"is not a tar archive (plain, gzip, zstd, xz or bzip2)"_s
                        : u"is compressed by %1, but does not contain a tar archive"_s.arg(compressionName(compression)));
    return openTar(path, file, expected, stop);
}

} // namespace

Result<std::shared_ptr<const LocalArchive>> openArchive(const QString &path, std::optional<SourceKind> expected,
                                                        const QString &spoolDirectory, ProgressMeter &progress,
                                                        std::stop_token stop)
{
    if (QFileInfo(path).isDir())
        return openFolder(path, expected);
    return openFile(path, expected, spoolDirectory, progress, stop);
}

} // namespace stratoscope
