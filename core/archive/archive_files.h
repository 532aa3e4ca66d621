// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "layer/tar_reader.h"
#include "oci/digest.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stratoscope {

class SparseWriter;

/// The files of an image archive, a directory or a tar, by their names (`blobs/sha256/…`). Immutable; thread-safe.
class ArchiveFiles
{
public:
    explicit ArchiveFiles(QString path)
        : m_path(std::move(path))
    {
    }
    virtual ~ArchiveFiles() = default;

    /// The path of the archive.
    const QString &path() const { return m_path; }
    /// Names one of its files in messages.
    virtual QString subject(const QString &name) const = 0;
    virtual bool has(std::string_view name) const = 0;
    /// NotFound, Malformed for a link to itself; named by subject().
    virtual Result<FileRegion> find(std::string_view name) const = 0;
    /// The name of the file that has the bytes of this digest, as in an OCI image layout.
    virtual QString blobName(const Digest &digest) const;

    /// Reads a document. TooLarge above kMaxDocument.
    Result<QByteArray> read(const QString &name) const;

private:
    QString m_path;
};

/// The files below a directory.
class FolderFiles : public ArchiveFiles
{
public:
    using ArchiveFiles::ArchiveFiles;

    QString subject(const QString &name) const override { return path().endsWith(u'/') ? path() + name : path() + u'/' + name; }
    bool has(std::string_view name) const override;
    Result<FileRegion> find(std::string_view name) const override;
};

/// The members of a tar, in place. Links are followed inside it; of several members with the same name, the last one counts.
///
/// Uses this program's own tar reader: KTar ignores pax headers, which contain the size of a member above 8 GB.
class TarFiles : public ArchiveFiles
{
public:
    /// Reads the headers. Errors: Malformed, Truncated, TooLarge for more than a million members. Throws Cancelled.
    static Result<std::shared_ptr<TarFiles>> open(const QString &path, const FileRegion &tar, const std::stop_token &stop);
    /// Writes sparse members with their holes into an unnamed file in `directory`; find() cannot return them before. TooLarge if
    /// they are a decompression bomb, see isBomb(); Malformed, NoSpace. Throws Cancelled.
    Result<void> expandSparseFiles(const QString &directory, const std::stop_token &stop);

    QString subject(const QString &name) const override;
    bool has(std::string_view name) const override { return follow(name); }
    Result<FileRegion> find(std::string_view name) const override;

    /// The names of all files and links, clean and sorted.
    std::vector<std::string> names() const;
    /// How many members the tar has, directories and others included.
    std::size_t memberCount() const { return m_memberCount; }

private:
    struct Member {
        FileRegion content;
        std::string target; ///< of a link: the clean name of the member that it refers to
        bool isLink = false;
        std::optional<std::vector<SparseExtent>> extents; ///< of a sparse file: where `content` belongs
        std::uint64_t size = 0; ///< with holes
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    using ArchiveFiles::ArchiveFiles;
    const Member *follow(std::string_view name) const;
    static Result<void> expand(const Member &member, SparseWriter &into, const std::stop_token &stop);

    std::unordered_map<std::string, Member, Hash, std::equal_to<>> m_members;
    std::size_t m_memberCount = 0;
};

} // namespace stratoscope
