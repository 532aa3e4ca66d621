// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stratoscope/export.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope::api {

class Layer;

/// The number of an entry in a FileSystem. Hard links are entries of their own.
using Node = std::uint32_t;
constexpr Node kRoot = 0;

enum class EntryType { Regular, Directory, Symlink, CharacterDevice, BlockDevice, Fifo, Socket };

/// The attributes of an entry.
struct Status {
    EntryType type = EntryType::Regular;
    std::uint16_t mode = 0; ///< the twelve permission bits: setuid, setgid, sticky, rwxrwxrwx
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint64_t size = 0; ///< bytes of content; 0 for anything but a regular file
    std::int64_t seconds = 0; ///< of the last modification, since 1970 UTC
    std::uint32_t nanoseconds = 0; ///< always counted forward
    std::uint32_t deviceMajor = 0;
    std::uint32_t deviceMinor = 0;
    int layer = 0; ///< that the entry comes from, from 0
};

struct DirectoryEntry {
    std::string name; ///< bytes, usually UTF-8
    Node node = kRoot;
    EntryType type = EntryType::Regular;
};

/// An open regular file. Closed by its destructor or by close(). A value; any number of threads may read.
class STRATOSCOPE_API File
{
public:
    struct Data;
    explicit File(std::shared_ptr<const Data> data);
    ~File();
    File(const File &);
    File &operator=(const File &);

    std::uint64_t size() const;
    /// Reads up to `size` bytes from `position` on; returns how many, fewer only at the end. Throws an Error: Truncated if the
    /// content is missing; Invalid after close().
    std::size_t read(std::uint64_t position, void *buffer, std::size_t size) const;
    void close();

private:
    std::shared_ptr<const Data> m_data;
};

/// The file system that results from applying layers to each other (OCI image specification, layer.md), read-only. A value that
/// keeps what it needs; any number of threads may use it. Paths are bytes with slashes; a leading slash makes no difference.
class STRATOSCOPE_API FileSystem
{
public:
    struct Data;
    explicit FileSystem(std::shared_ptr<const Data> data);
    ~FileSystem();
    FileSystem(const FileSystem &);
    FileSystem &operator=(const FileSystem &);

    /// The number of entries, the root included. Nodes are numbered from 0.
    Node size() const;
    /// The entry at a path, without following links; nothing if there is none.
    std::optional<Node> lookUp(std::string_view path) const;
    /// The child of that name.
    std::optional<Node> lookUp(Node directory, std::string_view name) const;
    /// The entry that a path leads to for a process in the image: links are followed in every component, at most 40, and none leads
    /// out of the image. `followLast`: also if the last component is a link. Throws an Error: NotFound; Malformed for a loop.
    Node resolve(std::string_view path, bool followLast = true) const;
    /// The entries of a directory, sorted bytewise, without `.` and `..`; none for anything else.
    std::vector<DirectoryEntry> list(Node directory) const;
    Status status(Node node) const;
    Node parent(Node node) const; ///< of the root: the root
    std::string name(Node node) const; ///< empty for the root
    std::string path(Node node) const; ///< with a leading slash
    /// The target of a symbolic link, as recorded; empty for other entries.
    std::string linkTarget(Node node) const;
    /// Raw values by their full names, such as `security.capability`.
    std::map<std::string, std::string> extendedAttributes(Node node) const;
    /// Throws an Error: Invalid for anything but a regular file.
    File open(Node node) const;

    /// The same with further layers on top, lowest first; this one remains as it is. Throws an Error: Malformed if the layers do
    /// not fit on it, such as a hard link to a file that it lacks; TooLarge.
    FileSystem stacked(const std::vector<Layer> &layers) const;

private:
    std::shared_ptr<const Data> m_data;
};

} // namespace stratoscope::api
