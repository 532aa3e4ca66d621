// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit_image.h"

/// Texts about the findings of an audit, in the user's language. What was seen is said in English, as on the command line.
namespace stratoscope::ui {

/// "Private keys", "Tokens and keys of services", …
QString findingKindText(FindingKind kind);
/// "High", "Medium", …
QString severityText(FindingSeverity severity);
/// "Layer 1, deleted in layer 2"; "Configuration" for what is there.
QString findingLayerText(const Finding &finding);
/// Where the finding still is, in sentences.
QString whereaboutsText(const Finding &finding);
/// "3 findings, 1 of them high", "Nothing found"
QString findingCountText(const AuditReport &report);
/// What was searched: "Searched the configuration and 1,234 files (1.0 GiB) in 5 layers".
QString searchedText(const AuditReport &report);

} // namespace stratoscope::ui
