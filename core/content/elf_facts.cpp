// SPDX-License-Identifier: Apache-2.0
#include "content/elf_facts.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <vector>

namespace stratoscope {

namespace {

// Limits for the sizes and counts that a file claims.
constexpr std::size_t kMostSegments = 1024;
constexpr std::size_t kMostSections = 65536;
constexpr std::size_t kLargestDynamic = 1024 * 1024;
constexpr std::size_t kLargestNote = 64 * 1024;
constexpr std::size_t kLongestString = 4096;
constexpr qsizetype kMostNeeded = 256;
constexpr std::size_t kMostListedSections = 256;
constexpr qsizetype kLongestSectionName = 256;

constexpr std::uint32_t kSegmentLoad = 1;
constexpr std::uint32_t kSegmentDynamic = 2;
constexpr std::uint32_t kSegmentInterpreter = 3;
constexpr std::uint32_t kSegmentNote = 4;
constexpr std::uint32_t kSectionSymbols = 2;

struct Segment {
    std::uint32_t type = 0;
    std::uint64_t offset = 0;
    std::uint64_t address = 0;
    std::uint64_t size = 0; ///< in the file
};

/// Reads one ELF file. Whatever lies beyond its end is empty, not an error.
class ElfReader
{
public:
    ElfReader(const ReadAt &read, bool is64, bool bigEndian)
        : m_read(read)
        , m_is64(is64)
        , m_bigEndian(bigEndian)
    {
    }

    Result<ElfFacts> run(const QByteArray &header)
    {
        using Type = ElfFacts::Type;
        constexpr std::array kTypes{Type::Other, Type::Relocatable, Type::Executable, Type::Shared, Type::Core};
        m_facts.bits = m_is64 ? 64 : 32;
        m_facts.bigEndian = m_bigEndian;
        const std::uint64_t type = number(header, 16, 2);
        m_facts.type = type < kTypes.size() ? kTypes[std::size_t(type)] : Type::Other;
        m_facts.machine = std::uint16_t(number(header, 18, 2));
        STRATOSCOPE_CHECK(readSegments(header));
        const auto interpreter = std::ranges::find(m_segments, kSegmentInterpreter, &Segment::type);
        if (interpreter != m_segments.end()) {
            STRATOSCOPE_TRY(m_facts.interpreter, string(interpreter->offset));
        }
        int notes = 0;
        for (const Segment &segment : m_segments) {
            if (segment.type == kSegmentDynamic && !m_facts.isDynamic)
                STRATOSCOPE_CHECK(readDynamic(segment));
            else if (segment.type == kSegmentNote && ++notes <= 16)
                STRATOSCOPE_CHECK(readNotes(segment));
        }
        STRATOSCOPE_CHECK(readSections(header));
        if (m_facts.type == Type::Shared) {
            if (m_facts.isPositionIndependent || !m_facts.interpreter.isEmpty())
                m_facts.type = Type::Executable;
            m_facts.isPositionIndependent = true;
        }
        return m_facts;
    }

private:
    Result<QByteArray> bytes(std::uint64_t offset, std::uint64_t count) const
    {
        QByteArray bytes(qsizetype(count), Qt::Uninitialized);
        STRATOSCOPE_TRY(const std::size_t got, m_read(offset, std::as_writable_bytes(std::span(bytes.data(), std::size_t(count)))));
        bytes.truncate(qsizetype(got));
        return bytes;
    }

    Result<QString> string(std::uint64_t offset) const
    {
        STRATOSCOPE_TRY(const QByteArray found, bytes(offset, kLongestString));
        const qsizetype end = found.indexOf('\0');
        return end < 0 ? QString() : printable({found.constData(), std::size_t(end)});
    }

    /// An unsigned number of `width` bytes; 0 beyond the end.
    std::uint64_t number(QByteArrayView from, std::uint64_t at, int width) const
    {
        if (at > std::uint64_t(from.size()) || std::uint64_t(from.size()) - at < std::uint64_t(width))
            return 0;
        std::uint64_t value = 0;
        for (int i = 0; i < width; ++i) {
            const int index = m_bigEndian ? i : width - 1 - i;
            value = value << 8 | std::uint8_t(from[qsizetype(at) + index]);
        }
        return value;
    }

    /// A number as wide as an address.
    std::uint64_t word(QByteArrayView from, std::uint64_t at) const { return number(from, at, m_is64 ? 8 : 4); }

    Result<void> readSegments(const QByteArray &header)
    {
        const std::uint64_t table = word(header, m_is64 ? 32 : 28);
        const std::uint64_t size = number(header, m_is64 ? 54 : 42, 2);
        const auto count = std::min<std::uint64_t>(kMostSegments, number(header, m_is64 ? 56 : 44, 2));
        if (table == 0 || size < (m_is64 ? 56 : 32) || size > 256)
            return {};
        STRATOSCOPE_TRY(const QByteArray entries, bytes(table, size * count));
        for (std::uint64_t i = 0; (i + 1) * size <= std::uint64_t(entries.size()); ++i) {
            const auto entry = QByteArrayView(entries).sliced(qsizetype(i) * qsizetype(size), qsizetype(size));
            m_segments.push_back({
                .type = std::uint32_t(number(entry, 0, 4)),
                .offset = word(entry, m_is64 ? 8 : 4),
                .address = word(entry, m_is64 ? 16 : 8),
                .size = word(entry, m_is64 ? 32 : 16),
            });
        }
        return {};
    }

    Result<void> readDynamic(const Segment &segment)
    {
        constexpr std::uint64_t kNeeded = 1, kStrings = 5, kSoname = 14, kRpath = 15, kRunpath = 29, kFlags1 = 0x6ffffffb;
        constexpr std::uint64_t kFlagPie = 0x08000000;
        m_facts.isDynamic = true;
        STRATOSCOPE_TRY(const QByteArray table, bytes(segment.offset, std::min<std::uint64_t>(segment.size, kLargestDynamic)));
        const std::uint64_t size = m_is64 ? 16 : 8;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> entries;
        for (std::uint64_t at = 0; at + size <= std::uint64_t(table.size()); at += size) {
            const std::uint64_t tag = word(table, at);
            if (tag == 0)
                break;
            entries.emplace_back(tag, word(table, at + size / 2));
        }
        const auto strings = std::ranges::find(entries, kStrings, [](const auto &entry) { return entry.first; });
        const auto base = strings == entries.end() ? std::nullopt : offsetOf(strings->second);
        for (const auto &[tag, value] : entries) {
            if (tag == kFlags1)
                m_facts.isPositionIndependent = m_facts.isPositionIndependent || (value & kFlagPie) != 0;
            if (!base || (tag != kNeeded && tag != kSoname && tag != kRpath && tag != kRunpath)
                || (tag == kNeeded && m_facts.needed.size() >= kMostNeeded))
                continue;
            STRATOSCOPE_TRY(const QString text, string(*base + value));
            if (tag == kNeeded && !text.isEmpty())
                m_facts.needed += text;
            else if (tag == kSoname)
                m_facts.soname = text;
            else if (tag == kRpath)
                m_facts.rpath = text;
            else if (tag == kRunpath)
                m_facts.runpath = text;
        }
        return {};
    }

    Result<void> readNotes(const Segment &segment)
    {
        constexpr std::uint64_t kGnuBuildId = 3;
        STRATOSCOPE_TRY(const QByteArray notes, bytes(segment.offset, std::min<std::uint64_t>(segment.size, kLargestNote)));
        const auto padded = [](std::uint64_t size) { return (size + 3) / 4 * 4; };
        const auto end = std::uint64_t(notes.size());
        for (std::uint64_t at = 0; at + 12 <= end;) {
            const std::uint64_t nameSize = number(notes, at, 4);
            const std::uint64_t size = number(notes, at + 4, 4);
            const std::uint64_t name = at + 12;
            const std::uint64_t value = name + padded(nameSize);
            if (value > end || size > end - value)
                break;
            if (number(notes, at + 8, 4) == kGnuBuildId && QByteArrayView(notes).sliced(qsizetype(name)).startsWith("GNU\0")
                && size <= 64)
                m_facts.buildId = QString::fromLatin1(notes.mid(qsizetype(value), qsizetype(size)).toHex());
            at = value + padded(size);
        }
        return {};
    }

    Result<void> readSections(const QByteArray &header)
    {
        const std::uint64_t table = word(header, m_is64 ? 40 : 32);
        const std::uint64_t size = number(header, m_is64 ? 58 : 46, 2);
        const std::uint64_t count = number(header, m_is64 ? 60 : 48, 2);
        const std::uint64_t namesSection = number(header, m_is64 ? 62 : 50, 2);
        if (table == 0 || size < (m_is64 ? 64 : 40) || size > 256 || count > kMostSections)
            return {};
        STRATOSCOPE_TRY(const QByteArray entries, bytes(table, size * count));
        const std::uint64_t namesOffset = word(entries, namesSection * size + (m_is64 ? 24 : 16));
        const std::uint64_t namesSize = word(entries, namesSection * size + (m_is64 ? 32 : 20));
        STRATOSCOPE_TRY(const QByteArray names, bytes(namesOffset, std::min<std::uint64_t>(namesSize, kLargestDynamic)));
        for (std::uint64_t at = 0; at + size <= std::uint64_t(entries.size()); at += size) {
            if (number(entries, at + 4, 4) == kSectionSymbols)
                m_facts.isStripped = false;
            const std::uint64_t name = number(entries, at, 4);
            if (name < std::uint64_t(names.size())) {
                const auto text = QByteArrayView(names).sliced(qsizetype(name));
                const auto end = text.first(std::min(kLongestSectionName, text.size())).indexOf('\0');
                if (end > 0 && m_facts.sections.size() < kMostListedSections)
                    m_facts.sections.push_back(
                        {printable({text.data(), std::size_t(end)}), word(entries, at + (m_is64 ? 32 : 20))});
                m_facts.hasDebugInfo = m_facts.hasDebugInfo || text.startsWith(".debug_info") || text.startsWith(".zdebug_info");
            }
        }
        return {};
    }

    std::optional<std::uint64_t> offsetOf(std::uint64_t address) const
    {
        for (const Segment &segment : m_segments) {
            if (segment.type == kSegmentLoad && address >= segment.address && address - segment.address < segment.size)
                return segment.offset + (address - segment.address);
        }
        return std::nullopt;
    }

    const ReadAt &m_read;
    const bool m_is64;
    const bool m_bigEndian;
    std::vector<Segment> m_segments;
    ElfFacts m_facts;
};

} // namespace

Result<std::optional<ElfFacts>> readElf(const ReadAt &read)
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
    return ElfReader(read, elfClass == 2, order == 2).run(header);
}

} // namespace stratoscope
