// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/referrer_kind.h"
#include "registry/client/remote_repository.h"

namespace stratoscope {

/// A document that refers to an image in a registry. It is only listed, not verified.
struct Referrer {
    ReferrerKind kind = ReferrerKind::Other;
    QString type; ///< the artifact's type, or the media type of the document
    QString predicateType; ///< of an attestation; empty if not given
    Digest digest; ///< of the document; of its manifest if that contains none or could not be read
    qint64 size = 0; ///< of the same, in bytes
    QString title; ///< from an annotation; may be empty
    QString created; ///< from an annotation, as written; may be empty
    Digest subject; ///< the index or manifest that it refers to
    std::optional<Platform> platform; ///< of the subject, if it is a manifest in an index

    bool operator==(const Referrer &) const = default;
};

struct ReferrerList {
    std::vector<Referrer> referrers; ///< those of the index first, then by platform; signatures first
    QStringList warnings; ///< sentences: why the list may be incomplete
};

/// Lists what refers to an image: by the registry's referrers API (OCI distribution-spec) or its fallback tag, by cosign's tags
/// (`sha256-….sig`, `.att`, `.sbom`), and by BuildKit's entries in the index. For an index, also what refers to its manifests; with
/// a platform, only to the manifest for it, besides the index itself.
///
/// Errors: those of the reference itself; WrongPlatform; Network and RateLimited if nothing was found but one kind of request
/// failed. Endless lists are cut off, with a warning. Blocking. Throws Cancelled.
Result<ReferrerList> listReferrers(RemoteRepository &repository, const Reference &reference,
                                   const std::optional<Platform> &platform, const std::stop_token &stop);

} // namespace stratoscope
