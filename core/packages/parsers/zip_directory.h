// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/read_at.h"

#include <QByteArray>

#include <string>
#include <vector>

namespace stratoscope {

/// The files of a ZIP, by its central directory alone (PKWARE's APPNOTE.TXT, section 4.3, also ZIP64), so that of a large jar only
/// its end and what is asked for is read. Something may precede the ZIP, such as a script that runs it.
///
/// Trusts no size and no offset of the file. For one thread.
class ZipDirectory
{
public:
    struct Member {
        std::string name; ///< bytes as in the ZIP, with slashes
        std::uint16_t method = 0;
        std::uint16_t flags = 0;
        std::uint64_t stored = 0; ///< bytes in the ZIP
        std::uint64_t size = 0; ///< bytes unpacked, according to the ZIP
        std::uint64_t header = 0; ///< offset of its own header
    };

    /// `size`: of the file. Errors, about `subject`: Malformed; TooLarge for a directory of more than 64 MiB; those of reading.
    static Result<ZipDirectory> open(ReadAt read, std::uint64_t size, const QString &subject);

    const std::vector<Member> &members() const { return m_members; }
    /// The unpacked bytes of a member. Errors: TooLarge above `limit`; Unsupported for one that is encrypted, or packed by
    /// anything but deflate; Malformed; Truncated; those of reading.
    Result<QByteArray> content(const Member &member, std::uint64_t limit) const;

private:
    ZipDirectory(ReadAt read, std::uint64_t size, QString subject)
        : m_read(std::move(read))
        , m_size(size)
        , m_subject(std::move(subject))
    {
    }
    Result<void> readMembers();
    Result<QByteArray> bytes(std::uint64_t offset, std::uint64_t count) const;
    Failure damaged() const;

    ReadAt m_read;
    std::uint64_t m_size;
    QString m_subject;
    std::uint64_t m_before = 0; ///< bytes before the ZIP
    std::vector<Member> m_members;
};

} // namespace stratoscope
