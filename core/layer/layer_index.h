// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/entry.h"

#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>

namespace stratoscope {

/// Number of an entry in a LayerIndex.
using RecordId = std::uint32_t;
constexpr RecordId kNoRecord = 0xFFFFFFFF;

/// No path that a system can open is longer than 4,096 bytes, so none is nested deeper.
constexpr int kMaxPathDepth = 4096;

/// What one layer's tar holds, in the tar's order: an immutable table of 40 bytes an entry besides its name.
///
/// Record 0 is the layer's root directory. Every other record names its parent directory's record, so a path is a chain of records.
/// A directory that is only named in others' paths has a record too, marked `implied`. A path may occur twice; the later record
/// counts. Names are clean: no empty, `.` or `..` component, no leading slash. Thread-safe: nothing changes after the build.
class LayerIndex
{
public:
    /// Where the content of a regular file begins, in units of 512 bytes, in the layer's tar or its contents file (see
    /// LayerContents).
    static constexpr std::uint64_t kContentUnit = 512;

    RecordId size() const { return RecordId(m_records.size()); }
    Entry entry(RecordId record) const;
    EntryKind kind(RecordId record) const;
    bool isImplied(RecordId record) const;
    RecordId parent(RecordId record) const;
    /// The last component of the path; empty for the root.
    std::string_view name(RecordId record) const;
    /// From the layer's root, without a leading slash.
    std::string path(RecordId record) const;
    /// Bytes of a file; as entry() has it, but sooner.
    std::uint64_t fileSize(RecordId record) const { return m_records[record].size; }
    std::uint64_t contentOffset(RecordId record) const;
    /// Of a file that is stored as a sparse one; null for others.
    const std::vector<SparseExtent> *sparseExtents(RecordId record) const;

    /// Entries that the layer's tar has: without implied directories and without the root where it is not named.
    std::uint32_t entryCount() const { return m_entryCount; }
    /// Bytes of all its files.
    std::uint64_t contentSize() const { return m_contentSize; }
    /// Bytes of all names and link targets.
    std::size_t namesSize() const { return m_names.size(); }
    /// Bytes in memory, names included.
    std::size_t memoryUsage() const;

private:
    friend class LayerIndexBuilder;

    struct Record {
        std::uint64_t size = 0;
        std::int64_t mtime = 0; ///< seconds and nanoseconds in one, see packTime()
        std::uint32_t parent = 0;
        std::uint32_t name = 0; ///< offset in m_names
        std::uint32_t uid = 0;
        std::uint32_t gid = 0;
        std::uint32_t content = 0; ///< in units of kContentUnit
        std::uint16_t mode = 0;
        EntryKind kind = EntryKind::Regular;
        std::uint8_t flags = 0;
    };
    static_assert(sizeof(Record) == 40);

    /// What few entries have.
    struct Extra {
        RecordId record;
        std::uint32_t link = 0; ///< offset in m_names
        std::uint32_t deviceMajor = 0;
        std::uint32_t deviceMinor = 0;
        std::unique_ptr<const Xattrs> xattrs;
        std::unique_ptr<const std::vector<SparseExtent>> extents;
        std::optional<Timestamp> mtime; ///< where it does not fit into a record
    };
    const Extra *extra(RecordId record) const;

    std::vector<Record> m_records;
    std::vector<Extra> m_extras; ///< sorted by record
    std::string m_names; ///< each ended by a zero byte
    std::uint32_t m_entryCount = 0;
    std::uint64_t m_contentSize = 0;
};

/// Takes members in the tar's order and makes the index. For one thread.
class LayerIndexBuilder
{
public:
    LayerIndexBuilder();
    ~LayerIndexBuilder();

    struct Member {
        std::string_view path; ///< as the tar has it: cleaned here
        Entry entry; ///< whiteouts and opaque marks already told apart, see whiteout.h
        std::uint64_t contentOffset = 0;
        std::span<const SparseExtent> extents;
        bool sparse = false;
    };

    /// Adds an entry. A path that means the root replaces the root's attributes; only a directory may.
    /// Errors: Malformed, TooLarge: a path of more than kMaxPathDepth components or 64 KiB, more than 256 MiB of attributes and
    /// sparse maps in the layer, or beyond what the table can number.
    Result<RecordId> add(const Member &member);

    std::shared_ptr<const LayerIndex> finish();

private:
    struct Directories;
    Result<RecordId> directoryFor(std::string_view path);
    Result<std::uint32_t> store(std::string_view text);
    RecordId append(RecordId parent, std::uint32_t name);
    Result<void> fill(RecordId record, const Member &member);
    Result<void> addToExtra(LayerIndex::Extra &extra, const Member &member);

    std::unique_ptr<LayerIndex> m_index;
    std::uint64_t m_extraBytes = 0;
    std::unique_ptr<Directories> m_directories;
};

} // namespace stratoscope
