// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/image_analysis.h"

#include <QString>

/// What an analysis has found, in the user's language.
namespace stratoscope::ui {

/// Which layer wastes what: "Layer 3 changes only the mode of 120 files of layer 2".
QString savingText(const Saving &saving);
/// What to write instead: "Set the mode when layer 2 copies the files, with COPY --chmod.".
QString savingAdvice(const Saving &saving);
/// What the image is built on, if that is known; otherwise empty.
QString baseText(const ImageAnalysis &analysis);

} // namespace stratoscope::ui
