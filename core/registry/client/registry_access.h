// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "registry/client/registry_client.h"
#include "registry/client/retry.h"
#include "registry/config/registries.h"

#include <memory>
#include <vector>

namespace stratoscope {

/// How a session reaches registries. Cheap to copy; shared by all its threads.
struct RegistryAccess {
    std::shared_ptr<const Registries> registries;
    std::shared_ptr<RegistryAuth> auth;
    RetryPolicy retry;
    int parallel = 3; ///< blobs at a time
    std::chrono::milliseconds inactivity{30'000}; ///< how long a server may be silent

    /// With what this machine is configured to use, and the caller's options. Errors: those of Registries::load().
    static Result<RegistryAccess> load(const RegistryOptions &options);
};

/// The servers that have a repository, asked in their order: what one of them does not have or give, the next one may.
///
/// For one thread. Every call is tried again as the policy says where a new try may help. Errors are those of the registry itself,
/// which is asked last.
class RemoteRepository
{
public:
    /// Denied where the registry is blocked.
    static Result<RemoteRepository> open(const RegistryAccess &access, const Reference &reference);

    Result<FetchedManifest> manifest(const QString &tagOrDigest, const std::stop_token &stop);
    Result<ManifestHead> headManifest(const QString &tagOrDigest, const std::stop_token &stop);
    Result<QByteArray> blob(const Descriptor &descriptor, const std::stop_token &stop);
    Result<qint64> blobSize(const Digest &digest, const std::stop_token &stop);
    /// What refers to a manifest: those of the first server that has some.
    Result<std::vector<Descriptor>> referrers(const Digest &subject, const std::stop_token &stop);
    /// Tries every server once; trying again is the caller's, who knows how far it has come.
    Result<void> downloadBlob(const Descriptor &descriptor, qint64 offset, RegistryClient::BlobSink &sink,
                              const std::stop_token &stop);

private:
    RemoteRepository(RetryPolicy retry, std::vector<std::unique_ptr<RegistryClient>> clients)
        : m_retry(retry)
        , m_clients(std::move(clients))
    {
    }
    template <typename T>
    Result<T> ask(const std::function<Result<T>(RegistryClient &)> &question, const std::stop_token &stop);

    RetryPolicy m_retry;
    std::vector<std::unique_ptr<RegistryClient>> m_clients;
};

} // namespace stratoscope
