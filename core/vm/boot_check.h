// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"
#include "tree/image_fs.h"

namespace stratoscope {

/// What may keep an image from running: an answer to "Will it boot?".
struct BootFinding {
    enum class Kind {
        Command, ///< neither entrypoint nor command: a shell is run
        Program, ///< the program is missing, or cannot be executed
        Interpreter, ///< of a script, or the loader of a program
        Library,
        User,
        Directory, ///< the working directory
    };
    Kind kind = Kind::Program;
    bool isFatal = true; ///< otherwise it may run all the same
    QString text; ///< a sentence without a full stop
    std::optional<NodeId> node; ///< the file that it is about
};

/// Looks at the program that the image runs, the files that this needs, the user and the working directory. No finding means that
/// nothing is known to be wrong. The kernel and what it needs: see planVm(). Blocks. Errors: those of reading.
Result<std::vector<BootFinding>> checkBoot(const ImageFs &fs, const RunConfig &config);

} // namespace stratoscope
