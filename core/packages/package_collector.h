// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/package.h"
#include "tree/image_fs.h"

#include <map>
#include <stop_token>
#include <string>

namespace stratoscope {

/// What the readers of packages read an image with, and collect packages in. Bounds what an image can make them do: the bytes that
/// are read, the packages, their files and the notes. For one thread.
class PackageCollector
{
public:
    PackageCollector(ImageFs fs, std::stop_token stop);

    const ImageFs &fs() const { return m_fs; }
    const MergedTree &tree() const { return *m_fs.tree; }
    const std::stop_token &stop() const { return m_stop; }
    /// The file's path, for messages.
    QString pathOf(NodeId node) const { return printable(tree().path(node)); }

    /// All of a file. Errors: TooLarge above `limit`, or if that is more than one image may make a reader read; those of reading.
    /// Throws Cancelled.
    Result<QByteArray> read(NodeId file, std::uint64_t limit);
    /// Counts bytes that are read, or unpacked, in another way. TooLarge, about `subject`, as for read().
    Result<void> charge(std::uint64_t bytes, const QString &subject);

    /// Adds the file at a path to a package, unless it is missing or a directory. Symlinks are followed in the path, but not
    /// at its end.
    void addFile(Package &package, std::string_view path);
    /// Adds a package, unless it has no name, and sets its layer. `describedBy` and the texts must be set; files may occur
    /// repeatedly and in any order.
    void add(Package package);
    /// The size of its files, where the database does not say it.
    std::uint64_t sizeOfFiles(const Package &package) const;
    void note(Error error);

    /// The result, sorted. The same module of several Go programs becomes one package with the files of all of them.
    PackageList finish();

private:
    std::optional<NodeId> directory(std::string_view path);

    const ImageFs m_fs;
    const std::stop_token m_stop;
    std::map<std::string, std::optional<NodeId>, std::less<>> m_directories; ///< by path, as far as they were looked up
    std::uint64_t m_bytesLeft;
    std::size_t m_filesLeft;
    std::size_t m_furtherNotes = 0;
    bool m_isFull = false;
    PackageList m_list;
};

} // namespace stratoscope
