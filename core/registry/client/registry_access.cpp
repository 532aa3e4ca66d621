// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_access.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Of small questions, at whose answer a person waits.
constexpr int kMostRetries = 3;

} // namespace

Result<RegistryAccess> RegistryAccess::load(const RegistryOptions &options)
{
    STRATOSCOPE_TRY(auto registries, Registries::load(options));
    RegistryAccess access;
    access.auth = makeRegistryAuth(registries->credentials());
    access.registries = std::move(registries);
    return access;
}

Result<RemoteRepository> RemoteRepository::open(const RegistryAccess &access, const Reference &reference)
{
    STRATOSCOPE_TRY(std::vector<Endpoint> endpoints, access.registries->endpoints(reference));
    std::vector<std::unique_ptr<RegistryClient>> clients;
    for (Endpoint &endpoint : endpoints)
        clients.emplace_back(std::make_unique<RegistryClient>(std::move(endpoint), access.auth))->setInactivity(access.inactivity);
    return RemoteRepository(access.retry, std::move(clients));
}

template <typename T>
Result<T> RemoteRepository::ask(const std::function<Result<T>(RegistryClient &)> &question, const std::stop_token &stop)
{
    for (const auto &client : m_clients) {
        const bool isLast = client == m_clients.back();
        for (int attempt = 1;; ++attempt) {
            auto answer = question(*client);
            if (answer)
                return answer;
            // A mirror is no more than a short cut: it is not waited for.
            const bool isWorthIt = isLast && attempt <= kMostRetries;
            const auto delay = isWorthIt ? delayBefore(attempt, answer.error(), m_retry) : std::nullopt;
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
    const auto question = [&](RegistryClient &client) -> Result<std::vector<Descriptor>> {
        auto found = client.referrers(subject, stop);
        // Mirrors seldom have them.
        if (found && found->empty() && &client != m_clients.back().get())
            return fail(ErrorKind::NotFound, subject.toString(), u"has no referrers"_s);
        return found;
    };
    return ask<std::vector<Descriptor>>(question, stop);
}

Result<void> RemoteRepository::downloadBlob(const Descriptor &descriptor, qint64 offset, RegistryClient::BlobSink &sink,
                                            const std::stop_token &stop)
{
    for (const auto &client : m_clients) {
        auto outcome = client->downloadBlob(descriptor, offset, sink, stop);
        if (outcome || client == m_clients.back())
            return outcome;
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope
