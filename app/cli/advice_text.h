// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/saving.h"

/// What the command line says about savings, in English.
namespace stratoscope::cli {

/// What happened, and how often: "Layer 5 changes only the mode of 3 files of layer 2".
QString causeText(const Saving &saving);
/// What to do about it, as one sentence.
QString adviceText(const Saving &saving);

} // namespace stratoscope::cli
