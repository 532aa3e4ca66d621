// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <QByteArray>

/// How a store's files come and go: through a temporary name and a rename, so that none is ever seen half-made.
namespace stratoscope {

enum class Durability {
    Cache, ///< may be lost when the machine loses power, and is then recognised as not there; never waits for the disk
    Keep, ///< on the disk when the call returns
};

/// A new file in a store's `tmp` folder; removed when destroyed unless it was given its name.
class TemporaryFile
{
public:
    static Result<TemporaryFile> create(const QString &directory);
    TemporaryFile(TemporaryFile &&other) noexcept = default;
    TemporaryFile &operator=(TemporaryFile &&other) noexcept;
    ~TemporaryFile();

    File &file() { return *m_file; }
    /// Gives it its name, in place of what had it before, and makes it read-only. For Keep its content is on the disk before; the
    /// folder is not, see syncDirectory().
    Result<void> publish(const QString &path, Durability durability);

private:
    TemporaryFile(File file, QByteArray path);
    std::unique_ptr<File> m_file; ///< its address stays the same when this is moved
    QByteArray m_path; ///< empty: nothing to remove
};

/// Writes a whole small file that way, and for Keep its folder.
Result<void> writeFile(const QString &path, const QByteArray &bytes, const QString &temporaryDirectory, Durability durability);

/// Waits until the names in a folder are on the disk.
Result<void> syncDirectory(const QString &path);
/// Waits until a file's content is on the disk.
Result<void> syncFile(const QString &path);

/// Removes a file and adds to `freed` what it took on the disk. One that is not there is no error.
Result<void> removeFile(const QString &path, std::uint64_t &freed);

/// The names of the files in a folder, sorted; none where there is no such folder.
QStringList filesIn(const QString &directory);

/// What removeFile() would add to `freed`.
std::uint64_t sizeOnDisk(const QString &path);

/// The size of a file; nothing where it is not there.
std::optional<std::uint64_t> fileSize(const QString &path);

} // namespace stratoscope
