// SPDX-License-Identifier: Apache-2.0
#include "formats/cpio_format.h"

#include "base/cancel.h"
#include "formats/content_stream.h"
#include "formats/file_mode.h"
#include "formats/format_losses.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kCpioTrailer = "TRAILER!!!";
constexpr std::uint64_t kCpioUnit = 4; // bytes; names and contents are padded to it
constexpr std::uint64_t kCpioBlock = 512;
constexpr std::uint64_t kMostCpioNumber = std::numeric_limits<std::uint32_t>::max();

/// The fields of a header; see also its comment in cpio(5).
struct CpioHeader {
    std::uint32_t inode = 0;
    std::uint32_t mode = 0;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint32_t links = 1;
    std::uint32_t mtime = 0;
    std::uint32_t size = 0;
    std::uint32_t deviceMajor = 0;
    std::uint32_t deviceMinor = 0;
};

class CpioFormat
{
public:
    CpioFormat(const TreeExport &work, ByteSink &into)
        : m_work(work)
        , m_tree(work.tree())
        , m_into(into)
        , m_contents(work)
    {
    }

    Result<QStringList> run()
    {
        if (!m_tree.entry(kRootNode).implied)
            STRATOSCOPE_CHECK(addDirectory(kRootNode));
        for (const NodeId directory : m_work.selection.directories())
            STRATOSCOPE_CHECK(addDirectory(directory));
        const auto &files = m_work.selection.files();
        for (auto first = files.begin(); first != files.end();) {
            const auto end = std::find_if(first, files.end(), [&](const auto &file) { return file.origin != first->origin; });
            STRATOSCOPE_CHECK(addFile({first, end}));
            first = end;
        }
        STRATOSCOPE_CHECK(append(CpioHeader(), kCpioTrailer));
        STRATOSCOPE_CHECK(pad(kCpioBlock));
        return m_losses.warnings(u"a cpio archive"_s);
    }

private:
    /// Without a size. Counts what is lost.
    CpioHeader headerOf(NodeId node, const Entry &entry)
    {
        const std::int64_t seconds = std::clamp<std::int64_t>(entry.mtime.seconds, 0, kMostCpioNumber);
        if (seconds != entry.mtime.seconds)
            m_losses.add(FormatLosses::Time, m_tree, node);
        else if (entry.mtime.nanoseconds != 0)
            m_losses.add(FormatLosses::Fraction, m_tree, node);
        if (entry.xattrs)
            m_losses.add(FormatLosses::Xattr, m_tree, node);
        return {.inode = ++m_inode,
                .mode = fileMode(entry),
                .uid = entry.uid,
                .gid = entry.gid,
                .mtime = std::uint32_t(seconds),
                .deviceMajor = entry.deviceMajor,
                .deviceMinor = entry.deviceMinor};
    }

    Result<void> addDirectory(NodeId node)
    {
        throwIfStopped(m_work.stop);
        CpioHeader header = headerOf(node, m_tree.entry(node));
        header.links = 2;
        return append(header, node == kRootNode ? "." : writtenPath(m_tree, node));
    }

    /// `names`: of one file.
    Result<void> addFile(std::span<const Selection::File> names)
    {
        const auto &[layer, record] = names.front().origin;
        const Entry entry = m_tree.layers()[std::size_t(layer)]->entry(record);
        CpioHeader header = headerOf(names.front().node, entry);
        header.links = std::uint32_t(names.size());
        for (const Selection::File &name : names) {
            throwIfStopped(m_work.stop);
            if (entry.kind == EntryKind::Symlink)
                STRATOSCOPE_CHECK(addSymlink(header, name.node, entry.linkTarget));
            else if (&name != &names.back() || entry.kind != EntryKind::Regular)
                STRATOSCOPE_CHECK(append(header, pathOf(name.node)));
            else
                STRATOSCOPE_CHECK(addContent(header, name, entry.size));
        }
        return {};
    }

    Result<void> addSymlink(CpioHeader header, NodeId node, std::string_view target)
    {
        header.size = std::uint32_t(target.size());
        STRATOSCOPE_CHECK(append(header, pathOf(node)));
        STRATOSCOPE_CHECK(append(target));
        return pad(kCpioUnit);
    }

    Result<void> addContent(CpioHeader header, const Selection::File &file, std::uint64_t size)
    {
        if (size > kMostCpioNumber)
            return fail(ErrorKind::TooLarge, shownPath(m_tree, file.node),
                        u"is too large for a cpio archive, which holds files of less than 4 GiB"_s);
        header.size = std::uint32_t(size);
        STRATOSCOPE_CHECK(append(header, pathOf(file.node)));
        STRATOSCOPE_CHECK(m_contents.append(file.origin, m_into));
        m_position += size;
        return pad(kCpioUnit);
    }

    /// A file of the name that ends the archive needs another spelling.
    std::string pathOf(NodeId node) const
    {
        const std::string path = writtenPath(m_tree, node);
        return path == kCpioTrailer ? "./" + path : path;
    }

    Result<void> append(const CpioHeader &header, std::string_view name)
    {
        std::array<char, 111> text{};
        // The zeros are the device of the file system and an unused checksum.
        std::snprintf(text.data(), text.size(), "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", header.inode,
                      header.mode, header.uid, header.gid, header.links, header.mtime, header.size, 0U, 0U, header.deviceMajor,
                      header.deviceMinor, unsigned(name.size() + 1), 0U);
        STRATOSCOPE_CHECK(append(std::string_view(text.data(), text.size() - 1)));
        STRATOSCOPE_CHECK(append(name));
        STRATOSCOPE_CHECK(append(std::string_view("", 1)));
        return pad(kCpioUnit);
    }

    Result<void> append(std::string_view bytes)
    {
        m_position += bytes.size();
        return m_into.append(asBytes(bytes));
    }

    Result<void> pad(std::uint64_t unit)
    {
        const std::uint64_t zeros = (unit - m_position % unit) % unit;
        m_position += zeros;
        return m_into.appendZeros(zeros);
    }

    const TreeExport &m_work;
    const MergedTree &m_tree;
    ByteSink &m_into;
    ContentStream m_contents;
    FormatLosses m_losses;
    std::uint32_t m_inode = 0;
    std::uint64_t m_position = 0;
};

} // namespace

Result<QStringList> writeCpio(const TreeExport &work, ByteSink &into)
{
    return CpioFormat(work, into).run();
}

} // namespace stratoscope
