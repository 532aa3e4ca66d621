// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/entry.h"
#include "layer/memory_budget.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace stratoscope {

/// The number of an entry in a LayerIndex.
using RecordId = std::uint32_t;
constexpr RecordId kNoRecord = 0xFFFFFFFF;

/// Paths on Linux are at most 4,096 bytes long, and so have at most as many components.
constexpr int kMaxPathDepth = 4096;

/// The entries of a layer's tar, in the order of the tar: an immutable table with 40 bytes per entry in addition to its name.
///
/// Record 0 is the layer's root directory. Every other record refers to the record of its parent directory, so that a path is a
/// chain of records. A directory that only occurs in the paths of other entries has a record as well, marked as implied. If a path
/// occurs repeatedly, the last record applies. Names are clean: without empty, `.` and `..` components. Thread-safe.
class LayerIndex
{
public:
    /// The content of a regular file begins at a multiple of this many bytes in the layer's tar or contents file (see
    /// LayerContents).
    static constexpr std::uint64_t kContentUnit = 512;

    RecordId size() const { return RecordId(m_records.size()); }
    Entry entry(RecordId record) const;
    EntryKind kind(RecordId record) const { return m_records[record].kind; }
    bool isImplied(RecordId record) const { return m_records[record].flags & kImplied; }
    /// Whether the layer has an entry for this directory, be it a later record of the same path.
    bool hasEntry(RecordId directory) const { return (m_records[directory].flags & (kImplied | kHasEntry)) != kImplied; }
    RecordId parent(RecordId record) const { return m_records[record].parent; }
    /// The last component of the path; empty for the root.
    std::string_view name(RecordId record) const { return &m_names[m_records[record].name]; }
    /// Relative to the layer's root, without a leading slash.
    std::string path(RecordId record) const;
    /// Entry::size, without reading the whole entry.
    std::uint64_t fileSize(RecordId record) const { return m_records[record].size; }
    std::uint64_t contentOffset(RecordId record) const { return m_records[record].content * kContentUnit; }
    /// The extents of a file that is stored as a sparse file; null for other entries.
    const std::vector<SparseExtent> *sparseExtents(RecordId record) const;

    /// The records that have warnings.
    std::vector<RecordId> recordsWithWarnings() const;

    /// The number of entries in the layer's tar: without implied directories.
    std::uint32_t entryCount() const { return m_entryCount; }
    /// The total size of all files.
    std::uint64_t contentSize() const { return m_contentSize; }
    /// The size of all names and link targets.
    std::size_t namesSize() const { return m_names.size(); }
    /// Bytes in memory, including names.
    std::size_t memoryUsage() const;

private:
    friend class LayerIndexBuilder;

    static constexpr std::uint8_t kImplied = 1; ///< a flag, as is kHasExtra
    static constexpr std::uint8_t kHasExtra = 2;
    static constexpr std::uint8_t kHasEntry = 4; ///< of an implied directory whose path has an entry later in the tar
    struct Record {
        std::uint64_t size = 0;
        std::int64_t mtime = 0; ///< packed seconds and nanoseconds, see packTime()
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

    /// Properties that few entries have.
    struct Extra {
        RecordId record;
        std::uint32_t link = 0; ///< offset in m_names
        std::uint32_t deviceMajor = 0;
        std::uint32_t deviceMinor = 0;
        EntryWarnings warnings = 0;
        std::unique_ptr<const Xattrs> xattrs;
        std::unique_ptr<const std::vector<SparseExtent>> extents;
        std::optional<Timestamp> mtime; ///< if it does not fit into a Record
    };
    const Extra *extra(RecordId record) const;

    std::vector<Record> m_records;
    std::vector<Extra> m_extras; ///< sorted by record
    std::string m_names; ///< each followed by a zero byte
    std::uint32_t m_entryCount = 0;
    std::uint64_t m_contentSize = 0;
    MemoryShare m_memory;
};

/// Builds an index from the members of a tar, in their order. For one thread.
class LayerIndexBuilder
{
public:
    /// `memory`: what the index takes is part of; null: it has a budget of its own.
    explicit LayerIndexBuilder(std::shared_ptr<MemoryBudget> memory = {});
    ~LayerIndexBuilder();

    struct Member {
        std::string_view path; ///< as in the tar; cleaned by add()
        Entry entry; ///< with whiteouts already recognized, see whiteout.h
        std::uint64_t contentOffset = 0;
        std::span<const SparseExtent> extents;
        bool sparse = false;
    };

    /// Adds an entry. A directory at the path of the root sets the root's attributes.
    /// Errors: Malformed if anything else is at the path of the root; TooLarge for a path of more than kMaxPathDepth components or
    /// 64 KiB, if the memory budget is used up, or for more entries than the table can hold.
    Result<RecordId> add(const Member &member);

    std::shared_ptr<const LayerIndex> finish();

private:
    struct Directories;
    Result<RecordId> directoryFor(std::string_view path);
    Result<std::uint32_t> store(std::string_view text);
    Result<RecordId> append(RecordId parent, std::uint32_t name);
    Result<RecordId> appendImplied(RecordId parent, std::uint32_t name);
    Result<void> fill(RecordId record, const Member &member);
    Result<void> count(std::uint64_t bytes) { return m_index->m_memory.add(bytes); }
    Result<void> addToExtra(LayerIndex::Extra &extra, const Member &member);

    std::unique_ptr<LayerIndex> m_index;
    std::unique_ptr<Directories> m_directories;
};

} // namespace stratoscope
