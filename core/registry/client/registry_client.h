// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"
#include "registry/auth/credentials.h"
#include "registry/http/endpoint.h"
#include "registry/http/http.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace stratoscope {

/// Tokens, and what is known of how each host wants to be spoken to. Shared by all clients of a session. Thread-safe.
class RegistryAuth;
std::shared_ptr<RegistryAuth> makeRegistryAuth(std::shared_ptr<CredentialSource> credentials);

/// A manifest or an index as a registry gave it.
struct FetchedManifest {
    QByteArray bytes; ///< as received
    QString mediaType; ///< as the document says, else the Content-Type
    Digest digest; ///< computed over the bytes (of a signed schema 1: over its payload)
    QStringList warnings; ///< such as a Docker-Content-Digest that differs
};

/// What a HEAD request tells of a manifest.
struct ManifestHead {
    QString mediaType;
    std::optional<Digest> digest; ///< as the registry says; nothing is verified
    qint64 size = -1;
};

/// Speaks to one endpoint (OCI distribution specification; Docker registry API v2): answers its challenges, follows its redirects.
///
/// For the thread that made it, as its HttpClient. Errors name the host and the repository and say what to do: NotFound;
/// Unauthorized (login needed or refused); RateLimited, with the seconds to wait; Network for what a new try may mend (5xx, cut
/// off, no answer); Denied for a redirect or realm that is refused. Throws Cancelled.
class RegistryClient
{
public:
    RegistryClient(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth);
    ~RegistryClient();

    const Endpoint &endpoint() const;
    /// See HttpClient.
    void setInactivity(std::chrono::milliseconds longest);

    /// By tag or digest. A digest is held against the bytes: Mismatch.
    Result<FetchedManifest> manifest(const QString &tagOrDigest, const std::stop_token &stop);
    Result<ManifestHead> headManifest(const QString &tagOrDigest, const std::stop_token &stop);

    /// A small blob in memory, verified: a config.
    Result<QByteArray> blob(const Descriptor &descriptor, const std::stop_token &stop);

    /// How many bytes a blob has, as the registry says: of what has no descriptor, a layer of schema 1.
    Result<qint64> blobSize(const Digest &digest, const std::stop_token &stop);

    /// Where a blob's bytes go. `begin` is called again where a redirect or a renewed login makes a new answer.
    class BlobSink
    {
    public:
        virtual ~BlobSink() = default;
        /// The bytes that follow are those from `offset` on: the one asked for, or 0 where the server does not do ranges.
        virtual Result<void> begin(qint64 offset) = 0;
        virtual Result<void> write(Bytes bytes) = 0;
    };
    /// The bytes of a blob from `offset` on; asks the endpoint, then, for a foreign layer that it does not have, the descriptor's
    /// URLs. It checks that a ranged answer is the range asked for, and that not more bytes come than the descriptor's size; fewer
    /// are Network (cut off). The digest is the caller's to check.
    Result<void> downloadBlob(const Descriptor &descriptor, qint64 offset, BlobSink &sink, const std::stop_token &stop);

    /// Called with each page; false ends the listing.
    using PageSink = std::function<bool(const QStringList &names)>;
    Result<void> tags(const PageSink &page, const std::stop_token &stop);
    /// All repositories of the registry. Unsupported where it has no catalog: then ask for a repository's tags.
    Result<void> catalog(const PageSink &page, const std::stop_token &stop);
    /// What refers to a manifest: attestations, signatures, SBOMs. By the API, else by the tag `sha256-…`; none where there is
    /// neither.
    Result<std::vector<Descriptor>> referrers(const Digest &subject, const std::stop_token &stop);

    /// Asks `/v2/` with the credentials that there are: Unauthorized where they are refused. For `login`.
    Result<void> ping(const std::stop_token &stop);
    /// Any other address of the registry's own (`/v1/search?q=…`, encoded), as JSON, of whatever status. With user and password
    /// where there are some, and without where those are refused: what is asked so knows no tokens.
    Result<HttpResponse> get(const QByteArray &path, qint64 limit, const std::stop_token &stop);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
