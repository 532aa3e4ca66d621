// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/containers_storage.h"

#include "archive/docker_images.h"
#include "base/cancel.h"
#include "engine/storage/tar_split.h"
#include "layer/region_input.h"
#include "oci/media_type.h"
#include "stream/sparse_writer.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Of what this user cannot read, or this program does not know.
QString byPodman()
{
    return u"; use podman:NAME, which asks Podman (systemctl --user start podman.socket)"_s;
}

/// Opens a file below a directory. Links of the image's lead no further than the directory, whatever they say.
Result<File> openBelow(const File &directory, const std::string &name)
{
    open_how how{};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    const QString shown = printable(name);
    const long descriptor = ::syscall(SYS_openat2, directory.descriptor(), name.c_str(), &how, sizeof how);
    if (descriptor < 0 && (errno == EACCES || errno == EPERM))
        return fail(ErrorKind::Denied, shown,
                    u"belongs to another user: files of a rootless store cannot be read directly"_s + byPodman());
    if (descriptor < 0)
        return failErrno(shown, u"open", errno);
    File file(int(descriptor), shown);
    struct stat status;
    if (::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorKind::Mismatch, shown, u"is not a regular file, as it was in the layer"_s);
    return file;
}

/// Hashes what it passes on.
class DiffIdSink final : public ByteSink
{
public:
    DiffIdSink(ByteSink &into, HashAlgorithm algorithm, ProgressMeter &progress)
        : m_into(into)
        , m_algorithm(algorithm)
        , m_hasher(algorithm)
        , m_progress(progress)
    {
    }
    Result<void> append(Bytes bytes) override
    {
        m_hasher.update(bytes);
        m_progress.add(qint64(bytes.size()));
        return m_into.append(bytes);
    }
    Result<void> finish() override { return m_into.finish(); }
    DiffId diffId() { return DiffId(m_algorithm, m_hasher.finish()); }

private:
    ByteSink &m_into;
    const HashAlgorithm m_algorithm;
    Hasher m_hasher;
    ProgressMeter &m_progress;
};

/// A store that exists.
struct Storage {
    QString directory;
    QString driver;
    std::vector<StorageImage> images;

    /// A file of a part of the store: `images`, `layers`.
    QString path(QStringView part, QStringView file) const { return u"%1/%2-%3/%4"_s.arg(directory, driver).arg(part, file); }
    QString layerDirectory(const QString &id) const
    {
        return driver == "vfs"_L1 ? u"%1/vfs/dir/%2"_s.arg(directory, id) : u"%1/%2/%3/diff"_s.arg(directory, driver, id);
    }
};

/// Nothing if there is no store.
Result<std::optional<Storage>> openStorage(const StorageLocation &location)
{
    QStringList drivers{u"overlay"_s, u"vfs"_s};
    if (!location.driver.isEmpty()) {
        drivers.removeAll(location.driver);
        drivers.prepend(location.driver);
    }
    for (const QString &driver : drivers) {
        Storage storage{.directory = location.directory, .driver = driver, .images = {}};
        const QString file = storage.path(u"images", u"images.json");
        struct stat status;
        if (::stat(QFile::encodeName(file).constData(), &status) != 0) {
            if (errno == EACCES)
                return fail(ErrorKind::Denied, location.directory, u"cannot be read by this user"_s + byPodman());
            continue;
        }
        if (driver != "overlay"_L1 && driver != "vfs"_L1)
            return fail(ErrorKind::Unsupported, location.directory,
                        u"has the storage driver %1; overlay and vfs can be read directly"_s.arg(quoted(driver)) + byPodman());
        auto bytes = readAll(file, kMaxDocument);
        if (!bytes && bytes.error().kind == ErrorKind::Denied)
            return fail(ErrorKind::Denied, file, u"cannot be read by this user"_s + byPodman());
        STRATOSCOPE_TRY(const QByteArray document, std::move(bytes));
        STRATOSCOPE_TRY(storage.images, parseStorageImages(document, file));
        return storage;
    }
    return std::nullopt;
}

class ContainersStorage final : public DockerImages
{
public:
    ContainersStorage(Storage storage, QString location, QString name, QString spoolDirectory)
        : DockerImages(SourceKind::ContainersStorage, std::move(location))
        , m_storage(std::move(storage))
        , m_name(std::move(name))
        , m_spoolDirectory(std::move(spoolDirectory))
    {
        for (const StorageImage &stored : m_storage.images) {
            ArchivedImage image{.names = stored.names, .platforms = {}, .manifest = {}, .config = {}};
            if (const auto id = Digest::parse(QString(u"sha256:"_s + stored.id)))
                image.config = *id;
            m_images.push_back(std::move(image));
        }
        // An error is reported when the image is chosen.
        for (const std::size_t found : imagesNamed({})) {
            const auto documents = readDocuments(m_storage.images[found]);
            if (documents && !documents->config.platform.isUnknown())
                m_images[found].platforms = {documents->config.platform};
        }
    }

    /// There are those that it was opened for.
    std::vector<std::size_t> imagesNamed(const QString &name) const override
    {
        return DockerImages::imagesNamed(name.isEmpty() ? m_name : name);
    }

protected:
    Result<ResolvedImage> read(std::size_t number, ProgressMeter &progress, const std::stop_token &stop) const override
    {
        const StorageImage &stored = m_storage.images[number];
        STRATOSCOPE_TRY(ResolvedImage image, readDocuments(stored));
        const QString file = m_storage.path(u"layers", u"layers.json");
        STRATOSCOPE_TRY(const QByteArray bytes, readAll(file, kMaxDocument));
        STRATOSCOPE_TRY(const StorageLayers known, parseStorageLayers(bytes, file));
        STRATOSCOPE_TRY(const std::vector<StorageLayer> layers, storageChain(known, stored.layer, file));
        STRATOSCOPE_CHECK(requireLayers(image.config, layers.size(), file));
        qint64 total = 0;
        for (const StorageLayer &layer : layers)
            total += qint64(layer.size);
        progress.begin(Stage::Resolve, total, 1);
        progress.setItem(path(), 0);
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const DiffId &diffId = image.config.diffIds[i];
            STRATOSCOPE_TRY(
                FileRegion tar,
                withContext(u"%1: layer %2"_s.arg(path(), QString::number(i)), reassemble(layers[i], diffId, progress, stop)));
            image.layers.push_back(
                {.blob = std::move(tar), .digest = Digest(diffId), .diffId = diffId, .mediaType = media_type::kOciLayer});
        }
        progress.finish();
        dropManifestOfOtherBlobs(image);
        return image;
    }

private:
    Result<QByteArray> readBigData(const StorageImage &image, const QString &key) const
    {
        return readAll(m_storage.path(u"images", QString(image.id + u'/' + bigDataFileName(key))), kMaxDocument);
    }

    Result<ResolvedImage> readDocuments(const StorageImage &stored) const
    {
        ResolvedImage image;
        image.names = stored.names;
        STRATOSCOPE_TRY(image.manifestBytes, readBigData(stored, u"manifest"_s));
        const QString subject = u"%1: manifest"_s.arg(path());
        STRATOSCOPE_TRY(const Manifest manifest, Manifest::parse(image.manifestBytes, subject));
        STRATOSCOPE_CHECK(manifest.requireImage(subject));
        image.mediaType = manifest.mediaType.isEmpty() ? QString(media_type::kOciManifest) : manifest.mediaType;
        image.digest = Digest::ofDocument(image.manifestBytes);
        image.configDigest = manifest.config.digest;
        STRATOSCOPE_TRY(const QByteArray config, readBigData(stored, image.configDigest.toString()));
        STRATOSCOPE_CHECK(requireDigest(config, image.configDigest, u"%1: config"_s.arg(path())));
        STRATOSCOPE_TRY(image.config, ImageConfig::parse(config, u"%1: config"_s.arg(path())));
        return image;
    }

    Result<FileRegion> reassemble(const StorageLayer &layer, const DiffId &diffId, ProgressMeter &progress,
                                  const std::stop_token &stop) const
    {
        const QString split = m_storage.path(u"layers", QString(layer.id + u".tar-split.gz"_s));
        if (!QFileInfo::exists(split))
            return fail(ErrorKind::Unsupported, split, u"does not exist, so the layer cannot be put together again"_s + byPodman());
        STRATOSCOPE_TRY(const FileRegion compressed, FileRegion::whole(split));
        RegionSource source(compressed);
        LayerDecoder lines(source);
        const QString directory = m_storage.layerDirectory(layer.id);
        const File root(::open(QFile::encodeName(directory).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC), directory);
        if (!root.isOpen())
            return failErrno(directory, u"open", errno);
        STRATOSCOPE_TRY(File file, File::temporary(m_spoolDirectory));
        SparseWriter writer(file);
        DiffIdSink sink(writer, diffId.algorithm(), progress);
        const std::uint64_t limit = layer.size > 0 ? layer.size : kBombSize;
        STRATOSCOPE_CHECK(reassembleTar(
            lines, [&root](const std::string &name) { return openBelow(root, name); }, limit, sink, stop));
        STRATOSCOPE_CHECK(sink.finish());
        STRATOSCOPE_CHECK(requireDigest(sink.diffId(), diffId));
        const std::uint64_t size = writer.position();
        return FileRegion{std::make_shared<const File>(std::move(file)), 0, size};
    }

    /// What was pulled has the manifest of compressed layers, which are not here any more.
    static void dropManifestOfOtherBlobs(ResolvedImage &image)
    {
        const auto manifest = Manifest::parse(image.manifestBytes, {});
        const bool isOfThese = manifest
            && std::ranges::equal(manifest->layers, image.layers, {}, &Descriptor::digest,
                                  [](const ResolvedLayer &layer) { return *layer.digest; });
        if (isOfThese)
            return;
        image.manifestBytes.clear();
        image.digest.reset();
        image.mediaType.clear();
    }

    Storage m_storage;
    QString m_name;
    QString m_spoolDirectory;
};

Result<std::vector<StorageLocation>> locationsOf(const ImageName &name)
{
    if (name.engine.isEmpty())
        return storageLocations();
    // As skopeo writes it: [DRIVER@DIR+RUNDIR:OPTIONS], where all but DIR may be missing.
    const qsizetype at = name.engine.indexOf(u'@');
    const QString directory = name.engine.mid(at + 1).section(u'+', 0, 0).section(u':', 0, 0);
    return std::vector{StorageLocation{directory, at > 0 ? name.engine.left(at) : QString()}};
}

} // namespace

Result<std::shared_ptr<const LocalArchive>> openContainersStorage(const ImageName &name, const QString &spoolDirectory)
{
    const QString prefix = sourceKindName(SourceKind::ContainersStorage) + u':';
    const QString location = prefix + (name.engine.isEmpty() ? QString() : u'[' + name.engine + u']') + name.path;
    STRATOSCOPE_TRY(const std::vector<StorageLocation> locations, withContext(location, locationsOf(name)));
    std::optional<Error> problem;
    QStringList searched;
    for (const StorageLocation &place : locations) {
        auto opened = openStorage(place);
        searched << place.directory;
        if (!opened) {
            problem = problem.value_or(opened.error());
            continue;
        }
        if (!*opened)
            continue;
        auto storage = std::make_shared<const ContainersStorage>(**std::move(opened), location, name.path, spoolDirectory);
        if (!storage->imagesNamed({}).empty())
            return storage;
    }
    if (problem)
        return Failure(withContext(location, *std::move(problem)));
    return fail(ErrorKind::NotFound, location, u"there is no such image in %1"_s.arg(listed(searched, 5)));
}

} // namespace stratoscope
