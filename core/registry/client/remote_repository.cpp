// SPDX-License-Identifier: Apache-2.0
#include "registry/client/remote_repository.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kMostRetries = 3; ///< of small requests, which a person is waiting for

} // namespace

Result<RemoteRepository> RemoteRepository::open(const Registries &registries, const Reference &reference)
{
    STRATOSCOPE_TRY(std::vector<Endpoint> endpoints, registries.endpoints(reference));
    const RegistryOptions &options = registries.options();
    std::vector<std::unique_ptr<RegistryClient>> clients;
    for (Endpoint &endpoint : endpoints)
        clients.emplace_back(std::make_unique<RegistryClient>(std::move(endpoint), registries.auth()))
            ->setInactivity(options.inactivity);
    return RemoteRepository(options.retry, std::move(clients));
}

template <typename T>
Result<T> RemoteRepository::ask(const std::function<Result<T>(RegistryClient &)> &request, const std::stop_token &stop)
{
    for (const auto &client : m_clients) {
        const bool isLast = client == m_clients.back();
        for (int attempt = 1;; ++attempt) {
            auto answer = request(*client);
            if (answer)
                return answer;
            // A mirror is only a shortcut: it is not retried.
            const bool mayRetry = isLast && attempt <= kMostRetries;
            const auto delay = mayRetry ? delayBefore(attempt, answer.error(), m_retry) : std::nullopt;
            if (!delay && isLast)
                return answer;
            if (!delay)
                break;
            waitFor(*delay, stop);
        }
    }
    Q_UNREACHABLE();
}

Result<FetchedManifest> RemoteRepository::manifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    return ask<FetchedManifest>([&](RegistryClient &client) { return client.manifest(tagOrDigest, stop); }, stop);
}

Result<ManifestHead> RemoteRepository::headManifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    return ask<ManifestHead>([&](RegistryClient &client) { return client.headManifest(tagOrDigest, stop); }, stop);
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
