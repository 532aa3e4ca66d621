// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace stratoscope {

/// An open file descriptor with the name to use in messages. Movable; closes itself.
class File
{
public:
    File() = default;
    File(int descriptor, QString name);
    ~File();
    File(File &&other) noexcept;
    File &operator=(File &&other) noexcept;

    /// Opens for reading; only regular files: a pipe or a device would never end.
    static Result<File> open(const QString &path);
    /// Creates a new file for reading and writing; it must not exist.
    static Result<File> create(const QString &path, unsigned mode = 0644);
    /// A nameless file in `directory` that is gone when closed.
    static Result<File> temporary(const QString &directory);

    int descriptor() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    const QString &name() const { return m_name; }
    Result<std::uint64_t> size() const;

    /// Reads as many bytes as there are, up to the span's size; fewer only at the end. Thread-safe.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> into) const;
    /// Writes all, or fails.
    Result<void> writeAt(std::uint64_t offset, Bytes bytes);
    Result<void> truncate(std::uint64_t size);
    /// Waits until the content is on the disk.
    Result<void> sync();

private:
    int m_descriptor = -1;
    QString m_name;
};

/// A run of bytes in an open file: a blob in a layout, a member of a tar. A value; many may share a file. Thread-safe.
struct FileRegion {
    std::shared_ptr<const File> file;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;

    static Result<FileRegion> whole(const QString &path);

    /// Reads up to the region's end; fewer bytes than asked for within the region mean a truncated file: an error.
    Result<std::size_t> readAt(std::uint64_t position, std::span<std::byte> into) const;
};

/// The whole region in memory; TooLarge above `limit`.
Result<QByteArray> readAll(const FileRegion &region, std::uint64_t limit);

} // namespace stratoscope
