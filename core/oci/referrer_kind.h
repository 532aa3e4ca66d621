// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope {

/// What a document is that refers to an image.
enum class ReferrerKind { Signature, Sbom, Attestation, Other };

/// `type`: the artifact's type, or the media type of its content; `predicateType`: of a statement (in-toto) or a bundle (Sigstore)
/// the type of what it states, which then decides. Either may be empty. A bundle that does not tell its predicate is a signature.
ReferrerKind referrerKind(QStringView type, QStringView predicateType);

/// Whether an attestation tells how the image was built.
bool isProvenance(QStringView predicateType);

/// `signature`, `sbom`, `attestation`, `other`.
QString referrerKindName(ReferrerKind kind);

} // namespace stratoscope
