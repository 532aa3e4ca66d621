// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stratoscope {

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
    static Result<std::shared_ptr<const TarFiles>> open(const QString &path, const FileRegion &tar, const std::stop_token &stop);

    QString subject(const QString &name) const override;
    bool has(std::string_view name) const override { return follow(name); }
    Result<FileRegion> find(std::string_view name) const override;

    /// The names of all files and links, clean and sorted.
    std::vector<std::string> names() const;

private:
    struct Member {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::string target; ///< of a link: the clean name of the member that it refers to
        bool isLink = false;
        bool isSparse = false;
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    TarFiles(QString path, FileRegion tar)
        : ArchiveFiles(std::move(path))
        , m_tar(std::move(tar))
    {
    }
    const Member *follow(std::string_view name) const;

    FileRegion m_tar;
    std::unordered_map<std::string, Member, Hash, std::equal_to<>> m_members;
};

} // namespace stratoscope
