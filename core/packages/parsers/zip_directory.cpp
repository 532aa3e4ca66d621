// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/zip_directory.h"

#include <QtEndian>

#include <zlib.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::uint64_t kEndRecord = 22;
constexpr std::uint64_t kLongestComment = 65535;
constexpr std::uint64_t kLocator64 = 20;
constexpr std::uint64_t kEndRecord64 = 56;
constexpr std::uint64_t kDirectoryEntry = 46;
constexpr std::uint64_t kLocalHeader = 30;
constexpr std::uint64_t kLargestDirectory = 64 * 1024 * 1024;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF; ///< the number is in the record for ZIP64
constexpr std::uint64_t kMostExpansion = 1032; ///< of deflate
constexpr std::uint16_t kStored = 0, kDeflated = 8;
constexpr std::uint16_t kEncrypted = 1; ///< a flag

/// A number at `at`, which must be within the bytes.
template <typename Number>
Number littleEndianAt(const QByteArray &bytes, std::uint64_t at)
{
    return qFromLittleEndian<Number>(bytes.constData() + at);
}

/// Takes over the numbers of a member that do not fit into 32 bits, in their order, from its extra fields.
void takeZip64(ZipDirectory::Member &member, const QByteArray &fields)
{
    constexpr std::uint16_t kZip64 = 1;
    for (std::uint64_t at = 0; at + 4 <= std::uint64_t(fields.size());) {
        const auto id = littleEndianAt<std::uint16_t>(fields, at);
        const std::uint64_t end = at + 4 + littleEndianAt<std::uint16_t>(fields, at + 2);
        at += 4;
        if (id == kZip64) {
            for (std::uint64_t *const number : {&member.size, &member.stored, &member.header}) {
                if (*number != kIn64 || at + 8 > std::min<std::uint64_t>(end, std::uint64_t(fields.size())))
                    continue;
                *number = littleEndianAt<std::uint64_t>(fields, at);
                at += 8;
            }
            return;
        }
        at = end;
    }
}

struct EndInflate {
    void operator()(z_stream *stream) const { inflateEnd(stream); }
};

} // namespace

Result<ZipDirectory> ZipDirectory::open(ReadAt read, std::uint64_t size, const QString &subject)
{
    ZipDirectory zip(std::move(read), size, subject);
    STRATOSCOPE_CHECK(zip.readMembers());
    return zip;
}

Failure ZipDirectory::damaged() const
{
    return fail(ErrorKind::Malformed, m_subject, u"is a damaged archive"_s);
}

Result<QByteArray> ZipDirectory::bytes(std::uint64_t offset, std::uint64_t count) const
{
    if (offset > m_size || count > m_size - offset)
        return damaged();
    QByteArray bytes(qsizetype(count), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t got, m_read(offset, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
    if (got < count)
        return damaged();
    return bytes;
}

Result<void> ZipDirectory::readMembers()
{
    const std::uint64_t tailSize = std::min(m_size, kEndRecord + kLongestComment + kLocator64);
    STRATOSCOPE_TRY(const QByteArray tail, bytes(m_size - tailSize, tailSize));
    const qsizetype found = tail.lastIndexOf("PK\5\6");
    if (found < 0 || std::uint64_t(tail.size() - found) < kEndRecord)
        return damaged();
    const std::uint64_t end = m_size - tailSize + std::uint64_t(found);
    std::uint64_t size = littleEndianAt<std::uint32_t>(tail, std::uint64_t(found) + 12);
    std::uint64_t offset = littleEndianAt<std::uint32_t>(tail, std::uint64_t(found) + 16);
    std::uint64_t directoryEnd = end;
    if (offset == kIn64 || size == kIn64) {
        if (end < kLocator64 + kEndRecord64)
            return damaged();
        // What precedes the ZIP is unknown here, so the record is where it is without extensible data: before its locator.
        directoryEnd = end - kLocator64 - kEndRecord64;
        STRATOSCOPE_TRY(const QByteArray record, bytes(directoryEnd, kEndRecord64));
        if (!record.startsWith("PK\6\6"))
            return damaged();
        size = littleEndianAt<std::uint64_t>(record, 40);
        offset = littleEndianAt<std::uint64_t>(record, 48);
    }
    if (size > directoryEnd || offset > directoryEnd - size)
        return damaged();
    if (size > kLargestDirectory)
        return fail(ErrorKind::TooLarge, m_subject, u"is too large an archive to be opened"_s);
    m_before = directoryEnd - size - offset;
    STRATOSCOPE_TRY(const QByteArray directory, bytes(directoryEnd - size, size));
    for (std::uint64_t at = 0; at + kDirectoryEntry <= size;) {
        if (littleEndianAt<std::uint32_t>(directory, at) != 0x02014b50)
            return damaged();
        Member member{.name = {},
                      .method = littleEndianAt<std::uint16_t>(directory, at + 10),
                      .flags = littleEndianAt<std::uint16_t>(directory, at + 8),
                      .stored = littleEndianAt<std::uint32_t>(directory, at + 20),
                      .size = littleEndianAt<std::uint32_t>(directory, at + 24),
                      .header = littleEndianAt<std::uint32_t>(directory, at + 42)};
        const std::uint64_t nameSize = littleEndianAt<std::uint16_t>(directory, at + 28);
        const std::uint64_t extraSize = littleEndianAt<std::uint16_t>(directory, at + 30);
        const std::uint64_t commentSize = littleEndianAt<std::uint16_t>(directory, at + 32);
        const std::uint64_t extra = at + kDirectoryEntry + nameSize;
        if (extra + extraSize + commentSize > size)
            return damaged();
        member.name = directory.mid(qsizetype(at + kDirectoryEntry), qsizetype(nameSize)).toStdString();
        takeZip64(member, directory.mid(qsizetype(extra), qsizetype(extraSize)));
        m_members.push_back(std::move(member));
        at = extra + extraSize + commentSize;
    }
    return {};
}

Result<QByteArray> ZipDirectory::content(const Member &member, std::uint64_t limit) const
{
    const QString subject = m_subject + u'!' + printable(member.name);
    if (member.size > limit || member.stored > limit)
        return fail(ErrorKind::TooLarge, subject,
                    u"has %1 bytes, but at most %2 are expected"_s.arg(std::max(member.size, member.stored)).arg(limit));
    if ((member.flags & kEncrypted) || (member.method != kStored && member.method != kDeflated))
        return fail(ErrorKind::Unsupported, subject, u"is encrypted, or compressed by a method that is not supported"_s);
    if (member.size / kMostExpansion > member.stored)
        return fail(ErrorKind::Malformed, subject, u"has an impossible size"_s);
    if (member.header > m_size - m_before)
        return damaged();
    STRATOSCOPE_TRY(const QByteArray header, bytes(m_before + member.header, kLocalHeader));
    if (!header.startsWith("PK\3\4"))
        return damaged();
    const std::uint64_t begin = m_before + member.header + kLocalHeader + littleEndianAt<std::uint16_t>(header, 26)
        + littleEndianAt<std::uint16_t>(header, 28);
    STRATOSCOPE_TRY(QByteArray stored, bytes(begin, member.stored));
    if (member.method == kStored)
        return stored;

    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return fail(ErrorKind::NoMemory, subject, u"needs more memory than is available"_s);
    const std::unique_ptr<z_stream, EndInflate> guard(&stream);
    QByteArray content(qsizetype(member.size), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(stored.data());
    stream.avail_in = uInt(stored.size());
    stream.next_out = reinterpret_cast<Bytef *>(content.data());
    stream.avail_out = uInt(content.size());
    if (inflate(&stream, Z_FINISH) != Z_STREAM_END || stream.avail_out > 0)
        return fail(ErrorKind::Malformed, subject, u"cannot be decompressed"_s);
    return content;
}

} // namespace stratoscope
