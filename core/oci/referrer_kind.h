// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope {

/// The kind of a document that refers to an image.
enum class ReferrerKind { Signature, Sbom, Attestation, Other };

/// `type`: the artifact type, or the media type of its content. `predicateType`: that of an in-toto statement or a Sigstore bundle,
/// which takes precedence. Either may be empty. A bundle without a predicate type is a signature.
ReferrerKind referrerKind(QStringView type, QStringView predicateType);

/// Whether an attestation describes how the image was built.
inline bool isProvenance(QStringView predicateType)
{
    return predicateType.contains(QLatin1StringView("/provenance"), Qt::CaseInsensitive);
}

/// What people call a document of this type: `cosign signature`, `SPDX SBOM`; empty if it is none that refers to an image.
QString documentName(QStringView type);

/// `signature`, `sbom`, `attestation`, `other`.
QString referrerKindName(ReferrerKind kind);

} // namespace stratoscope
