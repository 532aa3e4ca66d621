// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "content/elf_file.h"

#include <string>
#include <vector>

namespace stratoscope {

/// What Go's linker records in a program (package runtime/debug, BuildInfo): what `go version -m` prints.
struct GoBuildInfo {
    struct Module {
        std::string path;
        std::string version; ///< `v1.2.3`; `(devel)` for what was built from a working directory; may be empty
        bool operator==(const Module &) const = default;
    };
    std::string goVersion; ///< `go1.22.1`
    std::string path; ///< of the main package
    Module main; ///< the module that contains it; empty if it was built without modules
    std::vector<Module> dependencies; ///< those that were really used, in place of what they replace

    bool operator==(const GoBuildInfo &) const = default;

    /// Reads the section `.go.buildinfo`, of both forms: the pointers of Go up to 1.17, and the strings since then. Nothing if the
    /// file has no such section. Errors: Malformed, without a subject; those of reading.
    static Result<std::optional<GoBuildInfo>> read(const ElfFile &file);
    /// Takes over the lines of modules (`path`, `mod`, `dep` and `=>`).
    void addModules(std::string_view lines);
};

} // namespace stratoscope
