// SPDX-License-Identifier: Apache-2.0
#include "registry/client/remote_repository.h"

#include <algorithm>
#include <functional>
#include <span>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<RemoteRepository> RemoteRepository::open(const Registries &registries, const Reference &reference)
{
    STRATOSCOPE_TRY(std::vector<Endpoint> endpoints, registries.endpoints(reference));
    constexpr int kMostRetries = 3; // of small requests, which a person is waiting for
    RetryPolicy retry = registries.options().retry;
    retry.retries = std::min(retry.retries, kMostRetries);
    std::vector<std::unique_ptr<RegistryClient>> clients;
    for (Endpoint &endpoint : endpoints)
        clients.push_back(std::make_unique<RegistryClient>(std::move(endpoint), registries.auth(), registries.options().inactivity,
                                                           registries.options().lists));
    return RemoteRepository(retry, std::move(clients));
}

template <typename T>
Result<T> RemoteRepository::ask(const std::function<Result<T>(RegistryClient &)> &request, const std::stop_token &stop)
{
    // A mirror is only a shortcut: it is not retried.
    for (const auto &mirror : std::span(m_clients).first(m_clients.size() - 1)) {
        if (auto answer = request(*mirror))
            return answer;
    }
    return retried(
        m_retry, [&] { return request(*m_clients.back()); }, stop);
}

Result<FetchedManifest> RemoteRepository::manifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    return ask<FetchedManifest>([&](RegistryClient &client) { return client.manifest(tagOrDigest, stop); }, stop);
}

Result<std::optional<Digest>> RemoteRepository::headManifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    return ask<std::optional<Digest>>([&](RegistryClient &client) { return client.headManifest(tagOrDigest, stop); }, stop);
}

Result<QByteArray> RemoteRepository::blob(const Descriptor &descriptor, const std::stop_token &stop)
{
    return ask<QByteArray>([&](RegistryClient &client) { return client.blob(descriptor, stop); }, stop);
}

Result<qint64> RemoteRepository::blobSize(const Digest &digest, const std::stop_token &stop)
{
    return ask<qint64>([&](RegistryClient &client) { return client.blobSize(digest, stop); }, stop);
}

Result<std::vector<Descriptor>> RemoteRepository::referrers(const Digest &subject, const std::stop_token &stop)
{
    const auto request = [&](RegistryClient &client) -> Result<std::vector<Descriptor>> {
        auto found = client.referrers(subject, stop);
        // Mirrors rarely have referrers.
        if (found && found->empty() && &client != m_clients.back().get())
            return fail(ErrorKind::NotFound, subject.toString(), u"has no referrers"_s);
        return found;
    };
    return ask<std::vector<Descriptor>>(request, stop);
}

Result<void> RemoteRepository::downloadBlob(const Descriptor &descriptor, qint64 offset, RegistryClient::BlobSink &sink,
                                            EndpointCursor &cursor, const std::stop_token &stop)
{
    const std::size_t last = m_clients.size() - 1;
    for (std::size_t i = std::min(cursor.first, last);; ++i) {
        cursor.next = i + 1;
        cursor.isExhausted = i == last;
        auto result = m_clients[i]->downloadBlob(descriptor, offset, sink, stop);
        if (result || i == last)
            return result;
    }
}

} // namespace stratoscope
