// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace stratoscope::ui {

/// Bytes of a file from a position on; fewer than asked for only at its end.
using ReadAt = std::function<Result<std::size_t>(std::uint64_t position, std::span<std::byte> into)>;

/// What an ELF file says about itself (System V ABI, "Object Files" and "Program Loading"). What cannot be read, since the file
/// lies or is cut off, is left empty.
struct ElfFacts {
    enum class Type { Relocatable, Executable, Shared, Core, Other };
    int bits = 64; ///< 32 or 64
    bool bigEndian = false;
    Type type = Type::Other;
    std::uint16_t machine = 0; ///< e_machine
    bool isPositionIndependent = false; ///< of an executable
    bool isDynamic = false; ///< has a dynamic section: a loader is involved
    bool isStripped = true; ///< there is no symbol table but for the loader's
    bool hasDebugInfo = false;
    QString interpreter;
    QString soname;
    QStringList needed; ///< at most 256
    QString rpath;
    QString runpath;
    QString buildId; ///< in hexadecimal
};

/// Nothing where the file is no ELF. Reads a few headers, at most some megabytes whatever they claim. Errors: those of reading.
Result<std::optional<ElfFacts>> readElf(const ReadAt &read);

/// "x86-64", "AArch64", …
QString elfMachineName(std::uint16_t machine);
/// "64-bit x86-64 executable, position-independent, dynamically linked, stripped"
QString elfSummary(const ElfFacts &facts);

} // namespace stratoscope::ui
