// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/descriptor.h"
#include "registry/client/list_budget.h"
#include "registry/client/registry_exchange.h"

#include <QStringList>

#include <functional>

namespace stratoscope {

/// A manifest or an index as received from a registry.
struct FetchedManifest {
    QByteArray bytes; ///< as received
    QString mediaType; ///< of the document, otherwise the Content-Type
    Digest digest; ///< of the bytes (signed schema 1: of the payload)
    QStringList warnings; ///< such as a differing Docker-Content-Digest
};

/// A client for one endpoint (OCI distribution specification; Docker registry API v2): answers challenges, follows redirects.
///
/// Use from the thread that created it. Errors name the repository and say what to do: NotFound; Unauthorized (login required or
/// rejected), with what prevented credentials from being found; RateLimited, with the seconds to wait; Network for transient
/// failures (5xx, cut off, no response); UnexpectedResponse if the server does not behave like a registry; those of HttpClient.
/// Throws Cancelled.
class RegistryClient
{
public:
    /// `inactivity`: see HttpClient. `lists`: of all lists that this client reads.
    RegistryClient(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth, std::chrono::milliseconds inactivity = kInactivity,
                   const ListLimits &lists = {});

    const Endpoint &endpoint() const { return m_exchange.endpoint(); }

    /// By tag or digest. Mismatch if the bytes do not have that digest.
    Result<FetchedManifest> manifest(const QString &tagOrDigest, const std::stop_token &stop);
    /// Asks whether there is such a manifest. Returns its digest if the registry reports one; it is not verified.
    Result<std::optional<Digest>> headManifest(const QString &tagOrDigest, const std::stop_token &stop);

    /// A small blob in memory, such as a config, verified.
    Result<QByteArray> blob(const Descriptor &descriptor, const std::stop_token &stop);

    /// The size of a blob in bytes, as reported by the registry; for layers of schema 1, which have no descriptors.
    Result<qint64> blobSize(const Digest &digest, const std::stop_token &stop);

    /// Receives the bytes of a blob. `begin` is called again for each new response after a redirect or a renewed login.
    class BlobSink
    {
    public:
        virtual ~BlobSink() = default;
        /// The following bytes begin at `offset`: the requested one, or 0 if the server does not support ranges.
        virtual Result<void> begin(qint64 offset) = 0;
        virtual Result<void> write(Bytes bytes) = 0;
    };
    /// Downloads a blob from `offset` on, from the endpoint or, for a foreign layer that it lacks, from the descriptor's URLs.
    /// Checks the range of the response and that no more bytes arrive than the descriptor's size; fewer are Network (cut off). The
    /// caller checks the digest.
    Result<void> downloadBlob(const Descriptor &descriptor, qint64 offset, BlobSink &sink, const std::stop_token &stop);

    /// Receives each page; returns false to end the listing. A list that exceeds the limits is TooLarge after that.
    using PageSink = std::function<bool(const QStringList &names)>;
    Result<void> tags(const PageSink &page, const std::stop_token &stop);
    /// All repositories of the registry. Unsupported if it has no catalog.
    Result<void> catalog(const PageSink &page, const std::stop_token &stop);
    /// The manifests that refer to a manifest (attestations, signatures, SBOMs), by the referrers API, otherwise by the tag
    /// `sha256-…`; none if there is neither. An answer that is the subject itself is none; whether the manifests really refer to it
    /// is for the caller to check.
    Result<std::vector<Descriptor>> referrers(const Digest &subject, const std::stop_token &stop);

    /// Requests `/v2/` with the configured credentials; Unauthorized if they are rejected.
    Result<void> ping(const std::stop_token &stop);
    /// Requests a page of JSON from a path outside `/v2/` (`/v1/search?q=…`, encoded); the response may have any status. Sends the
    /// user and password, if there are any, and retries without them if they are rejected: these APIs do not support tokens.
    Result<HttpResponse> get(const QByteArray &path, qint64 limit, const std::stop_token &stop);

private:
    /// Receives the response with a page; returns false to end the listing.
    using ReadPage = std::function<Result<bool>(const HttpResponse &response)>;
    Result<void> forEachPage(RegistryRequest request, const ReadPage &read, const std::stop_token &stop);
    Result<void> listNames(const RegistryRequest &request, QLatin1StringView key, const QString &subject, const PageSink &page,
                           const std::function<Failure(const HttpResponse &)> &refused, const std::stop_token &stop);
    Failure failure(const HttpResponse &response, const QString &subject, const QString &missing) const;
    Failure manifestFailure(const HttpResponse &response, const QString &tagOrDigest) const;

    RegistryExchange m_exchange;
    ListBudget m_lists;
};

} // namespace stratoscope
