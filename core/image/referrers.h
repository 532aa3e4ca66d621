// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/referrer_kind.h"
#include "registry/client/registry_access.h"

namespace stratoscope {

/// A document that refers to an image in a registry. That it is there is all that is known: nothing of it is verified.
struct Referrer {
    ReferrerKind kind = ReferrerKind::Other;
    QString type; ///< the artifact's type, or the media type of the document
    QString predicateType; ///< of an attestation; empty: not told
    Digest digest; ///< of the document; of its manifest where that holds none, or could not be read
    qint64 size = 0; ///< of the same, in bytes
    QString title; ///< by annotation; may be empty
    QString created; ///< by annotation, as it is written; may be empty
    Digest subject; ///< the index or the manifest that it refers to
    std::optional<Platform> platform; ///< of a manifest in an index; nothing: it is about all that the reference means

    bool operator==(const Referrer &) const = default;
};

struct ReferrerList {
    std::vector<Referrer> referrers; ///< those of the whole first, then by platform; signatures first
    QStringList warnings; ///< why there may be more: sentences
};

/// Lists what refers to an image: by the registry's own list (OCI distribution specification) or the tag that stands for it, by
/// cosign's tags (`sha256-….sig`, `.att`, `.sbom`), and by BuildKit's entries in the index. Of an index those of its manifests too;
/// with a platform only those of the manifest for it, beside the index's own. What a registry does not know of is not there.
///
/// Errors: those of the reference itself; WrongPlatform; Network and RateLimited where nothing was found, but one way of asking
/// failed. A registry may list without end: some of it is then left out, with a warning. Blocking. Throws Cancelled.
Result<ReferrerList> listReferrers(RemoteRepository &repository, const Reference &reference,
                                   const std::optional<Platform> &platform, const std::stop_token &stop);

} // namespace stratoscope
