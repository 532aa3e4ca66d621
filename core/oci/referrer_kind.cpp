// SPDX-License-Identifier: Apache-2.0
#include "oci/referrer_kind.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// A word within a type, lower-case, and what it tells. Types come in versions and with parameters.
struct Mark {
    QLatin1StringView word;
    ReferrerKind kind;
};

/// The first that fits counts: an SBOM within a statement is an SBOM.
constexpr std::array kTypeMarks{
    Mark{"spdx"_L1, ReferrerKind::Sbom},
    Mark{"cyclonedx"_L1, ReferrerKind::Sbom},
    Mark{"vnd.syft"_L1, ReferrerKind::Sbom},
    Mark{"sbom"_L1, ReferrerKind::Sbom},
    Mark{"vnd.cncf.notary.signature"_L1, ReferrerKind::Signature},
    Mark{"vnd.dev.cosign.simplesigning"_L1, ReferrerKind::Signature},
    Mark{"vnd.dev.cosign.artifact.sig"_L1, ReferrerKind::Signature},
    Mark{"vnd.dev.sigstore.bundle"_L1, ReferrerKind::Signature},
    Mark{"application/jose"_L1, ReferrerKind::Signature},
    Mark{"application/cose"_L1, ReferrerKind::Signature},
    Mark{"application/pgp-signature"_L1, ReferrerKind::Signature},
    Mark{"vnd.in-toto"_L1, ReferrerKind::Attestation},
    Mark{"vnd.dsse.envelope"_L1, ReferrerKind::Attestation},
    Mark{"vnd.docker.attestation"_L1, ReferrerKind::Attestation},
    Mark{"vnd.dev.cosign.artifact.att"_L1, ReferrerKind::Attestation},
    Mark{"slsa"_L1, ReferrerKind::Attestation},
};

constexpr std::array kPredicateMarks{
    Mark{"spdx.dev/"_L1, ReferrerKind::Sbom},
    Mark{"spdx.org/"_L1, ReferrerKind::Sbom},
    Mark{"cyclonedx.org/"_L1, ReferrerKind::Sbom},
    Mark{"syft.dev/"_L1, ReferrerKind::Sbom},
    Mark{"sigstore.dev/cosign/sign/"_L1, ReferrerKind::Signature},
};

template <std::size_t Count>
ReferrerKind kindBy(const std::array<Mark, Count> &marks, QStringView text, ReferrerKind otherwise)
{
    const auto found
        = std::ranges::find_if(marks, [text](const Mark &mark) { return text.contains(mark.word, Qt::CaseInsensitive); });
    return found == marks.end() ? otherwise : found->kind;
}

} // namespace

ReferrerKind referrerKind(QStringView type, QStringView predicateType)
{
    if (!predicateType.isEmpty())
        return kindBy(kPredicateMarks, predicateType, ReferrerKind::Attestation);
    return kindBy(kTypeMarks, type, ReferrerKind::Other);
}

bool isProvenance(QStringView predicateType)
{
    return predicateType.contains("/provenance"_L1, Qt::CaseInsensitive);
}

QString referrerKindName(ReferrerKind kind)
{
    switch (kind) {
    case ReferrerKind::Signature:
        return u"signature"_s;
    case ReferrerKind::Sbom:
        return u"sbom"_s;
    case ReferrerKind::Attestation:
        return u"attestation"_s;
    case ReferrerKind::Other:
        break;
    }
    return u"other"_s;
}

} // namespace stratoscope
