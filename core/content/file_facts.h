// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/elf_facts.h"
#include "tree/image_fs.h"

#include <variant>
#include <vector>

namespace stratoscope {

/// A file that a program names, and its entry if the image has one.
struct FileReference {
    QString name; ///< printable: as the program names it, or the path it was found at
    std::optional<NodeId> node;
    bool operator==(const FileReference &) const = default;
};

/// The `#!` line of a script.
struct ScriptFacts {
    FileReference interpreter;
    QString argument; ///< the rest of the line; empty if there is none
    std::optional<FileReference> program; ///< what `env` runs, searched for in the usual PATH
};

/// An ELF file with the files that it is loaded with.
struct ElfFileFacts {
    ElfFacts elf;
    std::optional<FileReference> interpreter;
    std::vector<FileReference> libraries; ///< in the order of ElfFacts::needed
};

/// How a program is run; std::monostate for a file that is neither a script nor an ELF file.
using FileFacts = std::variant<std::monostate, ScriptFacts, ElfFileFacts>;

/// `head`: the first bytes of the file. Blocks. Errors: those of reading.
///
/// Libraries are searched for as ld.so(8) does, in RUNPATH or RPATH and the usual directories. `ld.so.conf` is not read, which
/// makes no difference for the directories that distributions use.
Result<FileFacts> readFileFacts(const ImageFs &fs, NodeId node, QByteArrayView head);

/// A `#!` line split as Linux does.
struct ScriptLine {
    QByteArray interpreter;
    QByteArray argument; ///< the rest of the line, without blanks at either end
    bool operator==(const ScriptLine &) const = default;
};
/// Nothing if `head` does not start with a `#!` line.
std::optional<ScriptLine> scriptLine(QByteArrayView head);

} // namespace stratoscope
