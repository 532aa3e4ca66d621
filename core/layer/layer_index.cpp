// SPDX-License-Identifier: Apache-2.0
#include "layer/layer_index.h"

#include "base/parse_text.h"
#include "base/reversed.h"
#include "base/saturating_add.h"
#include "layer/whiteout.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kMaxText = 64 * 1024;

/// What the memory budget counts for an element of a map or set, for its node and strings of their own.
constexpr std::uint64_t kNodeBytes = 48;
constexpr std::uint64_t kXattrBytes = sizeof(Xattrs::value_type) + kNodeBytes + 32;

/// Seconds in the upper 34 bits, nanoseconds in the lower 30: from the year 1697 to 2242, which includes all but forged times.
constexpr int kNanosecondBits = 30;
constexpr std::int64_t kPackedSeconds = std::int64_t(1) << 33;

std::optional<std::int64_t> packTime(Timestamp time)
{
    if (time.seconds < -kPackedSeconds || time.seconds >= kPackedSeconds)
        return std::nullopt;
    return time.seconds * (std::int64_t(1) << kNanosecondBits) + time.nanoseconds;
}

Timestamp unpackTime(std::int64_t packed)
{
    constexpr std::int64_t kMask = (std::int64_t(1) << kNanosecondBits) - 1;
    return {packed >> kNanosecondBits, std::uint32_t(packed & kMask)};
}

QString shortened(std::string_view path)
{
    return printable(path.substr(0, 60)) + u"…"_s;
}

} // namespace

std::string LayerIndex::path(RecordId record) const
{
    std::vector<std::string_view> components;
    for (; record != 0; record = parent(record))
        components.push_back(name(record));
    std::string path;
    for (const std::string_view component : reversed(components)) {
        if (!path.empty())
            path += '/';
        path += component;
    }
    return path;
}

const LayerIndex::Extra *LayerIndex::extra(RecordId record) const
{
    if (!(m_records[record].flags & kHasExtra))
        return nullptr;
    return &*std::ranges::lower_bound(m_extras, record, {}, &Extra::record);
}

Entry LayerIndex::entry(RecordId record) const
{
    const Record &stored = m_records[record];
    Entry entry{
        .kind = stored.kind,
        .mode = stored.mode,
        .uid = stored.uid,
        .gid = stored.gid,
        .size = stored.size,
        .mtime = unpackTime(stored.mtime),
        .linkTarget = {},
        .implied = isImplied(record),
    };
    if (const Extra *more = extra(record)) {
        entry.linkTarget = &m_names[more->link];
        entry.deviceMajor = more->deviceMajor;
        entry.deviceMinor = more->deviceMinor;
        entry.xattrs = more->xattrs.get();
        entry.warnings = more->warnings;
        entry.mtime = more->mtime.value_or(entry.mtime);
    }
    return entry;
}

const std::vector<SparseExtent> *LayerIndex::sparseExtents(RecordId record) const
{
    const Extra *more = extra(record);
    return more ? more->extents.get() : nullptr;
}

std::vector<RecordId> LayerIndex::recordsWithWarnings() const
{
    std::vector<RecordId> records;
    for (const Extra &extra : m_extras) {
        if (extra.warnings != 0)
            records.push_back(extra.record);
    }
    return records;
}

std::size_t LayerIndex::memoryUsage() const
{
    return m_records.capacity() * sizeof(Record) + m_extras.capacity() * sizeof(Extra) + m_names.capacity();
}

/// The directories so far, by parent and name, so that each has a single record that its entries refer to.
struct LayerIndexBuilder::Directories {
    struct Key {
        RecordId parent;
        std::string_view name;
    };
    struct Hash {
        using is_transparent = void;
        const LayerIndex *index;
        std::size_t operator()(const Key &key) const
        {
            return std::hash<std::string_view>()(key.name) ^ key.parent * std::size_t(0x9E3779B97F4A7C15);
        }
        std::size_t operator()(RecordId record) const { return operator()(Key{index->parent(record), index->name(record)}); }
    };
    struct Equal {
        using is_transparent = void;
        const LayerIndex *index;
        Key key(RecordId record) const { return {index->parent(record), index->name(record)}; }
        static const Key &key(const Key &key) { return key; }
        bool operator()(const auto &a, const auto &b) const
        {
            const auto &left = key(a);
            const auto &right = key(b);
            return left.parent == right.parent && left.name == right.name;
        }
    };

    explicit Directories(const LayerIndex *index)
        : known(0, Hash{index}, Equal{index})
    {
    }

    std::unordered_set<RecordId, Hash, Equal> known;
    std::string lastPath; ///< of the last directory, which most entries share with the one before
    RecordId last = 0;
};

LayerIndexBuilder::LayerIndexBuilder(std::shared_ptr<MemoryBudget> memory)
    : m_index(std::make_unique<LayerIndex>())
    , m_directories(std::make_unique<Directories>(m_index.get()))
{
    m_index->m_names.push_back('\0'); // the empty name, at 0
    static_cast<void>(appendImplied(0, 0)); // nothing is counted yet
    m_index->m_memory = MemoryShare(memory ? std::move(memory) : std::make_shared<MemoryBudget>());
}

LayerIndexBuilder::~LayerIndexBuilder() = default;

Result<RecordId> LayerIndexBuilder::append(RecordId parent, std::uint32_t name)
{
    STRATOSCOPE_CHECK(count(sizeof(LayerIndex::Record)));
    LayerIndex::Record &record = m_index->m_records.emplace_back();
    record.parent = parent;
    record.name = name;
    return RecordId(m_index->m_records.size() - 1);
}

/// A directory that only occurs in the paths of other entries.
Result<RecordId> LayerIndexBuilder::appendImplied(RecordId parent, std::uint32_t name)
{
    STRATOSCOPE_TRY(const RecordId id, append(parent, name));
    LayerIndex::Record &record = m_index->m_records[id];
    record.kind = EntryKind::Directory;
    record.mode = 0755;
    record.flags = LayerIndex::kImplied;
    return id;
}

Result<std::uint32_t> LayerIndexBuilder::store(std::string_view text)
{
    std::string &names = m_index->m_names;
    const std::size_t offset = names.size();
    if (offset + text.size() >= std::numeric_limits<std::uint32_t>::max() || m_index->m_records.size() >= kNoRecord - 1)
        return fail(ErrorKind::TooLarge, {}, u"has too many entries or too long names"_s);
    STRATOSCOPE_CHECK(count(text.size() + 1));
    names += text;
    names += '\0';
    return std::uint32_t(offset);
}

Result<RecordId> LayerIndexBuilder::directoryFor(std::string_view path)
{
    Directories &directories = *m_directories;
    if (path == directories.lastPath)
        return directories.last;
    RecordId directory = 0;
    int depth = 0;
    for (std::string_view rest = path; !rest.empty();) {
        const std::string_view name = takeUntil('/', rest);
        if (++depth > kMaxPathDepth)
            return fail(ErrorKind::TooLarge, shortened(path), u"is more than %1 directories deep"_s.arg(kMaxPathDepth));
        if (const auto found = directories.known.find(Directories::Key{directory, name}); found != directories.known.end()) {
            directory = *found;
            continue;
        }
        STRATOSCOPE_TRY(const std::uint32_t stored, store(name));
        STRATOSCOPE_CHECK(count(kNodeBytes));
        STRATOSCOPE_TRY(directory, appendImplied(directory, stored));
        directories.known.insert(directory);
    }
    directories.lastPath = path;
    directories.last = directory;
    return directory;
}

Result<RecordId> LayerIndexBuilder::add(const Member &member)
{
    std::string cleaned;
    std::string_view path = member.path;
    if (!isCleanPath(path))
        path = cleaned = cleanPath(path);
    if (std::max(path.size(), member.entry.linkTarget.size()) > kMaxText)
        return fail(ErrorKind::TooLarge, shortened(path), u"has a path or link target of more than %1 bytes"_s.arg(kMaxText));
    if (path.empty()) {
        if (member.entry.kind != EntryKind::Directory)
            return fail(ErrorKind::Malformed, printable(member.path), u"is at the path of the root, which must be a directory"_s);
        STRATOSCOPE_CHECK(fill(0, member));
        return 0;
    }
    const std::size_t slash = path.rfind('/');
    const bool isTop = slash == std::string_view::npos;
    STRATOSCOPE_TRY(const RecordId parent, directoryFor(isTop ? std::string_view() : path.substr(0, slash)));
    STRATOSCOPE_TRY(const std::uint32_t name, store(isTop ? path : path.substr(slash + 1)));
    STRATOSCOPE_TRY(const RecordId record, append(parent, name));
    STRATOSCOPE_CHECK(fill(record, member));
    if (member.entry.kind == EntryKind::Directory) {
        STRATOSCOPE_CHECK(count(kNodeBytes));
        if (const auto [known, isNew] = m_directories->known.insert(record); !isNew)
            m_index->m_records[*known].flags |= LayerIndex::kHasEntry;
    }
    return record;
}

Result<void> LayerIndexBuilder::fill(RecordId id, const Member &member)
{
    const Entry &entry = member.entry;
    LayerIndex::Extra extra{.record = id,
                            .deviceMajor = entry.deviceMajor,
                            .deviceMinor = entry.deviceMinor,
                            .warnings = entry.warnings,
                            .xattrs = {},
                            .extents = {},
                            .mtime = {}};
    bool hasExtra = entry.deviceMajor != 0 || entry.deviceMinor != 0 || entry.warnings != 0;
    if (!entry.linkTarget.empty()) {
        STRATOSCOPE_TRY(extra.link, store(entry.linkTarget));
        hasExtra = true;
    }
    STRATOSCOPE_CHECK(addToExtra(extra, member));
    hasExtra = hasExtra || extra.xattrs || extra.extents;
    const auto packed = packTime(entry.mtime);
    if (!packed) {
        extra.mtime = entry.mtime;
        hasExtra = true;
    }
    const std::uint64_t content = member.contentOffset / LayerIndex::kContentUnit;
    if (content > std::numeric_limits<std::uint32_t>::max())
        return fail(ErrorKind::TooLarge, printable(member.path), u"is beyond the first 2 TiB of the layer"_s);

    if (hasExtra)
        STRATOSCOPE_CHECK(count(sizeof(LayerIndex::Extra)));
    LayerIndex::Record &record = m_index->m_records[id];
    record.size = entry.size;
    record.mtime = packed.value_or(0);
    record.uid = entry.uid;
    record.gid = entry.gid;
    record.content = std::uint32_t(content);
    record.mode = entry.mode;
    record.kind = entry.kind;
    record.flags = hasExtra ? LayerIndex::kHasExtra : 0;
    if (hasExtra) {
        auto &extras = m_index->m_extras;
        // Nearly always at the end; only the root's may be added later, or repeatedly.
        const auto at = std::ranges::lower_bound(extras, id, {}, &LayerIndex::Extra::record);
        if (at != extras.end() && at->record == id)
            *at = std::move(extra);
        else
            extras.insert(at, std::move(extra));
    }
    ++m_index->m_entryCount;
    if (entry.kind == EntryKind::Regular)
        m_index->m_contentSize = saturatingAdd(m_index->m_contentSize, entry.size);
    return {};
}

/// Adds extended attributes and the sparse map, which can be of any size.
Result<void> LayerIndexBuilder::addToExtra(LayerIndex::Extra &extra, const Member &member)
{
    if (member.entry.xattrs && !member.entry.xattrs->empty()) {
        for (const auto &[name, value] : *member.entry.xattrs)
            STRATOSCOPE_CHECK(count(kXattrBytes + name.size() + value.size()));
        extra.xattrs = std::make_unique<const Xattrs>(*member.entry.xattrs);
    }
    if (member.sparse) {
        STRATOSCOPE_CHECK(count(member.extents.size() * sizeof(SparseExtent)));
        std::vector<SparseExtent> extents;
        std::uint64_t stored = 0;
        for (const SparseExtent &extent : member.extents) {
            if (extent.length > 0)
                extents.push_back({extent.offset, extent.length, stored});
            stored += extent.length;
        }
        extents.shrink_to_fit();
        extra.extents = std::make_unique<const std::vector<SparseExtent>>(std::move(extents));
    }
    return {};
}

std::shared_ptr<const LayerIndex> LayerIndexBuilder::finish()
{
    m_directories.reset();
    m_index->m_records.shrink_to_fit();
    m_index->m_names.shrink_to_fit();
    m_index->m_extras.shrink_to_fit();
    return std::move(m_index);
}

} // namespace stratoscope
