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
    File(int descriptor, QString name)
        : m_descriptor(descriptor)
        , m_name(std::move(name))
    {
    }
    ~File();
    File(File &&other) noexcept;
    File &operator=(File &&other) noexcept;

    /// Opens a regular file for reading; others are Invalid, since a pipe or a device may never end.
    static Result<File> open(const QString &path);
    /// Creates a new file for reading and writing; it must not exist.
    static Result<File> create(const QString &path, unsigned mode = 0644);
    /// An unnamed file in `directory`, deleted when closed.
    static Result<File> temporary(const QString &directory);

    int descriptor() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    const QString &name() const { return m_name; }
    Result<std::uint64_t> size() const;

    /// Fills the span; returns fewer bytes only at the end of the file. Thread-safe.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> into) const;
    /// Writes all bytes.
    Result<void> writeAt(std::uint64_t offset, Bytes bytes);
    Result<void> truncate(std::uint64_t size);
    /// Waits until the content is on the disk.
    Result<void> sync();

private:
    int m_descriptor = -1;
    QString m_name;
};

/// A range of bytes in an open file: a blob in a layout, a member of a tar. A value; several may share a file. Thread-safe.
struct FileRegion {
    std::shared_ptr<const File> file;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;

    static Result<FileRegion> whole(const QString &path);

    /// Fills the span, up to the end of the region; Truncated if the file ends before.
    Result<std::size_t> readAt(std::uint64_t position, std::span<std::byte> into) const;
};

/// The content of a region or a file; TooLarge above `limit`.
Result<QByteArray> readAll(const FileRegion &region, std::uint64_t limit);
Result<QByteArray> readAll(const QString &path, std::uint64_t limit);

} // namespace stratoscope
