// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/ext4_format.h"

#include "base/cancel.h"
#include "formats/content_stream.h"
#include "formats/ext4/image_sink.h"
#include "formats/ext4/layout.h"
#include "formats/linux_names.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace ext4 {

namespace {

constexpr std::size_t kSuperblockOffset = 1024; ///< in block 0; in copies, it comes first

/// Any will do, as long as it is not the same for everyone.
HashSeed hashSeedOf(const VolumeOptions &volume)
{
    const Sha256 hash = sha256(bytesOf(volume.uuid));
    HashSeed seed;
    for (std::size_t i = 0; i < seed.size(); ++i)
        seed[i] = qFromLittleEndian<std::uint32_t>(hash.data() + i * sizeof(std::uint32_t));
    return seed;
}

/// CRC-16 with the reflected polynomial 0xA001.
std::uint16_t crc16(std::uint16_t crc, Bytes bytes)
{
    for (const std::byte byte : bytes) {
        crc ^= std::uint16_t(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = std::uint16_t((crc >> 1) ^ ((crc & 1) != 0 ? 0xA001 : 0));
    }
    return crc;
}

mode_t typeBits(FileType type)
{
    switch (type) {
    case FileType::Directory:
        return S_IFDIR;
    case FileType::Symlink:
        return S_IFLNK;
    case FileType::CharacterDevice:
        return S_IFCHR;
    case FileType::BlockDevice:
        return S_IFBLK;
    case FileType::Fifo:
        return S_IFIFO;
    case FileType::Socket:
        return S_IFSOCK;
    default:
        return S_IFREG;
    }
}

/// The parts of a time in an inode: seconds with 34 bits, of which two are in the other part, with the nanoseconds.
struct DiskTime {
    std::uint32_t seconds = 0;
    std::uint32_t extra = 0;
    bool isExact = true;

    explicit DiskTime(Timestamp time)
    {
        constexpr std::int64_t kFirst = -(std::int64_t(1) << 31);
        constexpr std::int64_t kLast = kFirst + (std::int64_t(1) << 34) - 1;
        const std::int64_t nearest = std::clamp(time.seconds, kFirst, kLast);
        isExact = nearest == time.seconds;
        const std::uint32_t nanoseconds = isExact ? time.nanoseconds : 0;
        seconds = std::uint32_t(nearest);
        extra = std::uint32_t((nearest - std::int32_t(seconds)) >> 32) | nanoseconds << 2;
    }
};

/// Passes on what is in the runs of a file's blocks, and drops the rest, which is holes.
class RunsSink : public ByteSink
{
public:
    RunsSink(std::span<const BlockRun> runs, ByteSink &into)
        : m_runs(runs)
        , m_into(into)
    {
    }

    Result<void> append(Bytes bytes) override
    {
        return divide(bytes.size(), [&](std::uint64_t at, std::uint64_t count) {
            return m_into.append(bytes.subspan(std::size_t(at), std::size_t(count)));
        });
    }
    Result<void> appendZeros(std::uint64_t count) override
    {
        return divide(count, [&](std::uint64_t, std::uint64_t part) { return m_into.appendZeros(part); });
    }
    Result<void> finish() override { return {}; }

private:
    template <typename Pass>
    Result<void> divide(std::uint64_t count, Pass pass)
    {
        for (std::uint64_t at = 0; at < count && !m_runs.empty();) {
            const std::uint64_t begin = m_runs.front().first * kBlockSize;
            const std::uint64_t end = begin + m_runs.front().count * kBlockSize;
            const std::uint64_t position = m_position + at;
            if (position >= end) {
                m_runs = m_runs.subspan(1);
            } else if (position < begin) {
                at += std::min(count - at, begin - position);
            } else {
                const std::uint64_t part = std::min(count - at, end - position);
                STRATOSCOPE_CHECK(pass(at, part));
                at += part;
            }
        }
        m_position += count;
        return {};
    }

    std::span<const BlockRun> m_runs; ///< those that are not before the position
    ByteSink &m_into;
    std::uint64_t m_position = 0; ///< in the file
};

class Ext4Writer
{
public:
    Ext4Writer(const TreeExport &work, const FileTable &table, const Layout &layout, const VolumeOptions &volume,
               FormatLosses &losses, ByteSink &into)
        : m_work(work)
        , m_table(table)
        , m_layout(layout)
        , m_geometry(layout.geometry())
        , m_seed(hashSeedOf(volume))
        , m_losses(losses)
        , m_contents(work)
        , m_sink(into, m_geometry, [this](std::uint32_t group, ByteSink &to) { return writeCopy(group, to); })
    {
        describeGroups(volume);
        describe(volume);
    }

    Result<void> run()
    {
        STRATOSCOPE_CHECK(writeBitmaps());
        STRATOSCOPE_CHECK(writeInodeTables());
        STRATOSCOPE_CHECK(writeXattrBlocks());
        for (std::size_t file = 0; file < m_table.files().size(); ++file) {
            throwIfStopped(m_work.stop);
            if (m_table.files()[file].blocks > 0)
                STRATOSCOPE_CHECK(writeContent(file));
        }
        return m_sink.skipTo(m_geometry.blocks());
    }

private:
    std::uint32_t usedInodes(std::uint32_t group) const { return partIn(group, m_table.inodeCount()); }
    /// How many of the first `count` inodes are in a group.
    std::uint32_t partIn(std::uint32_t group, std::uint64_t count) const
    {
        const std::uint64_t before = std::uint64_t(group) * m_geometry.inodesPerGroup();
        return std::uint32_t(std::min<std::uint64_t>(count - std::min(count, before), m_geometry.inodesPerGroup()));
    }
    /// Of the first ten inodes, which are reserved, only the root is a directory.
    std::uint32_t directoriesIn(std::uint32_t group) const
    {
        constexpr std::uint64_t kReserved = kFirstInode - 1;
        const std::uint32_t others = partIn(group, kReserved + m_table.directoryCount() - 1) - partIn(group, kReserved);
        return group == 0 ? others + 1 : others;
    }

    void describeGroups(const VolumeOptions &volume)
    {
        const std::uint16_t seed = crc16(0xFFFF, bytesOf(volume.uuid));
        const std::uint32_t last = m_geometry.groups() - 1;
        m_descriptors.resize(m_geometry.groups());
        for (std::uint32_t group = 0; group <= last; ++group) {
            GroupDescriptor &descriptor = m_descriptors[group];
            descriptor.blockBitmap = m_layout.blockBitmap(group);
            descriptor.inodeBitmap = m_layout.inodeBitmap(group);
            descriptor.inodeTable = m_layout.inodeTable(group);
            const std::uint32_t freeBlocks = freeBlocksIn(group);
            const std::uint32_t freeInodes = m_geometry.inodesPerGroup() - usedInodes(group);
            descriptor.freeBlocksCount = quint16(freeBlocks);
            descriptor.freeInodesCount = quint16(freeInodes);
            descriptor.unusedInodesCount = quint16(freeInodes);
            descriptor.usedDirectoriesCount = quint16(directoriesIn(group));
            // The last group may be shorter, which Linux expects its bitmap to show.
            const bool hasBlocks = group == last || !m_layout.isUnused(group);
            descriptor.flags
                = quint16(kTableIsZeroed | (hasBlocks ? 0 : kBlocksUnused) | (usedInodes(group) > 0 ? 0 : kInodesUnused));
            quint32_le number;
            number = group;
            const Bytes summed = bytesOf(descriptor).first(offsetof(GroupDescriptor, checksum));
            descriptor.checksum = crc16(crc16(seed, bytesOf(number)), summed);
            m_freeBlocks += freeBlocks;
        }
    }

    std::uint32_t freeBlocksIn(std::uint32_t group) const
    {
        if (m_layout.isUnused(group))
            return m_geometry.blocksIn(group) - (m_geometry.hasCopy(group) ? m_geometry.copyBlocks() : 0);
        std::uint32_t used = 0;
        for (const std::uint8_t byte : m_layout.usedBlocks(group))
            used += std::uint32_t(std::popcount(byte));
        return kBlocksPerGroup - used;
    }

    void describe(const VolumeOptions &volume)
    {
        constexpr std::uint16_t kMagic = 0xEF53;
        constexpr std::uint16_t kClean = 1;
        constexpr std::uint16_t kContinueOnErrors = 1;
        constexpr std::uint32_t kWithInodeSize = 1; // revision
        constexpr std::uint32_t kXattrsAndAcls = 0xC; // mount options
        constexpr std::uint32_t kUnsignedHash = 2; // flag
        constexpr std::uint8_t kHalfMd4 = 1;
        constexpr std::uint8_t kLogFlexGroups = 4; // as mke2fs; for what is written later
        constexpr std::uint16_t kExtraSize = offsetof(Inode, xattrs) - offsetof(Inode, extraSize);

        m_superblock.inodesCount = quint32(m_geometry.inodes());
        m_superblock.blocksCount = quint32(m_geometry.blocks());
        m_superblock.freeBlocksCount = quint32(m_freeBlocks);
        m_superblock.freeInodesCount = quint32(m_geometry.inodes() - m_table.inodeCount());
        m_superblock.logBlockSize = quint32(std::countr_zero(kBlockSize / 1024));
        m_superblock.logClusterSize = m_superblock.logBlockSize;
        m_superblock.blocksPerGroup = kBlocksPerGroup;
        m_superblock.clustersPerGroup = kBlocksPerGroup;
        m_superblock.inodesPerGroup = m_geometry.inodesPerGroup();
        m_superblock.maxMountCount = 0xFFFF;
        m_superblock.magic = kMagic;
        m_superblock.state = kClean;
        m_superblock.errors = kContinueOnErrors;
        m_superblock.revision = kWithInodeSize;
        m_superblock.firstInode = kFirstInode;
        m_superblock.inodeSize = kInodeSize;
        m_superblock.featuresCompatible = kHasXattrs | kHasDirectoryIndex;
        m_superblock.featuresIncompatible = kHasFileTypes | kHasExtents | kHasFlexGroups;
        m_superblock.featuresReadOnlyCompatible
            = kHasSparseSuper | kHasLargeFiles | kHasHugeFiles | kHasGroupChecksums | kHasManySubdirectories | kHasExtraSize;
        m_superblock.uuid = volume.uuid;
        std::ranges::copy(volume.label, m_superblock.volumeName.begin());
        for (std::size_t i = 0; i < m_seed.size(); ++i)
            m_superblock.hashSeed[i] = m_seed[i];
        m_superblock.defaultHashVersion = kHalfMd4;
        m_superblock.defaultMountOptions = kXattrsAndAcls;
        const auto created = std::uint64_t(std::max<std::int64_t>(volume.created.seconds, 0));
        m_superblock.makeTime = quint32(created);
        m_superblock.makeTimeHigh = quint8(created >> 32);
        m_superblock.leastExtraSize = kExtraSize;
        m_superblock.wantedExtraSize = kExtraSize;
        m_superblock.flags = kUnsignedHash;
        m_superblock.logGroupsPerFlex = kLogFlexGroups;
    }

    Result<void> writeCopy(std::uint32_t group, ByteSink &into)
    {
        Superblock superblock = m_superblock;
        superblock.blockGroup = quint16(group);
        const std::size_t offset = group == 0 ? kSuperblockOffset : 0;
        STRATOSCOPE_CHECK(into.appendZeros(offset));
        STRATOSCOPE_CHECK(into.append(bytesOf(superblock)));
        STRATOSCOPE_CHECK(into.appendZeros(kBlockSize - offset - sizeof(superblock)));
        const Bytes descriptors = std::as_bytes(std::span(m_descriptors));
        STRATOSCOPE_CHECK(into.append(descriptors));
        return into.appendZeros(std::uint64_t(m_geometry.descriptorBlocks()) * kBlockSize - descriptors.size());
    }

    Result<void> writeBitmaps()
    {
        for (std::uint32_t group = 0; group < m_geometry.groups(); ++group) {
            const bool isInitialized = (m_descriptors[group].flags & kBlocksUnused) == 0;
            STRATOSCOPE_CHECK(isInitialized ? m_sink.append(bytesOf(m_layout.usedBlocks(group))) : m_sink.appendZeros(kBlockSize));
        }
        for (std::uint32_t group = 0; group < m_geometry.groups(); ++group) {
            Layout::Bitmap bitmap{};
            if (usedInodes(group) > 0) {
                for (std::uint32_t bit = 0; bit < kBlocksPerGroup; ++bit) {
                    if (bit < usedInodes(group) || bit >= m_geometry.inodesPerGroup())
                        bitmap[bit / 8] |= std::uint8_t(1U << (bit % 8));
                }
            }
            STRATOSCOPE_CHECK(m_sink.append(bytesOf(bitmap)));
        }
        return {};
    }

    Result<void> writeInodeTables()
    {
        std::size_t next = 0; // file
        for (std::uint32_t group = 0; group < m_geometry.groups(); ++group) {
            throwIfStopped(m_work.stop);
            STRATOSCOPE_CHECK(m_sink.skipTo(m_layout.inodeTable(group)));
            const std::uint32_t firstInode = group * m_geometry.inodesPerGroup() + 1;
            const std::uint32_t end = firstInode + usedInodes(group);
            for (std::uint32_t inode = firstInode; inode < end; ++inode) {
                const bool isUsed = next < m_table.files().size() && inode == FileTable::inode(next);
                STRATOSCOPE_CHECK(isUsed ? m_sink.append(bytesOf(inodeOf(next++))) : m_sink.appendZeros(kInodeSize));
            }
            STRATOSCOPE_CHECK(m_sink.skipTo(m_layout.inodeTable(group) + std::uint64_t(m_geometry.tableBlocks())));
        }
        return {};
    }

    Inode inodeOf(std::size_t number)
    {
        const FileTable::File &file = m_table.files()[number];
        const Entry entry = m_table.entry(file);
        Inode inode{};
        inode.mode = quint16(typeBits(file.type) | entry.mode);
        inode.uid = quint16(entry.uid);
        inode.uidHigh = quint16(entry.uid >> 16);
        inode.gid = quint16(entry.gid);
        inode.gidHigh = quint16(entry.gid >> 16);
        inode.links = quint16(file.links);
        inode.extraSize = m_superblock.wantedExtraSize;

        const DiskTime time(entry.mtime);
        if (!time.isExact && file.node != kNoNode)
            m_losses.add(FormatLosses::Time, m_work.tree(), file.node);
        inode.atime = inode.ctime = inode.mtime = inode.crtime = time.seconds;
        inode.atimeExtra = inode.ctimeExtra = inode.mtimeExtra = inode.crtimeExtra = time.extra;

        std::uint64_t blocks = file.blocks;
        std::uint64_t size = 0;
        switch (file.type) {
        case FileType::Regular:
            size = entry.size;
            break;
        case FileType::Directory:
            size = blocks * kBlockSize;
            break;
        case FileType::Symlink:
            inode.mode = S_IFLNK | 0777; // as Linux creates them
            size = entry.linkTarget.size();
            if (blocks == 0)
                std::ranges::copy(asBytes(entry.linkTarget), inode.block.begin());
            break;
        case FileType::CharacterDevice:
        case FileType::BlockDevice:
            setDevice(inode, entry, file.node);
            break;
        default:
            break;
        }
        if (file.type == FileType::Regular || file.type == FileType::Directory || blocks > 0) {
            const ExtentTree tree = treeOf(number);
            inode.block = tree.root();
            blocks += tree.nodes().size() / kBlockSize;
            inode.flags = kUsesExtents | (file.isIndexed ? kIsIndexed : 0);
        }
        inode.size = quint32(size);
        inode.sizeHigh = quint32(size >> 32);

        if (entry.xattrs)
            inode.xattrs = encodeXattrs(*entry.xattrs).inInode;
        if (file.xattrBlock != FileTable::kNoXattrs) {
            inode.xattrBlock = m_layout.xattrBlock(file.xattrBlock);
            ++blocks;
        }
        constexpr std::uint64_t kSectorsPerBlock = kBlockSize / 512;
        inode.sectors = quint32(blocks * kSectorsPerBlock);
        inode.sectorsHigh = quint16(blocks * kSectorsPerBlock >> 32);
        return inode;
    }

    /// As Linux encodes a device number: in 16 bits if it fits, else in 32.
    void setDevice(Inode &inode, const Entry &entry, NodeId node)
    {
        const std::uint32_t major = entry.deviceMajor & 0xFFF;
        const std::uint32_t minor = entry.deviceMinor & 0xFFFFF;
        if (major != entry.deviceMajor || minor != entry.deviceMinor)
            m_losses.add(FormatLosses::Device, m_work.tree(), node);
        std::array<quint32_le, 2> numbers{};
        if (major < 256 && minor < 256)
            numbers[0] = major << 8 | minor;
        else
            numbers[1] = (minor & 0xFF) | major << 8 | (minor & ~std::uint32_t(0xFF)) << 12;
        std::memcpy(inode.block.data(), numbers.data(), sizeof(numbers));
    }

    ExtentTree treeOf(std::size_t file) const
    {
        std::vector<Extent> extents;
        const std::uint64_t firstNode
            = mapExtents(m_table.contentRuns(m_table.files()[file]), m_layout.firstBlock(file), m_geometry, extents);
        return ExtentTree(extents, firstNode, m_geometry);
    }

    Result<void> writeXattrBlocks()
    {
        for (const XattrBlocks::Block &block : m_table.xattrBlocks().blocks()) {
            const Entry entry = m_table.entry(m_table.files()[block.file]);
            const std::string bytes = XattrBlocks::withReferences(encodeXattrs(*entry.xattrs).block, block.references);
            STRATOSCOPE_CHECK(m_sink.append(asBytes(bytes)));
        }
        return {};
    }

    Result<void> writeContent(std::size_t number)
    {
        const FileTable::File &file = m_table.files()[number];
        if (file.type == FileType::Directory) {
            const DirectoryBlocks blocks(m_table.namesIn(file), m_seed);
            STRATOSCOPE_CHECK(blocks.write(FileTable::inode(number), m_table.parentInode(file), m_sink));
        } else if (file.type == FileType::Symlink) {
            STRATOSCOPE_CHECK(m_sink.append(asBytes(m_table.entry(file).linkTarget)));
        } else {
            const std::vector<BlockRun> runs = m_table.contentRuns(file);
            RunsSink sink(runs, m_sink);
            STRATOSCOPE_CHECK(m_contents.append(file.origin, sink));
        }
        STRATOSCOPE_CHECK(m_sink.fillBlock());
        return m_sink.append(treeOf(number).nodes());
    }

    const TreeExport &m_work;
    const FileTable &m_table;
    const Layout &m_layout;
    const Geometry &m_geometry;
    const HashSeed m_seed;
    FormatLosses &m_losses;
    ContentStream m_contents;
    ImageSink m_sink;
    Superblock m_superblock{};
    std::vector<GroupDescriptor> m_descriptors;
    std::uint64_t m_freeBlocks = 0;
};

} // namespace

} // namespace ext4

Result<QStringList> writeExt4(const TreeExport &work, const VolumeOptions &volume, std::uint64_t size, ByteSink &into)
{
    if (volume.label.size() > kMostLabel)
        return fail(ErrorKind::Invalid, printable(volume.label), u"is longer than %1 bytes"_s.arg(kMostLabel));
    STRATOSCOPE_CHECK(requireLinuxNames(work));
    FormatLosses losses;
    STRATOSCOPE_TRY(const auto table, ext4::FileTable::of(work, ext4::hashSeedOf(volume), losses));
    STRATOSCOPE_TRY(const auto layout, ext4::Layout::of(table, size));
    STRATOSCOPE_CHECK(ext4::Ext4Writer(work, table, layout, volume, losses, into).run());
    const std::uint64_t written = layout.geometry().blocks() * ext4::kBlockSize;
    if (size > written)
        STRATOSCOPE_CHECK(into.appendZeros(size - written));
    return losses.warnings(u"ext4"_s);
}

} // namespace stratoscope
