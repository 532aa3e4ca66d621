// SPDX-License-Identifier: Apache-2.0
#include "content/elf_facts.h"

#include "base/hash.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <vector>

namespace stratoscope {

namespace {

// Limits for the sizes and counts that a file claims.
constexpr std::size_t kLargestDynamic = 1024 * 1024;
constexpr std::size_t kLargestNote = 64 * 1024;
constexpr std::size_t kLongestString = 4096;
constexpr qsizetype kMostNeeded = 256;
constexpr std::size_t kMostListedSections = 256;

constexpr std::uint32_t kSegmentDynamic = 2;
constexpr std::uint32_t kSegmentInterpreter = 3;
constexpr std::uint32_t kSegmentNote = 4;
constexpr std::uint32_t kSectionSymbols = 2;

using Segment = ElfFile::Segment;

/// Reads one ELF file. Whatever lies beyond its end is empty, not an error.
class ElfReader
{
public:
    explicit ElfReader(const ElfFile &file)
        : m_file(file)
    {
    }

    Result<ElfFacts> run()
    {
        using Type = ElfFacts::Type;
        constexpr std::array kTypes{Type::Other, Type::Relocatable, Type::Executable, Type::Shared, Type::Core};
        m_facts.bits = m_file.is64() ? 64 : 32;
        m_facts.bigEndian = m_file.isBigEndian();
        m_facts.type = m_file.type() < kTypes.size() ? kTypes[m_file.type()] : Type::Other;
        m_facts.machine = m_file.machine();
        STRATOSCOPE_TRY(m_segments, m_file.segments());
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
        STRATOSCOPE_CHECK(readSections());
        if (m_facts.type == Type::Shared) {
            if (m_facts.isPositionIndependent || !m_facts.interpreter.isEmpty())
                m_facts.type = Type::Executable;
            m_facts.isPositionIndependent = true;
        }
        return m_facts;
    }

private:
    Result<QString> string(std::uint64_t offset) const
    {
        STRATOSCOPE_TRY(const QByteArray found, m_file.bytes(offset, kLongestString));
        const qsizetype end = found.indexOf('\0');
        return end < 0 ? QString() : printable({found.constData(), std::size_t(end)});
    }

    Result<void> readDynamic(const Segment &segment)
    {
        constexpr std::uint64_t kNeeded = 1, kStrings = 5, kSoname = 14, kRpath = 15, kRunpath = 29, kFlags1 = 0x6ffffffb;
        constexpr std::uint64_t kFlagPie = 0x08000000;
        m_facts.isDynamic = true;
        STRATOSCOPE_TRY(const QByteArray table,
                        m_file.bytes(segment.offset, std::min<std::uint64_t>(segment.size, kLargestDynamic)));
        const std::uint64_t size = m_file.is64() ? 16 : 8;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> entries;
        for (std::uint64_t at = 0; at + size <= std::uint64_t(table.size()); at += size) {
            const std::uint64_t tag = m_file.word(table, at);
            if (tag == 0)
                break;
            entries.emplace_back(tag, m_file.word(table, at + size / 2));
        }
        const auto strings = std::ranges::find(entries, kStrings, [](const auto &entry) { return entry.first; });
        const auto base = strings == entries.end() ? std::nullopt : ElfFile::offsetOf(strings->second, m_segments);
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
        STRATOSCOPE_TRY(const QByteArray notes, m_file.bytes(segment.offset, std::min<std::uint64_t>(segment.size, kLargestNote)));
        const auto padded = [](std::uint64_t size) { return (size + 3) / 4 * 4; };
        const auto end = std::uint64_t(notes.size());
        for (std::uint64_t at = 0; at + 12 <= end;) {
            const std::uint64_t nameSize = m_file.number(notes, at, 4);
            const std::uint64_t size = m_file.number(notes, at + 4, 4);
            const std::uint64_t name = at + 12;
            const std::uint64_t value = name + padded(nameSize);
            if (value > end || size > end - value)
                break;
            if (m_file.number(notes, at + 8, 4) == kGnuBuildId && QByteArrayView(notes).sliced(qsizetype(name)).startsWith("GNU\0")
                && size <= 64)
                m_facts.buildId = QString::fromLatin1(notes.mid(qsizetype(value), qsizetype(size)).toHex());
            at = value + padded(size);
        }
        return {};
    }

    Result<void> readSections()
    {
        STRATOSCOPE_TRY(const std::vector<ElfFile::Section> sections, m_file.sections());
        for (const ElfFile::Section &section : sections) {
            m_facts.isStripped = m_facts.isStripped && section.type != kSectionSymbols;
            if (!section.name.isEmpty() && m_facts.sections.size() < kMostListedSections)
                m_facts.sections.push_back({printable(asText(section.name)), section.size});
            m_facts.hasDebugInfo
                = m_facts.hasDebugInfo || section.name.startsWith(".debug_info") || section.name.startsWith(".zdebug_info");
        }
        return {};
    }

    const ElfFile &m_file;
    std::vector<Segment> m_segments;
    ElfFacts m_facts;
};

} // namespace

Result<std::optional<ElfFacts>> readElf(const ReadAt &read)
{
    STRATOSCOPE_TRY(const auto file, ElfFile::open(read));
    if (!file)
        return std::nullopt;
    return ElfReader(*file).run();
}

} // namespace stratoscope
