// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/elf_file.h"

#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace stratoscope {

/// The properties of an ELF file (System V ABI, "Object Files" and "Program Loading"). Those that cannot be read because the file
/// is invalid or cut off are left empty.
struct ElfFacts {
    enum class Type { Relocatable, Executable, Shared, Core, Other };
    int bits = 64; ///< 32 or 64
    bool bigEndian = false;
    Type type = Type::Other;
    std::uint16_t machine = 0; ///< e_machine
    bool isPositionIndependent = false; ///< of an Executable
    bool isDynamic = false; ///< has a dynamic section
    bool isStripped = true; ///< has no symbol table other than the loader's
    bool hasDebugInfo = false;
    QString interpreter;
    QString soname;
    QStringList needed; ///< at most 256
    QString rpath;
    QString runpath;
    QString buildId; ///< in hexadecimal
    struct Section {
        QString name;
        std::uint64_t size = 0; ///< in memory; most have as many bytes in the file
        bool operator==(const Section &) const = default;
    };
    std::vector<Section> sections; ///< at most 256
};

/// Nothing if the file is not an ELF file. Reads a few headers, at most some MiB whatever sizes they claim. Errors: those of
/// reading.
Result<std::optional<ElfFacts>> readElf(const ReadAt &read);

} // namespace stratoscope
