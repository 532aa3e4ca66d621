// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/finding.h"
#include "oci/image_config.h"
#include "tree/image_fs.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// What keeps programs of an image from running.
struct ProgramFindings {
    std::vector<Finding> findings;
    std::vector<Error> notes; ///< files that cannot be read
};

/// Looks at what the image runs, as "Will it boot?" does (vm/boot_check.h), and at all programs in the directories of its PATH:
/// whether the interpreters of scripts, the loaders of programs, and the libraries of these and of their libraries are in the
/// image. One finding for each missing file. `hasConfig`: false for a bare file system, which is not meant to run anything.
///
/// Blocks. Throws Cancelled.
ProgramFindings programFindings(const ImageFs &fs, const RunConfig &config, bool hasConfig, const std::stop_token &stop);

} // namespace stratoscope
