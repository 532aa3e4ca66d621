// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/details/details.h"

namespace stratoscope::ui {

/// What a program file says of how it is run: an ELF file's machine, interpreter and libraries, a script's interpreter; each leads
/// to what it names where the image has that. Nothing for other files. `head`: the file's first bytes. Blocking. Errors: those of
/// reading.
Result<Details> fileFacts(const ImageFs &fs, NodeId node, QByteArrayView head);

/// The program of a `#!` line and its argument; nothing where there is none.
struct ScriptLine {
    QByteArray interpreter;
    QByteArray argument; ///< all that follows, as Linux passes it on
    bool operator==(const ScriptLine &) const = default;
};
std::optional<ScriptLine> scriptLine(QByteArrayView head);

} // namespace stratoscope::ui
