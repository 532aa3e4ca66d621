// SPDX-License-Identifier: Apache-2.0
#include "formats/erofs/erofs_format.h"

#include "base/cancel.h"
#include "base/little_endian.h"
#include "formats/content_stream.h"
#include "formats/erofs/erofs_chunks.h"
#include "formats/erofs/erofs_directory.h"
#include "formats/erofs/erofs_inode.h"
#include "formats/file_mode.h"
#include "formats/format_losses.h"
#include "formats/linux_names.h"

#include <algorithm>
#include <isa-l/crc.h>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint32_t kErofsMagic = 0xE0F5E1E2;
constexpr std::size_t kErofsSuperblockAt = 1024;
constexpr std::uint32_t kErofsChecksum = 1; // compatible features
constexpr std::uint32_t kErofsMtime = 2;
constexpr std::uint32_t kErofsChunkedFiles = 4; // an incompatible one
constexpr std::uint8_t kErofsBlockBits = 12;
/// Block numbers have 32 bits, and the last one stands for a hole.
constexpr std::uint64_t kMostErofsBlocks = std::numeric_limits<std::uint32_t>::max();
/// The largest device number: what out of range ones become.
constexpr std::uint32_t kLastErofsDevice = 0xFFFFFFFF;

class ErofsFormat
{
public:
    ErofsFormat(const TreeExport &work, const VolumeOptions &volume, ByteSink &into)
        : m_work(work)
        , m_tree(work.tree())
        , m_volume(volume)
        , m_into(into)
    {
    }

    Result<QStringList> run()
    {
        if (m_volume.label.size() > kMostLabel)
            return fail(ErrorKind::Invalid, printable(m_volume.label), u"is longer than %1 bytes"_s.arg(kMostLabel));
        STRATOSCOPE_CHECK(requireLinuxNames(m_work));
        collectInodes();
        STRATOSCOPE_CHECK(place());
        STRATOSCOPE_CHECK(append(superblock()));
        STRATOSCOPE_CHECK(writeInodes());
        STRATOSCOPE_CHECK(writeData());
        return m_losses.warnings(u"erofs"_s);
    }

private:
    struct Placed {
        NodeId node; ///< the first of its names
        MergedTree::Origin origin; ///< of a file
        std::uint32_t links;
        std::uint32_t nid = 0;
        std::uint32_t block = 0; ///< the first one of its data
    };
    struct Described {
        ErofsInode inode;
        std::string content; ///< of a directory or a symlink
        std::optional<ErofsChunks> chunks; ///< of a sparse file

        std::uint64_t inlineSize() const { return inode.data == ErofsInode::Data::Inline ? content.size() % kErofsBlock : 0; }
        std::uint64_t dataBlocks() const
        {
            if (chunks)
                return chunks->blocks();
            return erofsBlocks(content.empty() ? inode.size : content.size() - inlineSize());
        }
    };

    /// Directories first, the root foremost: its number has only 16 bits. Then files in the order of their contents.
    void collectInodes()
    {
        m_inodeOf.assign(m_tree.size(), kNoInode);
        addInode({.node = kRootNode, .origin = {}, .links = 2});
        for (const NodeId directory : m_work.selection.directories()) {
            ++m_inodes[m_inodeOf[m_tree.parent(directory)]].links;
            addInode({.node = directory, .origin = {}, .links = 2});
        }
        m_directories = m_inodes.size();
        for (const Selection::File &file : m_work.selection.files()) {
            const bool isLink = m_inodes.size() > m_directories && m_inodes.back().origin == file.origin;
            if (!isLink)
                addInode({.node = file.node, .origin = file.origin, .links = 0});
            ++m_inodes.back().links;
            m_inodeOf[file.node] = std::uint32_t(m_inodes.size() - 1);
        }
    }

    void addInode(const Placed &inode)
    {
        m_inodeOf[inode.node] = std::uint32_t(m_inodes.size());
        m_inodes.push_back(inode);
    }

    Entry entryOf(std::size_t index) const
    {
        const Placed &placed = m_inodes[index];
        return index < m_directories ? m_tree.entry(placed.node)
                                     : m_tree.layers()[std::size_t(placed.origin.layer)]->entry(placed.origin.record);
    }

    Described describe(std::size_t index) const
    {
        const Placed &placed = m_inodes[index];
        const Entry entry = entryOf(index);
        Described described;
        ErofsInode &inode = described.inode;
        inode.mode = fileMode(entry);
        inode.uid = entry.uid;
        inode.gid = entry.gid;
        inode.links = placed.links;
        inode.mtime = entry.mtime;
        inode.number = std::uint32_t(index + 1);
        inode.place = placed.block;
        if (entry.xattrs)
            inode.xattrs = ErofsXattrs::of(*entry.xattrs).bytes;
        switch (entry.kind) {
        case EntryKind::Regular:
            inode.size = entry.size;
            if (const auto *const extents = extentsOf(placed))
                described.chunks = ErofsChunks::of(entry.size, *extents);
            if (described.chunks) {
                inode.data = ErofsInode::Data::Chunked;
                inode.place = described.chunks->blockBits();
            }
            return described;
        case EntryKind::Directory:
            described.content = directoryContent(placed.node);
            break;
        case EntryKind::Symlink:
            described.content = entry.linkTarget;
            break;
        case EntryKind::CharacterDevice:
        case EntryKind::BlockDevice:
            inode.place = erofsDevice(entry.deviceMajor, entry.deviceMinor).value_or(kLastErofsDevice);
            return described;
        default:
            return described;
        }
        inode.size = described.content.size();
        // The kernel wants a symlink to be in the block where its inode ends.
        const std::uint64_t rest = inode.size % kErofsBlock;
        if (rest > 0 && inode.bytesSize(m_volume.created) + rest <= kErofsBlock)
            inode.data = ErofsInode::Data::Inline;
        return described;
    }

    const std::vector<SparseExtent> *extentsOf(const Placed &file) const
    {
        return m_tree.layers()[std::size_t(file.origin.layer)]->sparseExtents(file.origin.record);
    }

    std::string directoryContent(NodeId directory) const
    {
        std::vector<ErofsName> names;
        const auto add = [&](std::string name, NodeId node) {
            const std::uint32_t index = m_inodeOf[node];
            if (index != kNoInode)
                names.push_back({std::move(name), m_inodes[index].nid, erofsFileType(kindOf(index))});
        };
        add(".", directory);
        add("..", m_tree.parent(directory));
        for (const NodeId child : m_tree.children(directory))
            add(writtenName(m_tree, child), child);
        std::ranges::sort(names, {}, &ErofsName::name);
        return erofsDirectory(names);
    }

    EntryKind kindOf(std::size_t index) const
    {
        const auto &[layer, record] = m_inodes[index].origin;
        return index < m_directories ? EntryKind::Directory : m_tree.layers()[std::size_t(layer)]->kind(record);
    }

    /// Computes where everything will be, and what is lost.
    Result<void> place()
    {
        std::uint64_t at = kErofsBlock;
        std::uint64_t blocks = 0;
        for (std::size_t i = 0; i < m_inodes.size(); ++i) {
            throwIfStopped(m_work.stop);
            const Described described = describe(i);
            std::uint64_t size = described.inode.bytesSize(m_volume.created) + described.inlineSize();
            if (described.inlineSize() > 0 && at % kErofsBlock + size > kErofsBlock)
                at = erofsBlocks(at) * kErofsBlock;
            m_inodes[i].nid = std::uint32_t(at / kErofsSlot);
            m_inodes[i].block = std::uint32_t(blocks);
            if (described.chunks) {
                size += described.chunks->bytesSize();
                m_hasChunks = true;
            }
            at += (size + kErofsSlot - 1) / kErofsSlot * kErofsSlot;
            blocks += described.dataBlocks();
            if (blocks + erofsBlocks(at) > kMostErofsBlocks)
                return fail(ErrorKind::TooLarge, {}, u"the image would need more than the 16 TiB that erofs can hold"_s);
            countLosses(i);
        }
        m_dataBlock = std::uint32_t(erofsBlocks(at));
        m_blocks = std::uint32_t(m_dataBlock + blocks);
        for (Placed &inode : m_inodes)
            inode.block += m_dataBlock;
        return {};
    }

    void countLosses(std::size_t index)
    {
        const Entry entry = entryOf(index);
        const NodeId node = m_inodes[index].node;
        if (entry.xattrs && !ErofsXattrs::of(*entry.xattrs).isComplete)
            m_losses.add(FormatLosses::Xattr, m_tree, node);
        const bool isDevice = entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice;
        if (isDevice && !erofsDevice(entry.deviceMajor, entry.deviceMinor))
            m_losses.add(FormatLosses::Device, m_tree, node);
    }

    /// The first block.
    std::string superblock() const
    {
        std::string bytes;
        appendLittleEndian(bytes, kErofsMagic);
        appendLittleEndian(bytes, std::uint32_t(0)); // the checksum, see below
        appendLittleEndian(bytes, kErofsChecksum | kErofsMtime);
        appendLittleEndian(bytes, kErofsBlockBits);
        appendLittleEndian(bytes, std::uint8_t(0)); // further parts of the superblock
        appendLittleEndian(bytes, std::uint16_t(m_inodes.front().nid));
        appendLittleEndian(bytes, std::uint64_t(m_inodes.size()));
        appendLittleEndian(bytes, std::uint64_t(m_volume.created.seconds));
        appendLittleEndian(bytes, m_volume.created.nanoseconds);
        appendLittleEndian(bytes, m_blocks);
        appendLittleEndian(bytes, std::uint32_t(0)); // the block from which inodes are numbered
        appendLittleEndian(bytes, std::uint32_t(0)); // shared extended attributes
        bytes.append(m_volume.uuid.begin(), m_volume.uuid.end());
        bytes.append(m_volume.label).append(kMostLabel - m_volume.label.size(), '\0');
        appendLittleEndian(bytes, m_hasChunks ? kErofsChunkedFiles : 0U);
        bytes.resize(kErofsBlock - kErofsSuperblockAt);

        const auto length = int(bytes.size());
        const std::uint32_t sum = ::crc32_iscsi(reinterpret_cast<unsigned char *>(bytes.data()), length, 0xFFFFFFFF);
        std::string checksum;
        appendLittleEndian(checksum, sum);
        return std::string(kErofsSuperblockAt, '\0') + bytes.replace(sizeof kErofsMagic, checksum.size(), checksum);
    }

    Result<void> writeInodes()
    {
        for (std::size_t i = 0; i < m_inodes.size(); ++i) {
            throwIfStopped(m_work.stop);
            STRATOSCOPE_CHECK(padTo(m_inodes[i].nid * kErofsSlot));
            const Described described = describe(i);
            STRATOSCOPE_CHECK(append(described.inode.toBytes(m_volume.created)));
            const std::string_view content = described.content;
            STRATOSCOPE_CHECK(append(content.substr(content.size() - std::size_t(described.inlineSize()))));
            if (described.chunks)
                STRATOSCOPE_CHECK(append(described.chunks->toBytes(m_inodes[i].block)));
        }
        return padTo(m_dataBlock * kErofsBlock);
    }

    Result<void> writeData()
    {
        ContentStream contents(m_work);
        for (std::size_t i = 0; i < m_inodes.size(); ++i) {
            throwIfStopped(m_work.stop);
            if (kindOf(i) == EntryKind::Regular)
                STRATOSCOPE_CHECK(writeFile(i, contents));
            else if (m_inodes[i].block < (i + 1 < m_inodes.size() ? m_inodes[i + 1].block : m_blocks))
                STRATOSCOPE_CHECK(writeContent(describe(i)));
        }
        return {};
    }

    Result<void> writeFile(std::size_t index, ContentStream &contents)
    {
        const Placed &file = m_inodes[index];
        const std::uint64_t size = m_tree.layers()[std::size_t(file.origin.layer)]->fileSize(file.origin.record);
        const auto *const extents = extentsOf(file);
        const auto chunks = extents ? ErofsChunks::of(size, *extents) : std::nullopt;
        STRATOSCOPE_CHECK(contents.append(file.origin, chunks ? *chunks->storedTo(m_into) : m_into));
        // The stored chunks of a sparse file end within a block only where the file does.
        const bool endsInside = !chunks || chunks->storesEnd();
        return endsInside ? m_into.appendZeros(erofsBlocks(size) * kErofsBlock - size) : Result<void>();
    }

    Result<void> writeContent(const Described &described)
    {
        const std::string_view content = described.content;
        const std::uint64_t size = content.size() - described.inlineSize();
        STRATOSCOPE_CHECK(m_into.append(asBytes(content.substr(0, std::size_t(size)))));
        return m_into.appendZeros(described.dataBlocks() * kErofsBlock - size);
    }

    /// Of what precedes the data.
    Result<void> append(std::string_view bytes)
    {
        m_position += bytes.size();
        return m_into.append(asBytes(bytes));
    }

    Result<void> padTo(std::uint64_t position)
    {
        const std::uint64_t count = position - std::exchange(m_position, position);
        return m_into.appendZeros(count);
    }

    static constexpr std::uint32_t kNoInode = 0xFFFFFFFF;

    const TreeExport &m_work;
    const MergedTree &m_tree;
    const VolumeOptions &m_volume;
    ByteSink &m_into;
    FormatLosses m_losses;
    std::vector<Placed> m_inodes; ///< as in the image
    std::vector<std::uint32_t> m_inodeOf; ///< by node; kNoInode for what is not exported
    std::size_t m_directories = 0; ///< how many of the inodes
    bool m_hasChunks = false;
    std::uint32_t m_dataBlock = 0; ///< the first one of the data
    std::uint32_t m_blocks = 0;
    std::uint64_t m_position = 0;
};

} // namespace

Result<QStringList> writeErofs(const TreeExport &work, const VolumeOptions &volume, ByteSink &into)
{
    return ErofsFormat(work, volume, into).run();
}

} // namespace stratoscope
