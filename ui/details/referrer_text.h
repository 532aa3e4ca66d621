// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/referrers.h"

/// How what refers to an image is put into words, in the user's language. Pure functions.
namespace stratoscope::ui {

/// "Signature", "SBOM", "Provenance", …
QString referrerKindText(const Referrer &referrer);
/// What it is by its own type: the predicate's, else the document's.
QString referrerTypeText(const Referrer &referrer);
/// All that is known of it, a line each.
QString referrerDetails(const Referrer &referrer);

/// "Signed · SBOM · Provenance": each kind that there is once. Empty where there is nothing.
QString referrersSummary(const std::vector<Referrer> &referrers);

} // namespace stratoscope::ui
