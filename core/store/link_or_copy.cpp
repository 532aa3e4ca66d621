// SPDX-License-Identifier: Apache-2.0
#include "store/link_or_copy.h"

#include "base/cancel.h"
#include "base/file.h"

#include <QFile>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kLinkPiece = 16 << 20;

/// Copies a range in the kernel if possible, else through a buffer.
Result<void> copyRun(const File &source, File &destination, std::uint64_t offset, std::uint64_t length, const std::stop_token &stop)
{
    std::vector<std::byte> buffer;
    while (length > 0) {
        throwIfStopped(stop);
        auto from = off_t(offset);
        auto to = from;
        ssize_t count = buffer.empty()
            ? ::copy_file_range(source.descriptor(), &from, destination.descriptor(), &to, std::min(length, kLinkPiece), 0)
            : -1;
        if (count < 0) {
            if (buffer.empty()) {
                if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
                    return failErrno(destination.name(), u"write", errno);
                buffer.resize(1 << 20);
            }
            const auto piece = std::span(buffer).first(std::size_t(std::min<std::uint64_t>(buffer.size(), length)));
            STRATOSCOPE_TRY(const std::size_t got, source.readAt(offset, piece));
            STRATOSCOPE_CHECK(destination.writeAt(offset, Bytes(piece).first(got)));
            count = ssize_t(got);
        }
        if (count == 0)
            return fail(ErrorKind::Truncated, source.name(), u"was truncated while being copied"_s);
        offset += std::uint64_t(count);
        length -= std::uint64_t(count);
    }
    return {};
}

Result<void> copyWithHoles(const File &source, File &destination, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const std::uint64_t size, source.size());
    STRATOSCOPE_CHECK(destination.truncate(size));
    for (std::uint64_t at = 0; at < size;) {
        off_t data = ::lseek(source.descriptor(), off_t(at), SEEK_DATA);
        if (data < 0 && errno == ENXIO) // only a hole remains
            break;
        off_t hole = data < 0 ? -1 : ::lseek(source.descriptor(), data, SEEK_HOLE);
        if (data < 0 || hole < 0) { // a file system that does not support holes
            data = off_t(at);
            hole = off_t(size);
        }
        STRATOSCOPE_CHECK(copyRun(source, destination, std::uint64_t(data), std::uint64_t(hole - data), stop));
        at = std::uint64_t(hole);
    }
    return {};
}

} // namespace

Result<std::optional<Copied>> tryToLink(const QString &source, const QString &destination)
{
    STRATOSCOPE_TRY(const File from, File::open(source));
    STRATOSCOPE_TRY(const File to, File::create(destination));
    if (::ioctl(to.descriptor(), FICLONE, from.descriptor()) == 0)
        return Copied::Reflink;
    const QByteArray name = QFile::encodeName(destination);
    ::unlink(name.constData());
    return ::link(QFile::encodeName(source).constData(), name.constData()) == 0 ? std::optional(Copied::HardLink) : std::nullopt;
}

Result<Copied> linkOrCopy(const QString &source, const QString &destination, std::stop_token stop)
{
    STRATOSCOPE_TRY(const std::optional<Copied> linked, tryToLink(source, destination));
    if (linked)
        return *linked;
    STRATOSCOPE_TRY(const File from, File::open(source));
    STRATOSCOPE_TRY(File to, File::create(destination));
    auto removal = qScopeGuard([&] { ::unlink(QFile::encodeName(destination).constData()); });
    STRATOSCOPE_CHECK(copyWithHoles(from, to, stop));
    removal.dismiss();
    return Copied::Copy;
}

} // namespace stratoscope
