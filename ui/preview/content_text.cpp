// SPDX-License-Identifier: Apache-2.0
#include "ui/preview/content_text.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct ProgramTr {
    Q_DECLARE_TR_FUNCTIONS(Program)
};

/// "x86-64", "AArch64", …
QString machineName(std::uint16_t machine)
{
    struct Name {
        std::uint16_t number;
        QLatin1StringView name;
    };
    static constexpr Name kNames[]{
        {2, "SPARC"_L1},   {3, "x86"_L1},       {8, "MIPS"_L1},     {20, "PowerPC"_L1},  {21, "PowerPC64"_L1},
        {22, "IBM Z"_L1},  {40, "ARM"_L1},      {42, "SuperH"_L1},  {43, "SPARC V9"_L1}, {50, "Itanium"_L1},
        {62, "x86-64"_L1}, {183, "AArch64"_L1}, {243, "RISC-V"_L1}, {247, "BPF"_L1},     {258, "LoongArch"_L1},
    };
    const auto known = std::ranges::find(kNames, machine, &Name::number);
    return known != std::end(kNames) ? QString(known->name) : ProgramTr::tr("machine %1").arg(machine);
}

Detail referenceDetail(const QString &label, const FileReference &file)
{
    return {label, file.node ? file.name : ProgramTr::tr("%1 (not found)").arg(file.name), false, file.node};
}

Details scriptDetails(const ScriptFacts &script)
{
    Details details{referenceDetail(ProgramTr::tr("Interpreter"), script.interpreter)};
    if (script.program)
        details.append(referenceDetail(ProgramTr::tr("Runs"), *script.program));
    else if (!script.argument.isEmpty())
        details.append({ProgramTr::tr("Argument"), script.argument});
    return details;
}

Details elfDetails(const ElfFileFacts &facts)
{
    Details details{{ProgramTr::tr("Program"), elfSummary(facts.elf)}};
    if (facts.interpreter)
        details.append(referenceDetail(ProgramTr::tr("Loader"), *facts.interpreter));
    QString label = ProgramTr::tr("Libraries");
    for (const FileReference &library : facts.libraries)
        details.append(referenceDetail(std::exchange(label, {}), library));
    const auto addIfAny = [&details](const QString &name, const QString &value, bool fixedWidth = false) {
        if (!value.isEmpty())
            details.append({name, value, fixedWidth});
    };
    addIfAny(u"SONAME"_s, facts.elf.soname);
    addIfAny(u"RPATH"_s, facts.elf.rpath);
    addIfAny(u"RUNPATH"_s, facts.elf.runpath);
    addIfAny(ProgramTr::tr("Build ID"), facts.elf.buildId, true);
    return details;
}

} // namespace

QString elfSummary(const ElfFacts &facts)
{
    const QString machine = machineName(facts.machine);
    QStringList parts;
    switch (facts.type) {
    case ElfFacts::Type::Executable:
        parts += ProgramTr::tr("%1-bit %2 executable").arg(facts.bits).arg(machine);
        break;
    case ElfFacts::Type::Shared:
        parts += ProgramTr::tr("%1-bit %2 shared library").arg(facts.bits).arg(machine);
        break;
    case ElfFacts::Type::Relocatable:
        parts += ProgramTr::tr("%1-bit %2 object file").arg(facts.bits).arg(machine);
        break;
    case ElfFacts::Type::Core:
        parts += ProgramTr::tr("%1-bit %2 core dump").arg(facts.bits).arg(machine);
        break;
    case ElfFacts::Type::Other:
        parts += ProgramTr::tr("%1-bit %2 ELF file").arg(facts.bits).arg(machine);
    }
    if (facts.bigEndian)
        parts += ProgramTr::tr("big-endian");
    if (facts.type == ElfFacts::Type::Executable) {
        if (facts.isPositionIndependent)
            parts += ProgramTr::tr("position-independent");
        parts += facts.interpreter.isEmpty() && facts.needed.isEmpty() ? ProgramTr::tr("statically linked")
                                                                       : ProgramTr::tr("dynamically linked");
    }
    if (facts.type == ElfFacts::Type::Executable || facts.type == ElfFacts::Type::Shared)
        parts += facts.isStripped ? ProgramTr::tr("stripped") : ProgramTr::tr("not stripped");
    if (facts.hasDebugInfo)
        parts += ProgramTr::tr("with debug information");
    return listText(parts);
}

Details programDetails(const FileFacts &facts)
{
    if (const auto *const script = std::get_if<ScriptFacts>(&facts))
        return scriptDetails(*script);
    if (const auto *const elf = std::get_if<ElfFileFacts>(&facts))
        return elfDetails(*elf);
    return {};
}

QString archiveFormatText(const ArchiveListing &listing)
{
    switch (listing.format) {
    case ArchiveListing::Format::Zip:
        return u"ZIP"_s;
    case ArchiveListing::Format::Tar:
        return listing.compression == Compression::None ? u"tar"_s : listText({u"tar"_s, compressionName(listing.compression)});
    case ArchiveListing::Format::Ar:
        return u"ar"_s;
    case ArchiveListing::Format::DebianPackage:
        return ProgramTr::tr("Debian package");
    }
    Q_UNREACHABLE();
}

QString archiveMissingText(const ArchiveListing &listing)
{
    switch (listing.missing) {
    case ArchiveListing::Missing::Nothing:
        return {};
    case ArchiveListing::Missing::FurtherEntries:
        return ProgramTr::tr("Only the first %1 entries are shown.").arg(countText(kMaxListedEntries));
    case ArchiveListing::Missing::InvalidPaths:
        return ProgramTr::tr("Entries with invalid paths are not shown.");
    case ArchiveListing::Missing::Rest:
        return ProgramTr::tr("The archive could not be read completely: %1.").arg(listing.problem);
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope::ui
