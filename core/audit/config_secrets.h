// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/finding.h"
#include "oci/image_config.h"

#include <vector>

namespace stratoscope {

/// The secrets in an image's configuration: its variables, labels, commands, health check and history, which keeps the arguments
/// of the build. No layer carries these, but the configuration itself.
std::vector<Finding> secretsInConfig(const ImageConfig &config);

} // namespace stratoscope
