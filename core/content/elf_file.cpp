// SPDX-License-Identifier: Apache-2.0
#include "content/elf_file.h"

#include <algorithm>

namespace stratoscope {

namespace {

// Limits for the sizes and counts that a file claims.
constexpr std::uint64_t kMostSegments = 1024;
constexpr std::uint64_t kMostSections = 65536;
constexpr std::uint64_t kLargestTableEntry = 256;
constexpr std::uint64_t kLargestNameTable = 1024 * 1024;
constexpr std::uint32_t kSegmentLoad = 1;

} // namespace

ElfFile::ElfFile(ReadAt read, QByteArray header)
    : m_read(std::move(read))
    , m_header(std::move(header))
    , m_is64(m_header[4] == 2)
    , m_isBigEndian(m_header[5] == 2)
{
}

Result<std::optional<ElfFile>> ElfFile::open(ReadAt read)
{
    constexpr std::size_t kHeader = 64;
    QByteArray header(kHeader, Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t got, read(0, std::as_writable_bytes(std::span(header.data(), kHeader))));
    header.truncate(qsizetype(got));
    if (header.size() < 52
        || !header.startsWith("\x7f"
                              "ELF"))
        return std::nullopt;
    const char elfClass = header[4];
    const char order = header[5];
    if ((elfClass != 1 && elfClass != 2) || (order != 1 && order != 2))
        return std::nullopt;
    return ElfFile(std::move(read), std::move(header));
}

Result<QByteArray> ElfFile::bytes(std::uint64_t offset, std::uint64_t count) const
{
    QByteArray bytes(qsizetype(count), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t got, m_read(offset, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
    bytes.truncate(qsizetype(got));
    return bytes;
}

std::uint64_t ElfFile::number(QByteArrayView from, std::uint64_t at, int width) const
{
    if (at > std::uint64_t(from.size()) || std::uint64_t(from.size()) - at < std::uint64_t(width))
        return 0;
    std::uint64_t value = 0;
    for (int i = 0; i < width; ++i) {
        const int index = m_isBigEndian ? i : width - 1 - i;
        value = value << 8 | std::uint8_t(from[qsizetype(at) + index]);
    }
    return value;
}

Result<std::vector<ElfFile::Segment>> ElfFile::segments() const
{
    const std::uint64_t table = word(m_header, m_is64 ? 32 : 28);
    const std::uint64_t size = number(m_header, m_is64 ? 54 : 42, 2);
    const std::uint64_t count = std::min(kMostSegments, number(m_header, m_is64 ? 56 : 44, 2));
    std::vector<Segment> segments;
    if (table == 0 || size < (m_is64 ? 56 : 32) || size > kLargestTableEntry)
        return segments;
    STRATOSCOPE_TRY(const QByteArray entries, bytes(table, size * count));
    for (std::uint64_t at = 0; at + size <= std::uint64_t(entries.size()); at += size) {
        segments.push_back({
            .type = std::uint32_t(number(entries, at, 4)),
            .offset = word(entries, at + (m_is64 ? 8 : 4)),
            .address = word(entries, at + (m_is64 ? 16 : 8)),
            .size = word(entries, at + (m_is64 ? 32 : 16)),
        });
    }
    return segments;
}

Result<std::vector<ElfFile::Section>> ElfFile::sections() const
{
    const std::uint64_t table = word(m_header, m_is64 ? 40 : 32);
    const std::uint64_t size = number(m_header, m_is64 ? 58 : 46, 2);
    const std::uint64_t count = number(m_header, m_is64 ? 60 : 48, 2);
    const std::uint64_t namesSection = number(m_header, m_is64 ? 62 : 50, 2);
    std::vector<Section> sections;
    if (table == 0 || size < (m_is64 ? 64 : 40) || size > kLargestTableEntry || count > kMostSections)
        return sections;
    STRATOSCOPE_TRY(const QByteArray entries, bytes(table, size * count));
    const auto offsetAt = [&](std::uint64_t at) { return word(entries, at + (m_is64 ? 24 : 16)); };
    const auto sizeAt = [&](std::uint64_t at) { return word(entries, at + (m_is64 ? 32 : 20)); };
    STRATOSCOPE_TRY(const QByteArray names,
                    bytes(offsetAt(namesSection * size), std::min(sizeAt(namesSection * size), kLargestNameTable)));
    for (std::uint64_t at = 0; at + size <= std::uint64_t(entries.size()); at += size) {
        const std::uint64_t name = number(entries, at, 4);
        constexpr std::size_t kLongestName = 256;
        QByteArray text;
        if (name < std::uint64_t(names.size())) {
            const auto rest = std::string_view(names.constData(), std::size_t(names.size())).substr(name, kLongestName);
            text = QByteArray(rest.data(), qsizetype(std::min(rest.find('\0'), rest.size())));
        }
        sections.push_back({.name = std::move(text),
                            .type = std::uint32_t(number(entries, at + 4, 4)),
                            .offset = offsetAt(at),
                            .size = sizeAt(at)});
    }
    return sections;
}

std::optional<std::uint64_t> ElfFile::offsetOf(std::uint64_t address, std::span<const Segment> segments)
{
    for (const Segment &segment : segments) {
        if (segment.type == kSegmentLoad && address >= segment.address && address - segment.address < segment.size)
            return segment.offset + (address - segment.address);
    }
    return std::nullopt;
}

} // namespace stratoscope
