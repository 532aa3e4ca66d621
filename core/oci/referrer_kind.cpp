// SPDX-License-Identifier: Apache-2.0
#include "oci/referrer_kind.h"

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// What the types of documents of a kind contain.
struct KindTypes {
    ReferrerKind kind;
    std::vector<QLatin1StringView> parts;
};

ReferrerKind kindBy(const std::vector<KindTypes> &kinds, QStringView text, ReferrerKind otherwise)
{
    const auto isOf = [text](const KindTypes &kind) {
        return std::ranges::any_of(kind.parts, [text](QLatin1StringView part) { return text.contains(part, Qt::CaseInsensitive); });
    };
    const auto found = std::ranges::find_if(kinds, isOf);
    return found == kinds.end() ? otherwise : found->kind;
}

} // namespace

ReferrerKind referrerKind(QStringView type, QStringView predicateType)
{
    // The first kind that matches: an SBOM within a statement is an SBOM. Types may have a version and parameters.
    static const std::vector<KindTypes> kTypes{
        {ReferrerKind::Sbom, {"spdx"_L1, "cyclonedx"_L1, "vnd.syft"_L1, "sbom"_L1}},
        {ReferrerKind::Signature,
         {"vnd.cncf.notary.signature"_L1, "vnd.dev.cosign.simplesigning"_L1, "vnd.dev.cosign.artifact.sig"_L1,
          "vnd.dev.sigstore.bundle"_L1, "application/jose"_L1, "application/cose"_L1, "application/pgp-signature"_L1}},
        {ReferrerKind::Attestation,
         {"vnd.in-toto"_L1, "vnd.dsse.envelope"_L1, "vnd.docker.attestation"_L1, "vnd.dev.cosign.artifact.att"_L1, "slsa"_L1}}};
    static const std::vector<KindTypes> kPredicates{
        {ReferrerKind::Sbom, {"spdx.dev/"_L1, "spdx.org/"_L1, "cyclonedx.org/"_L1, "syft.dev/"_L1}},
        {ReferrerKind::Signature, {"sigstore.dev/cosign/sign/"_L1}}};
    return predicateType.isEmpty() ? kindBy(kTypes, type, ReferrerKind::Other)
                                   : kindBy(kPredicates, predicateType, ReferrerKind::Attestation);
}

QString documentName(QStringView type)
{
    struct Name {
        QLatin1StringView part;
        QLatin1StringView name;
    };
    static constexpr std::array kNames{Name{"spdx"_L1, "SPDX SBOM"_L1},
                                       Name{"cyclonedx"_L1, "CycloneDX SBOM"_L1},
                                       Name{"vnd.syft"_L1, "Syft SBOM"_L1},
                                       Name{"sbom"_L1, "SBOM"_L1},
                                       Name{"vnd.cncf.notary.signature"_L1, "Notary signature"_L1},
                                       Name{"vnd.dev.cosign.simplesigning"_L1, "cosign signature"_L1},
                                       Name{"vnd.dev.cosign.artifact.sig"_L1, "cosign signature"_L1},
                                       Name{"vnd.dev.sigstore.bundle"_L1, "Sigstore bundle"_L1},
                                       Name{"vnd.dsse.envelope"_L1, "cosign attestation"_L1},
                                       Name{"vnd.dev.cosign.artifact.att"_L1, "cosign attestation"_L1}};
    const auto isOf = [type](const Name &name) { return type.contains(name.part, Qt::CaseInsensitive); };
    if (const auto *const found = std::ranges::find_if(kNames, isOf); found != kNames.end())
        return found->name;
    const ReferrerKind kind = referrerKind(type, {});
    return kind == ReferrerKind::Other ? QString() : referrerKindName(kind);
}

QString referrerKindName(ReferrerKind kind)
{
    static constexpr std::array kNames{"signature"_L1, "sbom"_L1, "attestation"_L1, "other"_L1};
    return kNames[std::size_t(kind)];
}

} // namespace stratoscope
