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
#include "formats/inode_table.h"
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

class ErofsFormat
{
public:
    ErofsFormat(const TreeExport &work, const VolumeOptions &volume, ByteSink &into)
        : m_work(work)
        , m_inodes(work)
        , m_volume(volume)
        , m_into(into)
        , m_places(m_inodes.size())
    {
    }

    Result<QStringList> run()
    {
        if (m_volume.label.size() > kMostLabel)
            return fail(ErrorKind::Invalid, printable(m_volume.label), u"is longer than %1 bytes"_s.arg(kMostLabel));
        STRATOSCOPE_CHECK(requireLinuxNames(m_work));
        STRATOSCOPE_CHECK(place());
        STRATOSCOPE_CHECK(append(superblock()));
        STRATOSCOPE_CHECK(writeInodes());
        STRATOSCOPE_CHECK(writeData());
        return m_losses.warnings(u"erofs"_s);
    }

private:
    struct Place {
        std::uint32_t nid = 0; ///< the inode's number, which says where it is
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

    Described describe(std::size_t index) const
    {
        const Entry entry = m_inodes.entry(index);
        Described described;
        ErofsInode &inode = described.inode;
        inode.mode = fileMode(entry);
        inode.uid = entry.uid;
        inode.gid = entry.gid;
        inode.links = m_inodes.links(index);
        inode.mtime = entry.mtime;
        inode.number = std::uint32_t(index + 1);
        inode.place = m_places[index].block;
        if (entry.xattrs)
            inode.xattrs = ErofsXattrs::of(*entry.xattrs).bytes;
        switch (entry.kind) {
        case EntryKind::Regular:
            inode.size = entry.size;
            described.chunks = chunksOf(index, entry);
            if (described.chunks) {
                inode.data = ErofsInode::Data::Chunked;
                inode.place = described.chunks->blockBits();
            }
            return described;
        case EntryKind::Directory:
            described.content = directoryContent(index);
            break;
        case EntryKind::Symlink:
            described.content = entry.linkTarget;
            break;
        case EntryKind::CharacterDevice:
        case EntryKind::BlockDevice:
            inode.place = deviceNumber(entry).value_or(kLastDevice);
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

    std::optional<ErofsChunks> chunksOf(std::size_t index, const Entry &entry) const
    {
        const auto *const extents = m_inodes.sparseExtents(index);
        return extents ? ErofsChunks::of(entry.size, *extents) : std::nullopt;
    }

    std::string directoryContent(std::size_t directory) const
    {
        std::vector<ErofsName> names;
        const auto add = [&](std::string name, std::size_t inode) {
            names.push_back({std::move(name), m_places[inode].nid, erofsFileType(m_inodes.entry(inode).kind)});
        };
        add(".", directory);
        add("..", m_inodes.parent(directory));
        for (auto &[name, inode] : m_inodes.names(directory))
            add(std::move(name), inode);
        std::ranges::sort(names, {}, &ErofsName::name);
        return erofsDirectory(names);
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
            m_places[i].nid = std::uint32_t(at / kErofsSlot);
            m_places[i].block = std::uint32_t(blocks);
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
        for (Place &place : m_places)
            place.block += m_dataBlock;
        return {};
    }

    void countLosses(std::size_t index)
    {
        const Entry entry = m_inodes.entry(index);
        const NodeId node = m_inodes.node(index);
        if (entry.xattrs && !ErofsXattrs::of(*entry.xattrs).isComplete)
            m_losses.add(FormatLosses::Xattr, m_work.tree(), node);
        const bool isDevice = entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice;
        if (isDevice && !deviceNumber(entry))
            m_losses.add(FormatLosses::Device, m_work.tree(), node);
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
        appendLittleEndian(bytes, std::uint16_t(m_places.front().nid));
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
            STRATOSCOPE_CHECK(padTo(m_places[i].nid * kErofsSlot));
            const Described described = describe(i);
            STRATOSCOPE_CHECK(append(described.inode.toBytes(m_volume.created)));
            const std::string_view content = described.content;
            STRATOSCOPE_CHECK(append(content.substr(content.size() - std::size_t(described.inlineSize()))));
            if (described.chunks)
                STRATOSCOPE_CHECK(append(described.chunks->toBytes(m_places[i].block)));
        }
        return padTo(m_dataBlock * kErofsBlock);
    }

    Result<void> writeData()
    {
        ContentStream contents(m_work);
        for (std::size_t i = 0; i < m_inodes.size(); ++i) {
            throwIfStopped(m_work.stop);
            const Entry entry = m_inodes.entry(i);
            if (entry.kind == EntryKind::Regular)
                STRATOSCOPE_CHECK(writeFile(i, entry, contents));
            else if (m_places[i].block < (i + 1 < m_places.size() ? m_places[i + 1].block : m_blocks))
                STRATOSCOPE_CHECK(writeContent(describe(i)));
        }
        return {};
    }

    Result<void> writeFile(std::size_t index, const Entry &entry, ContentStream &contents)
    {
        const auto chunks = chunksOf(index, entry);
        if (!chunks)
            STRATOSCOPE_CHECK(contents.append(m_inodes.origin(index), m_into));
        else
            STRATOSCOPE_CHECK(contents.append(m_inodes.origin(index), *chunks->storedTo(m_into)));
        // The stored chunks of a sparse file end within a block only where the file does.
        const bool endsInside = !chunks || chunks->storesEnd();
        return endsInside ? m_into.appendZeros(erofsBlocks(entry.size) * kErofsBlock - entry.size) : Result<void>();
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

    const TreeExport &m_work;
    const InodeTable m_inodes;
    const VolumeOptions &m_volume;
    ByteSink &m_into;
    FormatLosses m_losses;
    std::vector<Place> m_places; ///< by inode
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
