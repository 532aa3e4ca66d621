// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"
#include "packages/package.h"

#include <optional>

namespace stratoscope::ui {

enum class SbomFormat { Spdx, CycloneDx };

/// Writes the packages of an image, or of its state after the layer `upTo`, to a file, which is replaced if it exists. `tree`: that
/// they were read from. Blocking. Errors: those of writing.
Result<void> saveSbom(const Image &image, std::optional<int> upTo, const PackageList &packages, const MergedTree &tree,
                      SbomFormat format, const QString &path);

} // namespace stratoscope::ui
