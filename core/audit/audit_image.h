// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/finding.h"
#include "base/progress.h"
#include "image/image.h"

#include <stop_token>
#include <vector>

namespace stratoscope {

/// What an audit of an image found, and what it looked at. A value.
struct AuditReport {
    std::vector<Finding> findings; ///< the most severe first, then by kind, path and layer
    std::vector<Error> notes; ///< what could not be looked at
    std::size_t layers = 0;
    std::uint64_t files = 0; ///< regular files of all layers, each as often as a layer has it
    std::uint64_t bytes = 0; ///< of these
};

/// Looks for what should not be in an image (docs/audit.md). Secrets are searched for in the configuration and in every file of
/// every layer, also in those that later layers delete; all else is about the image as it is run. Nothing of the image is run, and
/// nothing is sent anywhere.
///
/// Blocks; reads each distinct layer once, in parallel. What cannot be read is a note. Errors: those of MergedTree::merge(). Throws
/// Cancelled.
Result<AuditReport> auditImage(const Image &image, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
