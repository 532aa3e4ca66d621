// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "tree/image_fs.h"

#include <stop_token>

namespace stratoscope::ui {

/// Writes a file of an image to `path`, atomically replacing an existing file. Blocking. Throws Cancelled.
Result<void> saveFile(const ImageFs &fs, NodeId node, const QString &path, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope::ui
