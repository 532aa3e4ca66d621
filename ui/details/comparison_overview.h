// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/image_diff.h"
#include "packages/compare_packages.h"
#include "ui/details/inspector.h"

namespace stratoscope::ui {

/// How two images differ besides their files, as sections of the page about an image: what they are, their config, their layers and
/// the steps of their history. What is the same on both sides is muted.
QList<InspectorSection> inspectComparison(const DiffSide &before, const DiffSide &after, const ImageDiff &diff);
/// The packages that differ, the first of them if there are very many.
InspectorSection inspectPackages(const std::vector<PackageChange> &changes);

} // namespace stratoscope::ui
