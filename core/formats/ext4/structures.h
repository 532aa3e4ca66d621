// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/hash.h"

#include <QtEndian>

#include <array>
#include <cstddef>

/// The structures of ext4 on a disk, little-endian (Linux, Documentation/filesystems/ext4). Names are those of that documentation,
/// in the style of this project; what is never set is not named.
namespace stratoscope::ext4 {

inline constexpr std::uint32_t kBlockSize = 4096;
inline constexpr std::uint32_t kBlocksPerGroup = kBlockSize * 8; ///< as many as a bitmap of one block has bits
inline constexpr std::uint64_t kMostBlocks = 0xFFFFFFFF; ///< without the feature `64bit`
inline constexpr std::uint32_t kInodeSize = 256;
inline constexpr std::uint32_t kInodesPerBlock = kBlockSize / kInodeSize;
inline constexpr std::uint32_t kRootInode = 2;
inline constexpr std::uint32_t kFirstInode = 11; ///< the first one that is not reserved

inline constexpr std::size_t kMostNameBytes = 255;
inline constexpr std::uint32_t kMostLinks = 65000;
inline constexpr std::uint64_t kMostFileBytes = 0xFFFFFFFF * std::uint64_t(kBlockSize);

struct Superblock {
    quint32_le inodesCount; // 0x00
    quint32_le blocksCount;
    quint32_le reservedBlocksCount;
    quint32_le freeBlocksCount;
    quint32_le freeInodesCount; // 0x10
    quint32_le firstDataBlock;
    quint32_le logBlockSize; ///< of 1024 bytes
    quint32_le logClusterSize;
    quint32_le blocksPerGroup; // 0x20
    quint32_le clustersPerGroup;
    quint32_le inodesPerGroup;
    quint32_le mountTime;
    quint32_le writeTime; // 0x30
    quint16_le mountCount;
    quint16_le maxMountCount;
    quint16_le magic;
    quint16_le state;
    quint16_le errors;
    quint16_le minorRevision;
    quint32_le lastCheck; // 0x40
    quint32_le checkInterval;
    quint32_le creatorOs;
    quint32_le revision;
    quint16_le defaultReservedUid; // 0x50
    quint16_le defaultReservedGid;
    quint32_le firstInode;
    quint16_le inodeSize;
    quint16_le blockGroup; ///< where this copy is
    quint32_le featuresCompatible;
    quint32_le featuresIncompatible; // 0x60
    quint32_le featuresReadOnlyCompatible;
    std::array<std::uint8_t, 16> uuid;
    std::array<char, 16> volumeName; // 0x78
    std::array<std::byte, 0xEC - 0x88> unusedA;
    std::array<quint32_le, 4> hashSeed; // 0xEC
    quint8 defaultHashVersion;
    quint8 journalBackupType;
    quint16_le descriptorSize;
    quint32_le defaultMountOptions; // 0x100
    quint32_le firstMetaGroup;
    quint32_le makeTime;
    std::array<std::byte, 0x15C - 0x10C> unusedB;
    quint16_le leastExtraSize; // 0x15C
    quint16_le wantedExtraSize;
    quint32_le flags; // 0x160
    std::array<std::byte, 0x174 - 0x164> unusedC;
    quint8 logGroupsPerFlex; // 0x174
    std::array<std::byte, 0x276 - 0x175> unusedD;
    quint8 makeTimeHigh; // 0x276
    std::array<std::byte, 0x400 - 0x277> unusedE;
};
static_assert(sizeof(Superblock) == 1024);
static_assert(offsetof(Superblock, hashSeed) == 0xEC && offsetof(Superblock, makeTimeHigh) == 0x276);

/// Features of a file system; those of the second kind must be known in order to read it, those of the third in order to write it.
inline constexpr std::uint32_t kHasXattrs = 0x8;
inline constexpr std::uint32_t kHasDirectoryIndex = 0x20;
inline constexpr std::uint32_t kHasFileTypes = 0x2;
inline constexpr std::uint32_t kHasExtents = 0x40;
inline constexpr std::uint32_t kHasFlexGroups = 0x200;
inline constexpr std::uint32_t kHasSparseSuper = 0x1;
inline constexpr std::uint32_t kHasLargeFiles = 0x2;
inline constexpr std::uint32_t kHasHugeFiles = 0x8;
inline constexpr std::uint32_t kHasGroupChecksums = 0x10;
inline constexpr std::uint32_t kHasManySubdirectories = 0x20;
inline constexpr std::uint32_t kHasExtraSize = 0x40;

struct GroupDescriptor {
    quint32_le blockBitmap;
    quint32_le inodeBitmap;
    quint32_le inodeTable;
    quint16_le freeBlocksCount;
    quint16_le freeInodesCount;
    quint16_le usedDirectoriesCount;
    quint16_le flags;
    std::array<std::byte, 8> unused;
    quint16_le unusedInodesCount; ///< at the end of the table
    quint16_le checksum;
};
static_assert(sizeof(GroupDescriptor) == 32);

/// Flags of a group.
inline constexpr std::uint16_t kInodesUnused = 0x1;
inline constexpr std::uint16_t kBlocksUnused = 0x2;
inline constexpr std::uint16_t kTableIsZeroed = 0x4;

using BlockField = std::array<std::byte, 60>; ///< of an inode: its extents, the target of a symlink, or a device number

struct Inode {
    quint16_le mode;
    quint16_le uid;
    quint32_le size;
    quint32_le atime;
    quint32_le ctime;
    quint32_le mtime; // 0x10
    quint32_le dtime;
    quint16_le gid;
    quint16_le links;
    quint32_le sectors; ///< of 512 bytes
    quint32_le flags; // 0x20
    quint32_le version;
    BlockField block; // 0x28
    quint32_le generation; // 0x64
    quint32_le xattrBlock;
    quint32_le sizeHigh;
    quint32_le fragment; // 0x70
    quint16_le sectorsHigh;
    quint16_le xattrBlockHigh;
    quint16_le uidHigh;
    quint16_le gidHigh;
    quint16_le checksum;
    quint16_le reserved;
    quint16_le extraSize; // 0x80
    quint16_le checksumHigh;
    quint32_le ctimeExtra;
    quint32_le mtimeExtra;
    quint32_le atimeExtra;
    quint32_le crtime; // 0x90
    quint32_le crtimeExtra;
    quint32_le versionHigh;
    quint32_le project;
    std::array<std::byte, 96> xattrs; // 0xA0
};
static_assert(sizeof(Inode) == kInodeSize && offsetof(Inode, xattrs) == 0xA0);

/// Flags of an inode.
inline constexpr std::uint32_t kIsIndexed = 0x1000;
inline constexpr std::uint32_t kUsesExtents = 0x80000;

struct ExtentHeader {
    quint16_le magic; ///< 0xF30A
    quint16_le entries;
    quint16_le most; ///< for which there is room
    quint16_le depth; ///< 0: extents, otherwise references to nodes
    quint32_le generation;
};
struct ExtentOnDisk {
    quint32_le block; ///< in the file
    quint16_le length;
    quint16_le startHigh;
    quint32_le start;
};
struct ExtentReference {
    quint32_le block; ///< in the file
    quint32_le node;
    quint16_le nodeHigh;
    quint16_le unused;
};
static_assert(sizeof(ExtentHeader) == 12 && sizeof(ExtentOnDisk) == 12 && sizeof(ExtentReference) == 12);

struct DirectoryRecord {
    quint32_le inode;
    quint16_le length; ///< of the record
    quint8 nameLength;
    quint8 type;
    // The name follows.
};
static_assert(sizeof(DirectoryRecord) == 8);

enum class FileType : quint8 { Regular = 1, Directory, CharacterDevice, BlockDevice, Fifo, Socket, Symlink };

/// In the first block of an indexed directory, after the records of `.` and `..`.
struct IndexRootInfo {
    quint32_le reserved;
    quint8 hashVersion;
    quint8 size;
    quint8 levels; ///< of nodes below the root
    quint8 flags;
};
struct IndexEntry {
    quint32_le hash; ///< of the first entry: an IndexCount
    quint32_le block; ///< in the directory
};
struct IndexCount {
    quint16_le most;
    quint16_le count;
};
static_assert(sizeof(IndexRootInfo) == 8 && sizeof(IndexEntry) == 8 && sizeof(IndexCount) == 4);

inline constexpr std::uint32_t kXattrMagic = 0xEA020000;
struct XattrBlockHeader {
    quint32_le magic;
    quint32_le references;
    quint32_le blocks;
    quint32_le hash;
    std::array<quint32_le, 4> unused;
};
struct XattrEntry {
    quint8 nameLength;
    quint8 nameIndex;
    quint16_le valueOffset;
    quint32_le valueInode;
    quint32_le valueSize;
    quint32_le hash;
    // The name follows.
};
static_assert(sizeof(XattrBlockHeader) == 32 && sizeof(XattrEntry) == 16);

template <typename Structure>
Bytes bytesOf(const Structure &structure)
{
    return std::as_bytes(std::span(&structure, 1));
}

/// Numbers in units of `unit`, rounded up.
constexpr std::uint64_t unitsFor(std::uint64_t size, std::uint64_t unit)
{
    return size / unit + (size % unit != 0);
}
constexpr std::uint64_t blocksFor(std::uint64_t bytes)
{
    return unitsFor(bytes, kBlockSize);
}

} // namespace stratoscope::ext4
