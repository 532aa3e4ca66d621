// SPDX-License-Identifier: Apache-2.0
#include "engine/containerd/containerd_images.h"

#include "archive/oci_images.h"
#include "stream/sparse_writer.h"

#include <limits>
#include <map>
#include <mutex>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Writes a blob to a file, and reports it.
class BlobWriter final : public ByteSink
{
public:
    BlobWriter(File &file, std::uint64_t limit, ProgressMeter &progress)
        : m_writer(file)
        , m_limit(limit)
        , m_progress(progress)
    {
    }
    Result<void> append(Bytes bytes) override
    {
        if (bytes.size() > m_limit - m_writer.position())
            return fail(ErrorKind::TooLarge, {}, u"has more than %1 bytes"_s.arg(m_limit));
        m_progress.add(qint64(bytes.size()));
        return m_writer.append(bytes);
    }
    Result<void> finish() override { return m_writer.finish(); }
    std::uint64_t position() const { return m_writer.position(); }

private:
    SparseWriter m_writer;
    const std::uint64_t m_limit;
    ProgressMeter &m_progress;
};

class ContainerdFiles final : public ArchiveFiles
{
public:
    ContainerdFiles(const ContainerdClient &client, const QString &location, QString space, QString spoolDirectory,
                    std::uint64_t limit, ProgressMeter &progress, std::stop_token stop)
        : ArchiveFiles(location)
        , m_client(client)
        , m_space(std::move(space))
        , m_spoolDirectory(std::move(spoolDirectory))
        , m_limit(limit)
        , m_progress(progress)
        , m_stop(std::move(stop))
    {
    }

    QString subject(const QString &name) const override { return path() + u": "_s + name; }
    /// Blobs have no directories here.
    QString blobName(const Digest &digest) const override { return digest.toString(); }

    bool has(std::string_view name) const override
    {
        const auto digest = Digest::parse(QString::fromUtf8(name.data(), qsizetype(name.size())));
        return digest && m_client.blobSize(m_space, *digest, m_stop);
    }

    Result<FileRegion> find(std::string_view name) const override
    {
        const QString text = QString::fromUtf8(name.data(), qsizetype(name.size()));
        const std::scoped_lock lock(m_mutex);
        if (const auto known = m_copies.find(text); known != m_copies.end())
            return known->second;
        STRATOSCOPE_TRY(const Digest digest, Digest::parse(text));
        STRATOSCOPE_TRY(File file, File::temporary(m_spoolDirectory));
        BlobWriter writer(file, m_limit, m_progress);
        m_progress.setItem(digest.shortHex(), 0);
        auto read = m_client.readBlob(m_space, digest, writer, m_stop);
        if (!read && read.error().kind == ErrorKind::NotFound)
            return fail(ErrorKind::NotFound, subject(text),
                        u"is missing: containerd has only a part of the image, as after a pull for another platform or with "
                        u"discard_unpacked_layers; get it all by 'ctr content fetch'"_s);
        STRATOSCOPE_CHECK(withContext(subject(text), std::move(read)));
        STRATOSCOPE_CHECK(writer.finish());
        const FileRegion copy{std::make_shared<const File>(std::move(file)), 0, writer.position()};
        m_copies.emplace(text, copy);
        return copy;
    }

private:
    const ContainerdClient &m_client;
    const QString m_space;
    const QString m_spoolDirectory;
    const std::uint64_t m_limit;
    ProgressMeter &m_progress;
    const std::stop_token m_stop;
    mutable std::mutex m_mutex; ///< also for the copying: what several ask for is read once
    mutable std::map<QString, FileRegion> m_copies;
};

class ContainerdArchive final : public LocalArchive
{
public:
    ContainerdArchive(const ContainerdClient &client, const QString &location, ContainerdImage image, QString spoolDirectory)
        : LocalArchive(SourceKind::Containerd, location)
        , m_client(client)
        , m_image(std::move(image))
        , m_spoolDirectory(std::move(spoolDirectory))
    {
        if (!m_image.name.isEmpty())
            m_image.target.annotations.insert(kAnnotationImageName, m_image.name);
    }

    /// Reads the documents that say what platforms there are.
    void list(ProgressMeter &progress, const std::stop_token &stop) { m_images = open(progress, stop)->images(); }

protected:
    Result<ResolvedImage> find(const QString &name, const std::optional<Platform> &platform, ProgressMeter &progress,
                               const std::stop_token &stop) const override
    {
        return open(progress, stop)->resolve(name, platform, progress, stop);
    }

private:
    std::shared_ptr<const LocalArchive> open(ProgressMeter &progress, const std::stop_token &stop) const
    {
        return openOciImage(SourceKind::Containerd,
                            containerdFiles(m_client, path(), m_image.space, m_spoolDirectory,
                                            std::numeric_limits<std::uint64_t>::max(), progress, stop),
                            m_image.target);
    }

    const ContainerdClient m_client;
    ContainerdImage m_image;
    const QString m_spoolDirectory;
};

} // namespace

std::shared_ptr<const ArchiveFiles> containerdFiles(const ContainerdClient &client, const QString &location, const QString &space,
                                                    const QString &spoolDirectory, std::uint64_t limit, ProgressMeter &progress,
                                                    const std::stop_token &stop)
{
    return std::make_shared<const ContainerdFiles>(client, location, space, spoolDirectory, limit, progress, stop);
}

std::shared_ptr<const LocalArchive> openContainerdImage(const ContainerdClient &client, const QString &location,
                                                        const ContainerdImage &image, const QString &spoolDirectory,
                                                        ProgressMeter &progress, const std::stop_token &stop)
{
    const auto archive = std::make_shared<ContainerdArchive>(client, location, image, spoolDirectory);
    archive->list(progress, stop);
    return archive;
}

} // namespace stratoscope
