// SPDX-License-Identifier: Apache-2.0
#include "export/content_writer.h"

#include "base/cancel.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::size_t kCopyPiece = 1 << 20;
constexpr std::uint64_t kFilePage = 4096;
/// For smaller files, looking for holes and sharing blocks take longer than copying.
constexpr std::uint64_t kLarge = 256 << 10;

bool isZero(Bytes bytes)
{
    return bytes.front() == std::byte(0) && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

} // namespace

ContentWriter::ContentWriter(ProgressMeter &progress, std::stop_token stop)
    : m_progress(progress)
    , m_stop(std::move(stop))
    , m_buffer(kCopyPiece)
{
}

Result<void> ContentWriter::write(const LayerIndex &index, const LayerContents &contents, RecordId record, int destination)
{
    const std::uint64_t size = index.entry(record).size;
    m_written = 0;
    Run run{0, index.contentOffset(record), size};
    if (const auto *extents = index.sparseExtents(record)) {
        std::uint64_t reported = 0;
        for (const SparseExtent &extent : *extents) {
            report(extent.offset - reported);
            reported = extent.offset + extent.length;
            run = {extent.offset, run.position, extent.length};
            STRATOSCOPE_CHECK(writeRun(contents.region(), run, destination));
            run.position += extent.length;
        }
        report(size - reported);
    } else if (size > 0 && !share(contents.region(), run, destination)) {
        STRATOSCOPE_CHECK(writeRun(contents.region(), run, destination));
    }
    if (m_written != size) {
        if (size > std::uint64_t(std::numeric_limits<off_t>::max()) || ::ftruncate(destination, off_t(size)) != 0)
            return failErrno({}, u"write", size > std::uint64_t(std::numeric_limits<off_t>::max()) ? EFBIG : errno);
    }
    return {};
}

/// Skips holes in the layer's file.
Result<void> ContentWriter::writeRun(const FileRegion &source, Run run, int destination)
{
    if (run.length < kLarge)
        return copy(source, run, destination);
    // Beyond the end of a truncated file, lseek() would report a hole, but reading has to fail.
    STRATOSCOPE_TRY(const std::uint64_t fileSize, source.file->size());
    const std::uint64_t available = std::min(source.size, fileSize - std::min(fileSize, source.offset));
    if (run.position > available || run.length > available - run.position)
        return copy(source, run, destination);
    const int descriptor = source.file->descriptor();
    while (run.length > 0) {
        const off_t at = off_t(source.offset + run.position);
        const off_t end = at + off_t(run.length);
        off_t data = ::lseek(descriptor, at, SEEK_DATA);
        off_t hole = data < 0 ? -1 : ::lseek(descriptor, data, SEEK_HOLE);
        if (data < 0 && errno == ENXIO) // only a hole remains
            data = hole = end;
        else if (data < 0 || hole < 0) // a file system that does not support holes
            data = at, hole = end;
        data = std::min(data, end);
        hole = std::min(hole, end);
        const Run part{run.offset + std::uint64_t(data - at), run.position + std::uint64_t(data - at), std::uint64_t(hole - data)};
        report(std::uint64_t(data - at));
        STRATOSCOPE_CHECK(copy(source, part, destination));
        const auto done = std::uint64_t(hole - at);
        run = {run.offset + done, run.position + done, run.length - done};
    }
    return {};
}

Result<void> ContentWriter::copy(const FileRegion &source, Run run, int destination)
{
    while (run.length > 0) {
        throwIfStopped(m_stop);
        const auto piece = std::span(m_buffer).first(std::size_t(std::min<std::uint64_t>(kCopyPiece, run.length)));
        STRATOSCOPE_TRY(const std::size_t count, source.readAt(run.position, piece));
        if (count < piece.size())
            return fail(ErrorKind::Truncated, source.file->name(), u"ends before the content of one of its files"_s);
        STRATOSCOPE_CHECK(writeData(destination, run.offset, piece));
        report(count);
        run = {run.offset + count, run.position + count, run.length - count};
    }
    return {};
}

/// Writes everything but pages of zeros.
Result<void> ContentWriter::writeData(int destination, std::uint64_t offset, Bytes bytes)
{
    const auto pageLength = [&](std::size_t at) {
        return std::min<std::size_t>(bytes.size() - at, std::size_t(kFilePage - (offset + at) % kFilePage));
    };
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t end = at;
        for (std::size_t length = 0; end < bytes.size(); end += length) {
            length = pageLength(end);
            if (length == kFilePage && isZero(bytes.subspan(end, length)))
                break;
        }
        for (Bytes data = bytes.subspan(at, end - at); !data.empty();) {
            const ssize_t count = ::pwrite(destination, data.data(), data.size(), off_t(offset + end - data.size()));
            if (count < 0 && errno != EINTR)
                return failErrno({}, u"write", errno);
            data = data.subspan(std::size_t(std::max<ssize_t>(count, 0)));
            m_written = offset + end - data.size();
        }
        at = end;
        while (at < bytes.size() && pageLength(at) == kFilePage && isZero(bytes.subspan(at, kFilePage)))
            at += kFilePage;
    }
    return {};
}

/// Btrfs, XFS and some others can share blocks between files. The run is the entire file.
bool ContentWriter::share(const FileRegion &source, const Run &run, int destination)
{
    const std::uint64_t position = source.offset + run.position;
    if (run.length < kLarge || source.file.get() == m_notShared || position % kFilePage != 0)
        return false;
    file_clone_range range{};
    range.src_fd = source.file->descriptor();
    range.src_offset = position;
    range.src_length = (run.length + kFilePage - 1) / kFilePage * kFilePage;
    if (::ioctl(destination, FICLONERANGE, &range) != 0) {
        m_notShared = source.file.get();
        return false;
    }
    m_written = range.src_length;
    report(run.length);
    return true;
}

void ContentWriter::report(std::uint64_t bytes)
{
    if (bytes > 0)
        m_progress.add(qint64(std::min<std::uint64_t>(bytes, std::numeric_limits<qint64>::max())));
}

} // namespace stratoscope
