// SPDX-License-Identifier: Apache-2.0
#include "formats/squashfs/squashfs_format.h"

#include "base/cancel.h"
#include "formats/content_stream.h"
#include "formats/file_mode.h"
#include "formats/format_losses.h"
#include "formats/inode_table.h"
#include "formats/linux_names.h"
#include "formats/squashfs/squashfs_library.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <sqfs/error.h>
#include <thread>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint32_t kSquashfsBlock = 128 << 10;
constexpr std::uint32_t kSquashfsBacklog = 256; // blocks in flight
constexpr std::uint64_t kSquashfsPadding = 4096; // without it, a loop device lacks the end of the image
constexpr std::uint32_t kNoSquashfsXattrs = 0xFFFFFFFF;
constexpr std::size_t kMostSquashfsOwners = std::numeric_limits<std::uint16_t>::max();
/// The library puts the list of a file's blocks onto the stack.
constexpr std::uint64_t kMostSquashfsFile = std::uint64_t(64) << 30;

/// Whether squashfs can hold an extended attribute of this name.
bool isSquashfsXattr(std::string_view name)
{
    return std::ranges::any_of(std::to_array<std::string_view>({"user.", "trusted.", "security."}),
                               [&](std::string_view prefix) { return name.starts_with(prefix) && name != prefix; });
}

/// Takes the content of one file.
class SquashfsContent : public ByteSink
{
public:
    SquashfsContent(const SquashfsFile &file, sqfs_block_processor_t *blocks)
        : m_file(file)
        , m_blocks(blocks)
    {
    }
    Result<void> append(Bytes bytes) override
    {
        // The library does not expect to be called with nothing.
        return bytes.empty() ? Result<void>() : m_file.check(::sqfs_block_processor_append(m_blocks, bytes.data(), bytes.size()));
    }
    Result<void> finish() override { return {}; }

private:
    const SquashfsFile &m_file;
    sqfs_block_processor_t *m_blocks;
};

class SquashfsFormat
{
public:
    SquashfsFormat(const TreeExport &work, const VolumeOptions &volume, File &into, Compression compression)
        : m_work(work)
        , m_inodes(work)
        , m_volume(volume)
        , m_compression(compression)
        , m_output(into)
        , m_file(into)
        , m_contents(m_inodes.size())
        , m_written(m_inodes.size())
    {
    }
    ~SquashfsFormat()
    {
        m_blocks.reset(); // whose threads write to the inodes
        for (sqfs_inode_generic_t *const inode : m_contents)
            ::sqfs_free(inode);
    }
    SquashfsFormat(const SquashfsFormat &) = delete;
    SquashfsFormat &operator=(const SquashfsFormat &) = delete;

    Result<QStringList> run(unsigned threads)
    {
        STRATOSCOPE_CHECK(requireLinuxNames(m_work));
        STRATOSCOPE_CHECK(begin(threads));
        STRATOSCOPE_CHECK(writeContents());
        STRATOSCOPE_CHECK(writeInodes());
        STRATOSCOPE_CHECK(writeTables());
        return m_losses.warnings(u"squashfs"_s);
    }

private:
    struct Written {
        std::uint32_t number = 0;
        std::uint64_t reference = 0; ///< where the inode is
    };

    Result<void> check(int returned) const { return m_file.check(returned); }

    /// Takes over what a function of the library has made; NoMemory if it is null.
    template <typename T>
    Result<void> take(SquashfsObject<T> &into, T *made)
    {
        into.reset(made);
        return check(made ? 0 : SQFS_ERROR_ALLOC);
    }

    Result<void> makeCompressor(SquashfsObject<sqfs_compressor_t> &into, std::uint16_t flags)
    {
        // With its own levels, which the other programs use as well: 15 of zstd, 9 of gzip.
        sqfs_compressor_config_t config;
        STRATOSCOPE_CHECK(check(::sqfs_compressor_config_init(&config, compressor(), kSquashfsBlock, flags)));
        sqfs_compressor_t *made = nullptr;
        STRATOSCOPE_CHECK(check(::sqfs_compressor_create(&config, &made)));
        into.reset(made);
        return {};
    }

    SQFS_COMPRESSOR compressor() const { return m_compression == Compression::Gzip ? SQFS_COMP_GZIP : SQFS_COMP_ZSTD; }

    Result<void> begin(unsigned threads)
    {
        STRATOSCOPE_CHECK(makeCompressor(m_compressor, 0));
        STRATOSCOPE_CHECK(makeCompressor(m_decompressor, SQFS_COMP_FLAG_UNCOMPRESS));
        STRATOSCOPE_CHECK(check(::sqfs_super_init(&m_super, kSquashfsBlock, timeOf(m_volume.created), compressor())));
        STRATOSCOPE_CHECK(check(::sqfs_super_write(&m_super, m_file.get())));
        const int options = m_compressor->write_options(m_compressor.get(), m_file.get());
        STRATOSCOPE_CHECK(check(options));
        if (options > 0)
            m_super.flags |= SQFS_FLAG_COMPRESSOR_OPTIONS;

        STRATOSCOPE_CHECK(take(m_writer, ::sqfs_block_writer_create(m_file.get(), kSquashfsPadding, 0)));
        STRATOSCOPE_CHECK(take(m_fragments, ::sqfs_frag_table_create(0)));
        sqfs_block_processor_desc_t description{};
        description.size = sizeof description;
        description.max_block_size = kSquashfsBlock;
        description.num_workers = threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
        description.max_backlog = kSquashfsBacklog;
        description.cmp = m_compressor.get();
        description.wr = m_writer.get();
        description.tbl = m_fragments.get();
        description.file = m_file.get();
        description.uncmp = m_decompressor.get();
        sqfs_block_processor_t *blocks = nullptr;
        STRATOSCOPE_CHECK(check(::sqfs_block_processor_create_ex(&description, &blocks)));
        m_blocks.reset(blocks);

        STRATOSCOPE_CHECK(take(m_owners, ::sqfs_id_table_create(0)));
        STRATOSCOPE_CHECK(take(m_xattrs, ::sqfs_xattr_writer_create(0)));
        STRATOSCOPE_CHECK(take(m_inodeWriter, ::sqfs_meta_writer_create(m_file.get(), m_compressor.get(), 0)));
        // Directories are written together with the inodes, but come after them in the image.
        STRATOSCOPE_CHECK(
            take(m_directoryBlocks, ::sqfs_meta_writer_create(m_file.get(), m_compressor.get(), SQFS_META_WRITER_KEEP_IN_MEMORY)));
        return take(m_directories, ::sqfs_dir_writer_create(m_directoryBlocks.get(), SQFS_DIR_WRITER_CREATE_EXPORT_TABLE));
    }

    Result<void> writeContents()
    {
        const std::uint32_t flags = m_compression == Compression::None ? SQFS_BLK_DONT_COMPRESS : 0;
        ContentStream contents(m_work);
        SquashfsContent into(m_file, m_blocks.get());
        for (std::size_t i = 0; i < m_inodes.size(); ++i) {
            throwIfStopped(m_work.stop);
            const Entry entry = m_inodes.entry(i);
            if (!isFile(entry))
                continue;
            if (entry.size > kMostSquashfsFile)
                return fail(ErrorKind::TooLarge, shownPath(m_work.tree(), m_inodes.node(i)),
                            u"is too large for a squashfs image, which is made of files of up to 64 GiB"_s);
            STRATOSCOPE_CHECK(check(::sqfs_block_processor_begin_file(m_blocks.get(), &m_contents[i], nullptr, flags)));
            if (entry.size > 0)
                STRATOSCOPE_CHECK(contents.append(m_inodes.origin(i), into));
            STRATOSCOPE_CHECK(check(::sqfs_block_processor_end_file(m_blocks.get())));
        }
        return check(::sqfs_block_processor_finish(m_blocks.get()));
    }

    /// Also of a whiteout, which is an empty file.
    static bool isFile(const Entry &entry)
    {
        return entry.kind == EntryKind::Regular || entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque;
    }

    /// What is in a directory is written together, so that the directory refers to few blocks, and before the directory, which
    /// refers to it. The root comes last.
    Result<void> writeInodes()
    {
        const auto forEach = [&](const auto &visit) -> Result<void> {
            for (std::size_t i = m_inodes.size(); i-- > 0;) {
                throwIfStopped(m_work.stop);
                if (!m_inodes.isDirectory(i))
                    continue;
                for (const auto &[name, inode] : m_inodes.names(i))
                    STRATOSCOPE_CHECK(visit(inode, i));
            }
            return visit(0, 0);
        };
        // A directory has the number of the one that it is in, which is not written yet.
        std::uint32_t numbers = 0;
        STRATOSCOPE_CHECK(forEach([&](std::size_t inode, std::size_t) -> Result<void> {
            if (m_written[inode].number == 0)
                m_written[inode].number = ++numbers;
            return {};
        }));
        m_super.inode_count = numbers;
        m_super.inode_table_start = m_file.size();
        std::uint32_t written = 0;
        STRATOSCOPE_CHECK(forEach([&](std::size_t inode, std::size_t parent) -> Result<void> {
            if (m_written[inode].number <= written)
                return {}; // another name of a file
            written = m_written[inode].number;
            return writeInode(inode, parent);
        }));
        STRATOSCOPE_CHECK(check(::sqfs_meta_writer_flush(m_inodeWriter.get())));
        STRATOSCOPE_CHECK(check(::sqfs_meta_writer_flush(m_directoryBlocks.get())));
        m_super.root_inode_ref = m_written[0].reference;
        m_super.directory_table_start = m_file.size();
        return check(::sqfs_meta_write_write_to_file(m_directoryBlocks.get()));
    }

    Result<void> writeInode(std::size_t index, std::size_t parent)
    {
        const Entry entry = m_inodes.entry(index);
        STRATOSCOPE_TRY(const std::uint32_t xattrs, addXattrs(index, entry));
        STRATOSCOPE_TRY(const SquashfsInode inode, makeInode(index, parent, entry, xattrs));
        inode->base.mode = fileMode(entry);
        inode->base.mod_time = timeOf(entry.mtime);
        inode->base.inode_number = m_written[index].number;
        STRATOSCOPE_TRY(inode->base.uid_idx, ownerIndex(entry.uid));
        STRATOSCOPE_TRY(inode->base.gid_idx, ownerIndex(entry.gid));
        countLosses(index, entry);
        std::uint64_t block = 0;
        std::uint32_t offset = 0;
        ::sqfs_meta_writer_get_position(m_inodeWriter.get(), &block, &offset);
        m_written[index].reference = block << 16 | offset;
        return check(::sqfs_meta_writer_write_inode(m_inodeWriter.get(), inode.get()));
    }

    Result<SquashfsInode> makeInode(std::size_t index, std::size_t parent, const Entry &entry, std::uint32_t xattrs)
    {
        if (entry.kind == EntryKind::Directory)
            return makeDirectory(index, parent, xattrs);
        const std::uint32_t links = m_inodes.links(index);
        SquashfsInode inode(std::exchange(m_contents[index], nullptr));
        if (!inode) {
            const bool isLink = entry.kind == EntryKind::Symlink;
            inode.reset(static_cast<sqfs_inode_generic_t *>(
                std::calloc(1, sizeof(sqfs_inode_generic_t) + (isLink ? entry.linkTarget.size() : 0))));
            STRATOSCOPE_CHECK(check(inode ? 0 : SQFS_ERROR_ALLOC));
        }
        switch (entry.kind) {
        case EntryKind::Symlink:
            inode->base.type = SQFS_INODE_SLINK;
            inode->data.slink = {.nlink = links, .target_size = std::uint32_t(entry.linkTarget.size())};
            std::memcpy(inode->extra, entry.linkTarget.data(), entry.linkTarget.size());
            break;
        case EntryKind::CharacterDevice:
        case EntryKind::BlockDevice:
            inode->base.type = entry.kind == EntryKind::BlockDevice ? SQFS_INODE_BDEV : SQFS_INODE_CDEV;
            inode->data.dev = {.nlink = links, .devno = deviceNumber(entry).value_or(kLastDevice)};
            break;
        case EntryKind::Fifo:
        case EntryKind::Socket:
            inode->base.type = entry.kind == EntryKind::Fifo ? SQFS_INODE_FIFO : SQFS_INODE_SOCKET;
            inode->data.ipc = {.nlink = links};
            break;
        default:
            STRATOSCOPE_CHECK(check(::sqfs_inode_make_extended(inode.get())));
            inode->data.file_ext.nlink = links;
        }
        // Makes a basic inode again of one that needs no more.
        STRATOSCOPE_CHECK(check(::sqfs_inode_set_xattr_index(inode.get(), xattrs)));
        return inode;
    }

    Result<SquashfsInode> makeDirectory(std::size_t index, std::size_t parent, std::uint32_t xattrs)
    {
        STRATOSCOPE_CHECK(check(::sqfs_dir_writer_begin(m_directories.get(), 0)));
        for (const auto &[name, inode] : m_inodes.names(index)) {
            const auto &[number, reference] = m_written[inode];
            STRATOSCOPE_CHECK(check(::sqfs_dir_writer_add_entry(m_directories.get(), name.c_str(), number, reference,
                                                                fileMode(m_inodes.entry(inode)))));
        }
        STRATOSCOPE_CHECK(check(::sqfs_dir_writer_end(m_directories.get())));
        // The root's parent is an inode number that does not exist, as in images made by mksquashfs.
        const std::uint32_t parentNumber = index == 0 ? m_super.inode_count + 1 : m_written[parent].number;
        SquashfsInode inode(::sqfs_dir_writer_create_inode(m_directories.get(), 0, xattrs, parentNumber));
        STRATOSCOPE_CHECK(check(inode ? 0 : SQFS_ERROR_ALLOC));
        if (inode->base.type == SQFS_INODE_DIR)
            inode->data.dir.nlink = m_inodes.links(index);
        else
            inode->data.dir_ext.nlink = m_inodes.links(index);
        return inode;
    }

    Result<std::uint32_t> addXattrs(std::size_t index, const Entry &entry)
    {
        if (!entry.xattrs)
            return kNoSquashfsXattrs;
        std::uint32_t number = kNoSquashfsXattrs;
        bool isComplete = true;
        STRATOSCOPE_CHECK(check(::sqfs_xattr_writer_begin(m_xattrs.get(), 0)));
        for (const auto &[name, value] : *entry.xattrs) {
            if (isSquashfsXattr(name))
                STRATOSCOPE_CHECK(check(::sqfs_xattr_writer_add(m_xattrs.get(), name.c_str(), value.data(), value.size())));
            else
                isComplete = false;
        }
        STRATOSCOPE_CHECK(check(::sqfs_xattr_writer_end(m_xattrs.get(), &number)));
        if (!isComplete)
            m_losses.add(FormatLosses::Xattr, m_work.tree(), m_inodes.node(index));
        return number;
    }

    Result<std::uint16_t> ownerIndex(std::uint32_t id)
    {
        const auto known = m_ownerIndexes.find(id);
        if (known != m_ownerIndexes.end())
            return known->second;
        // The superblock counts them in 16 bits.
        if (m_ownerIndexes.size() == kMostSquashfsOwners)
            return fail(ErrorKind::TooLarge, m_output.name(),
                        u"the image has more than %1 different owners and groups"_s.arg(kMostSquashfsOwners));
        std::uint16_t index = 0;
        STRATOSCOPE_CHECK(check(::sqfs_id_table_id_to_index(m_owners.get(), id, &index)));
        m_ownerIndexes.emplace(id, index);
        return index;
    }

    static std::uint32_t timeOf(const Timestamp &time)
    {
        return std::uint32_t(std::clamp<std::int64_t>(time.seconds, 0, std::numeric_limits<std::uint32_t>::max()));
    }

    void countLosses(std::size_t index, const Entry &entry)
    {
        const NodeId node = m_inodes.node(index);
        if (timeOf(entry.mtime) != entry.mtime.seconds)
            m_losses.add(FormatLosses::Time, m_work.tree(), node);
        else if (entry.mtime.nanoseconds != 0)
            m_losses.add(FormatLosses::Fraction, m_work.tree(), node);
        const bool isDevice = entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice;
        if (isDevice && !deviceNumber(entry))
            m_losses.add(FormatLosses::Device, m_work.tree(), node);
    }

    Result<void> writeTables()
    {
        sqfs_file_t *const file = m_file.get();
        sqfs_compressor_t *const compressor = m_compressor.get();
        STRATOSCOPE_CHECK(check(::sqfs_frag_table_write(m_fragments.get(), file, &m_super, compressor)));
        STRATOSCOPE_CHECK(check(::sqfs_dir_writer_write_export_table(m_directories.get(), file, compressor, m_written[0].number,
                                                                     m_written[0].reference, &m_super)));
        STRATOSCOPE_CHECK(check(::sqfs_id_table_write(m_owners.get(), file, &m_super, compressor)));
        STRATOSCOPE_CHECK(check(::sqfs_xattr_writer_flush(m_xattrs.get(), file, &m_super, compressor)));
        m_super.bytes_used = m_file.size();
        STRATOSCOPE_CHECK(check(::sqfs_super_write(&m_super, file)));
        constexpr std::array<std::byte, kSquashfsPadding> kZeros{};
        const std::uint64_t padding = (kSquashfsPadding - m_file.size() % kSquashfsPadding) % kSquashfsPadding;
        return m_output.writeAt(m_file.size(), Bytes(kZeros).first(std::size_t(padding)));
    }

    const TreeExport &m_work;
    const InodeTable m_inodes;
    const VolumeOptions &m_volume;
    const Compression m_compression;
    File &m_output;
    SquashfsFile m_file;
    FormatLosses m_losses;
    std::vector<sqfs_inode_generic_t *> m_contents; ///< of files, by inode, until they are written; the library reallocates them
    std::vector<Written> m_written; ///< by inode
    std::unordered_map<std::uint32_t, std::uint16_t> m_ownerIndexes;
    sqfs_super_t m_super{};
    SquashfsObject<sqfs_compressor_t> m_compressor;
    SquashfsObject<sqfs_compressor_t> m_decompressor;
    SquashfsObject<sqfs_block_writer_t> m_writer;
    SquashfsObject<sqfs_frag_table_t> m_fragments;
    SquashfsObject<sqfs_block_processor_t> m_blocks;
    SquashfsObject<sqfs_id_table_t> m_owners;
    SquashfsObject<sqfs_xattr_writer_t> m_xattrs;
    SquashfsObject<sqfs_meta_writer_t> m_inodeWriter;
    SquashfsObject<sqfs_meta_writer_t> m_directoryBlocks;
    SquashfsObject<sqfs_dir_writer_t> m_directories;
};

} // namespace

Result<QStringList> writeSquashfs(const TreeExport &work, const VolumeOptions &volume, File &into, Compression compression,
                                  unsigned threads)
{
    return SquashfsFormat(work, volume, into, compression).run(threads);
}

} // namespace stratoscope
