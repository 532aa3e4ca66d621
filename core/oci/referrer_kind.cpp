// SPDX-License-Identifier: Apache-2.0
#include "oci/referrer_kind.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// A lower-case part of a type, which may have a version and parameters, and the kind that it indicates.
struct TypePart {
    QLatin1StringView text;
    ReferrerKind kind;
};

/// The first match decides: an SBOM within a statement is an SBOM.
constexpr std::array kTypeParts{
    TypePart{"spdx"_L1, ReferrerKind::Sbom},
    TypePart{"cyclonedx"_L1, ReferrerKind::Sbom},
    TypePart{"vnd.syft"_L1, ReferrerKind::Sbom},
    TypePart{"sbom"_L1, ReferrerKind::Sbom},
    TypePart{"vnd.cncf.notary.signature"_L1, ReferrerKind::Signature},
    TypePart{"vnd.dev.cosign.simplesigning"_L1, ReferrerKind::Signature},
    TypePart{"vnd.dev.cosign.artifact.sig"_L1, ReferrerKind::Signature},
    TypePart{"vnd.dev.sigstore.bundle"_L1, ReferrerKind::Signature},
    TypePart{"application/jose"_L1, ReferrerKind::Signature},
    TypePart{"application/cose"_L1, ReferrerKind::Signature},
    TypePart{"application/pgp-signature"_L1, ReferrerKind::Signature},
    TypePart{"vnd.in-toto"_L1, ReferrerKind::Attestation},
    TypePart{"vnd.dsse.envelope"_L1, ReferrerKind::Attestation},
    TypePart{"vnd.docker.attestation"_L1, ReferrerKind::Attestation},
    TypePart{"vnd.dev.cosign.artifact.att"_L1, ReferrerKind::Attestation},
    TypePart{"slsa"_L1, ReferrerKind::Attestation},
};

constexpr std::array kPredicateParts{
    TypePart{"spdx.dev/"_L1, ReferrerKind::Sbom},
    TypePart{"spdx.org/"_L1, ReferrerKind::Sbom},
    TypePart{"cyclonedx.org/"_L1, ReferrerKind::Sbom},
    TypePart{"syft.dev/"_L1, ReferrerKind::Sbom},
    TypePart{"sigstore.dev/cosign/sign/"_L1, ReferrerKind::Signature},
};

template <std::size_t Count>
ReferrerKind kindBy(const std::array<TypePart, Count> &parts, QStringView text, ReferrerKind otherwise)
{
    const auto found
        = std::ranges::find_if(parts, [text](const TypePart &part) { return text.contains(part.text, Qt::CaseInsensitive); });
    return found == parts.end() ? otherwise : found->kind;
}

} // namespace

ReferrerKind referrerKind(QStringView type, QStringView predicateType)
{
    if (!predicateType.isEmpty())
        return kindBy(kPredicateParts, predicateType, ReferrerKind::Attestation);
    return kindBy(kTypeParts, type, ReferrerKind::Other);
}

bool isProvenance(QStringView predicateType)
{
    return predicateType.contains("/provenance"_L1, Qt::CaseInsensitive);
}

QString referrerKindName(ReferrerKind kind)
{
    static constexpr std::array kNames{"signature"_L1, "sbom"_L1, "attestation"_L1, "other"_L1};
    return kNames[std::size_t(kind)];
}

} // namespace stratoscope
