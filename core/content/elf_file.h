// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/read_at.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace stratoscope {

/// The headers of an ELF file (System V ABI, "Object Files"). Trusts no count and no offset of the file: what lies beyond its end
/// is empty, not an error. A value; its errors are those of reading.
class ElfFile
{
public:
    struct Segment {
        std::uint32_t type = 0; ///< p_type
        std::uint64_t offset = 0;
        std::uint64_t address = 0;
        std::uint64_t size = 0; ///< in the file
    };
    struct Section {
        QByteArray name;
        std::uint32_t type = 0; ///< sh_type
        std::uint64_t offset = 0;
        std::uint64_t size = 0; ///< in memory; most have as many bytes in the file
    };

    /// Nothing if the file is not an ELF file. Reads its header alone.
    static Result<std::optional<ElfFile>> open(ReadAt read);

    bool is64() const { return m_is64; }
    bool isBigEndian() const { return m_isBigEndian; }
    std::uint16_t type() const { return std::uint16_t(number(m_header, 16, 2)); } ///< e_type
    std::uint16_t machine() const { return std::uint16_t(number(m_header, 18, 2)); } ///< e_machine

    Result<std::vector<Segment>> segments() const;
    Result<std::vector<Section>> sections() const;
    /// Where in the file a loaded address is.
    static std::optional<std::uint64_t> offsetOf(std::uint64_t address, std::span<const Segment> segments);

    /// At most `count` bytes, of which as much is allocated.
    Result<QByteArray> bytes(std::uint64_t offset, std::uint64_t count) const;
    /// An unsigned number of `width` bytes in the byte order of the file; 0 beyond the end of `from`.
    std::uint64_t number(QByteArrayView from, std::uint64_t at, int width) const;
    /// A number as wide as an address.
    std::uint64_t word(QByteArrayView from, std::uint64_t at) const { return number(from, at, m_is64 ? 8 : 4); }

private:
    ElfFile(ReadAt read, QByteArray header);

    ReadAt m_read;
    QByteArray m_header;
    bool m_is64 = false;
    bool m_isBigEndian = false;
};

} // namespace stratoscope
