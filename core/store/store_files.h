// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <QByteArray>
#include <QStringList>

#include <functional>
#include <optional>

/// How the files of a store are created and removed: under a temporary name and then renamed, so that nobody ever sees an
/// incomplete one.
namespace stratoscope {

enum class Durability {
    Cache, ///< may be lost in a power failure, which is then detected; never waits for the disk
    Keep, ///< on the disk when the call returns
};

/// The mode of a file once it is complete, when it does not change any more.
inline constexpr unsigned kPublishedMode = 0400;

/// A new file in a store's temporary directory; removed when destroyed unless it was published.
class TemporaryFile
{
public:
    static Result<TemporaryFile> create(const QString &directory);
    TemporaryFile(TemporaryFile &&other) noexcept = default;
    TemporaryFile &operator=(TemporaryFile &&other) noexcept;
    ~TemporaryFile();

    File &file() { return *m_file; }
    /// See stratoscope::publish().
    Result<void> publish(const QString &path, Durability durability);

private:
    TemporaryFile(File file, QByteArray path)
        : m_file(std::make_unique<File>(std::move(file)))
        , m_path(std::move(path))
    {
    }
    std::unique_ptr<File> m_file; ///< keeps its address when this is moved
    QByteArray m_path; ///< empty: nothing to remove
};

/// Makes an open file read-only, for its owner alone, and renames it, replacing what had that name. Keep syncs the content first,
/// but not the directory: see syncDirectory().
Result<void> publish(File &file, const QByteArray &from, const QString &to, Durability durability);

/// Writes a small file in that way; Keep also syncs its directory.
Result<void> writeFile(const QString &path, const QByteArray &bytes, const QString &temporaryDirectory, Durability durability);

/// With its parents, for this user alone, unless it exists.
Result<void> makeDirectory(const QString &path);
/// Opens a file for reading and writing that only this user may access, and creates it if it does not exist. Not open on an error,
/// which is in errno.
File openPrivate(const QString &path);
/// The same, locked (flock(2)) against all other threads and processes. Nothing while somebody else has locked it.
Result<std::optional<File>> openLocked(const QString &path);
/// Whether a path still names this open file: another process may have renamed or removed it.
bool isStillNamed(const File &file, const QString &path);
/// Waits until the names in a directory are on the disk.
Result<void> syncDirectory(const QString &path);

/// Removes a file and adds the disk space it took to `freed`. A missing file is not an error.
Result<void> removeFile(const QString &path, std::uint64_t &freed);
/// The same for all files in a directory for whose names `isRemoved` returns true.
Result<void> removeFilesIn(
    const QString &directory, std::uint64_t &freed,
    const std::function<bool(const QString &name)> &isRemoved = [](const QString &) { return true; });

/// The names of the files in a directory, sorted; none if it does not exist.
QStringList filesIn(const QString &directory);

/// What removeFile() would add to `freed`.
std::uint64_t sizeOnDisk(const QString &path);

/// The size of a file; nothing if it does not exist.
std::optional<std::uint64_t> fileSize(const QString &path);

/// Sets the modification time of a record, which needs no rewriting, and returns it for sorting; 0 if it does not exist.
void markUsed(const QString &path);
std::int64_t lastUsed(const QString &path);

/// The suffix of the store's records.
inline constexpr QLatin1StringView kRecordSuffix{".json"};

} // namespace stratoscope
