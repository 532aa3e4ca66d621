// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/referrers.h"

/// Describes artifacts that refer to an image, in the user's language. Pure functions.
namespace stratoscope::ui {

/// "Signature", "SBOM", "Provenance", …
QString referrerKindText(const Referrer &referrer);
/// The predicate type, or else the media type of the document.
QString referrerTypeText(const Referrer &referrer);
/// All known properties, one per line.
QString referrerDetails(const Referrer &referrer);

/// The kinds of artifacts: "Signed · SBOM · Provenance". Empty if there are none.
QString referrersSummary(const std::vector<Referrer> &referrers);

} // namespace stratoscope::ui
