// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_client.h"
#include "registry/config/registries.h"

#include <memory>
#include <vector>

// registry/client: the distribution API (OCI distribution specification; Docker registry API v2) and the search APIs.
namespace stratoscope {

/// Which endpoints a download may use. Content that fails verification is downloaded anew from the `next` one.
struct EndpointCursor {
    std::size_t first = 0; ///< the endpoint to begin with
    std::size_t next = 0; ///< the endpoint after the one asked last
    bool isExhausted = false; ///< the one asked last was the registry itself
};

/// A repository with all its endpoints: each request goes to the mirrors in their order, then to the registry itself, until one
/// of them succeeds.
///
/// Use from one thread only. Requests to the registry itself are retried according to the policy; mirrors are asked once. Errors
/// are those of the registry itself.
class RemoteRepository
{
public:
    /// Denied if the registry is blocked.
    static Result<RemoteRepository> open(const Registries &registries, const Reference &reference);

    Result<FetchedManifest> manifest(const QString &tagOrDigest, const std::stop_token &stop);
    Result<std::optional<Digest>> headManifest(const QString &tagOrDigest, const std::stop_token &stop);
    Result<QByteArray> blob(const Descriptor &descriptor, const std::stop_token &stop);
    Result<qint64> blobSize(const Digest &digest, const std::stop_token &stop);
    /// The descriptors of the first endpoint that has any.
    Result<std::vector<Descriptor>> referrers(const Digest &subject, const std::stop_token &stop);
    /// Asks each endpoint from `cursor.first` on once, until one succeeds. Retries are up to the caller, who knows how much has
    /// arrived.
    Result<void> downloadBlob(const Descriptor &descriptor, qint64 offset, RegistryClient::BlobSink &sink, EndpointCursor &cursor,
                              const std::stop_token &stop);

private:
    RemoteRepository(RetryPolicy retry, std::vector<std::unique_ptr<RegistryClient>> clients)
        : m_retry(retry)
        , m_clients(std::move(clients))
    {
    }
    template <typename T>
    Result<T> ask(const std::function<Result<T>(RegistryClient &)> &request, const std::stop_token &stop);

    RetryPolicy m_retry;
    std::vector<std::unique_ptr<RegistryClient>> m_clients;
};

} // namespace stratoscope
