// SPDX-License-Identifier: Apache-2.0
#include "formats/ext4/file_table.h"

#include "base/cancel.h"

using namespace Qt::StringLiterals;

namespace stratoscope::ext4 {

namespace {

constexpr std::string_view kLostAndFound = "lost+found";
constexpr std::size_t kShortTargetBytes = sizeof(BlockField) - 1; ///< which fit into an inode

FileType fileType(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Directory:
        return FileType::Directory;
    case EntryKind::Symlink:
        return FileType::Symlink;
    case EntryKind::CharacterDevice:
        return FileType::CharacterDevice;
    case EntryKind::BlockDevice:
        return FileType::BlockDevice;
    case EntryKind::Fifo:
        return FileType::Fifo;
    case EntryKind::Socket:
        return FileType::Socket;
    default:
        return FileType::Regular;
    }
}

} // namespace

FileTable::FileTable(const TreeExport &work)
    : m_work(work)
    , m_tree(work.tree())
    , m_inodes(m_tree.size())
{
}

Result<FileTable> FileTable::of(const TreeExport &work, const HashSeed &seed, FormatLosses &losses)
{
    FileTable table(work);
    STRATOSCOPE_CHECK(table.addDirectories(losses));
    STRATOSCOPE_CHECK(table.addFiles(losses));
    table.measureDirectories(seed);
    return table;
}

Entry FileTable::entry(const File &file) const
{
    if (file.node == kNoNode) {
        Entry entry = MergedTree::impliedDirectory();
        entry.mode = 0700;
        entry.mtime = m_tree.entry(kRootNode).mtime;
        return entry;
    }
    if (file.origin.record == kNoRecord)
        return m_tree.entry(file.node);
    Entry entry = m_tree.layers()[std::size_t(file.origin.layer)]->entry(file.origin.record);
    if (entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque)
        entry.kind = EntryKind::Regular;
    return entry;
}

const std::vector<SparseExtent> *FileTable::sparseExtents(const File &file) const
{
    const bool hasRecord = file.node != kNoNode && file.origin.record != kNoRecord;
    return hasRecord ? m_tree.layers()[std::size_t(file.origin.layer)]->sparseExtents(file.origin.record) : nullptr;
}

std::vector<BlockRun> FileTable::contentRuns(const File &file) const
{
    const auto *const extents = sparseExtents(file);
    if (!extents) {
        if (file.blocks == 0)
            return {};
        return {{0, file.blocks}};
    }
    std::vector<BlockRun> runs;
    for (const SparseExtent &extent : *extents) {
        if (extent.length == 0)
            continue;
        const std::uint64_t first = extent.offset / kBlockSize;
        const std::uint64_t end = blocksFor(extent.offset + extent.length);
        const std::uint64_t lastEnd = runs.empty() ? 0 : runs.back().first + runs.back().count;
        if (!runs.empty() && first <= lastEnd)
            runs.back().count = std::max(end, lastEnd) - runs.back().first;
        else
            runs.push_back({first, end - first});
    }
    return runs;
}

std::vector<DirectoryBlocks::Name> FileTable::namesIn(const File &directory) const
{
    std::vector<DirectoryBlocks::Name> names;
    if (directory.node == kNoNode)
        return names;
    const NodeRange children = m_tree.children(directory.node);
    names.reserve(children.size() + 1);
    for (const NodeId child : children) {
        if (const std::uint32_t inode = m_inodes[child]; inode != 0)
            names.push_back({writtenName(m_tree, child), inode, m_files[fileOf(inode)].type});
    }
    if (directory.node == kRootNode && m_addsLostAndFound)
        names.push_back({std::string(kLostAndFound), inode(1), FileType::Directory});
    return names;
}

std::uint32_t FileTable::parentInode(const File &directory) const
{
    return directory.node == kNoNode ? kRootInode : m_inodes[m_tree.parent(directory.node)];
}

Result<void> FileTable::addDirectories(FormatLosses &losses)
{
    const auto &directories = m_work.selection.directories();
    const auto &files = m_work.selection.files();
    const auto lostAndFound = m_tree.child(kRootNode, kLostAndFound);
    m_addsLostAndFound = !lostAndFound
        || (std::ranges::find(directories, *lostAndFound) == directories.end()
            && std::ranges::find(files, *lostAndFound, &Selection::File::node) == files.end());

    m_inodes[kRootNode] = kRootInode;
    STRATOSCOPE_CHECK(add({.node = kRootNode, .origin = m_tree.origin(kRootNode)}, losses));
    if (m_addsLostAndFound)
        STRATOSCOPE_CHECK(add({.node = kNoNode, .origin = {}}, losses));
    for (const NodeId directory : directories) {
        throwIfStopped(m_work.stop);
        m_inodes[directory] = inode(m_files.size());
        STRATOSCOPE_CHECK(add({.node = directory, .origin = m_tree.origin(directory)}, losses));
    }
    m_directoryCount = std::uint32_t(m_files.size());
    return {};
}

Result<void> FileTable::addFiles(FormatLosses &losses)
{
    const Selection::File *before = nullptr;
    for (const Selection::File &file : m_work.selection.files()) {
        throwIfStopped(m_work.stop);
        const bool isLink = before && before->origin == file.origin;
        before = &file;
        if (isLink && m_files.back().links < kMostLinks) {
            ++m_files.back().links;
        } else {
            if (isLink)
                losses.add(FormatLosses::HardLink, m_tree, file.node);
            STRATOSCOPE_CHECK(add({.node = file.node, .origin = file.origin}, losses));
        }
        m_inodes[file.node] = inode(m_files.size() - 1);
    }
    return {};
}

void FileTable::measureDirectories(const HashSeed &seed)
{
    for (File &directory : std::span(m_files).first(m_directoryCount)) {
        throwIfStopped(m_work.stop);
        std::vector<DirectoryBlocks::Name> names = namesIn(directory);
        // Those of its subdirectories, its own `.` and its name.
        const auto links = 2 + std::uint64_t(std::ranges::count(names, FileType::Directory, &DirectoryBlocks::Name::type));
        directory.links = links > kMostLinks ? 1 : std::uint32_t(links);
        const DirectoryBlocks blocks(std::move(names), seed);
        directory.blocks = blocks.count();
        directory.isIndexed = blocks.isIndexed();
    }
}

Result<void> FileTable::add(File file, FormatLosses &losses)
{
    const Entry entry = this->entry(file);
    file.type = fileType(entry.kind);
    if (entry.xattrs) {
        const EncodedXattrs xattrs = encodeXattrs(*entry.xattrs);
        if (!xattrs.isComplete)
            losses.add(FormatLosses::Xattr, m_tree, file.node);
        if (!xattrs.block.empty())
            file.xattrBlock = m_xattrBlocks.add(xattrs.block, std::uint32_t(m_files.size()));
    }
    if (entry.kind == EntryKind::Symlink) {
        file.blocks = entry.linkTarget.size() > kShortTargetBytes ? 1 : 0;
    } else if (entry.kind == EntryKind::Regular) {
        if (entry.size > kMostFileBytes)
            return fail(ErrorKind::TooLarge, shownPath(m_tree, file.node), u"is larger than 16 TiB, which ext4 does not allow"_s);
        file.blocks = std::uint32_t(blocksFor(entry.size));
        if (sparseExtents(file)) {
            file.blocks = 0;
            for (const BlockRun &run : contentRuns(file))
                file.blocks += std::uint32_t(run.count);
        }
    }
    m_files.push_back(file);
    return {};
}

} // namespace stratoscope::ext4
