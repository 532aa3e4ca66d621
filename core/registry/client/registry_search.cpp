// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_search.h"

#include "base/json_reader.h"
#include "oci/reference.h"
#include "registry/auth/registry_auth.h"
#include "registry/client/search_api.h"
#include "registry/http/http_message.h"
#include "registry/http/registry_error.h"

#include <QSet>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using search_api::Hit;
using search_api::Page;
using search_api::SearchApi;

/// Turns hits into names, drops invalid ones and duplicates, and counts them. Remembers the first transient failure.
class ResultCollector
{
public:
    ResultCollector(QString registry, int limit, const SearchSink &sink)
        : m_registry(std::move(registry))
        , m_left(limit)
        , m_sink(sink)
    {
    }

    /// Returns false when no more hits are wanted.
    bool take(const std::vector<Hit> &found)
    {
        std::vector<SearchHit> hits;
        for (const Hit &hit : found) {
            const auto reference = Reference::parse(m_registry + u'/' + hit.repository);
            const bool isName = reference && reference->registry == m_registry && reference->repository.endsWith(hit.repository);
            if (m_left <= 0 || !isName || m_seen.contains(hit.repository))
                continue;
            m_seen.insert(hit.repository);
            --m_left;
            hits.push_back({reference->name(), hit.description.simplified(), hit.stars, hit.official, m_registry});
        }
        const bool isWanted = hits.empty() || m_sink(hits);
        return isWanted && m_left > 0;
    }

    /// An API that failed may still be the right one: if no other one answers, this is the error to report.
    void keepFailure(const Failure &failure)
    {
        if (!m_failure)
            m_failure = failure;
    }
    Result<void> failureOr(Result<void> other) const { return m_failure ? Result<void>(*m_failure) : std::move(other); }

private:
    const QString m_registry;
    int m_left;
    const SearchSink &m_sink;
    QSet<QString> m_seen;
    std::optional<Failure> m_failure;
};

/// Returns false if the registry does not support this API.
Result<bool> search(RegistryClient &client, const SearchApi &api, const QByteArray &term, ResultCollector &collector,
                    const std::stop_token &stop)
{
    constexpr int kMostPages = 1000;
    constexpr int kNotImplemented = 501;
    for (int number = 1; number <= kMostPages; ++number) {
        STRATOSCOPE_TRY(const HttpResponse response, client.get(api.path(term, number), kMaxDocument, stop));
        if (response.status == 429 || (number > 1 && !isSuccess(response.status)))
            return statusFailure(response, client.endpoint().registry, u"not found"_s);
        if (response.status >= 500 && response.status != kNotImplemented)
            collector.keepFailure(statusFailure(response, client.endpoint().registry, u"not found"_s));
        const auto answer = isSuccess(response.status) ? parseJsonObject(response.body, {}) : fail(ErrorKind::NotFound, {}, {});
        const auto page = answer ? api.read(*answer) : std::nullopt;
        if (!page)
            return number > 1;
        if (!collector.take(page->hits) || !page->hasMore || page->hits.empty())
            return true;
    }
    return true;
}

/// Returns false if the registry supports none of the APIs.
Result<bool> searchInOrder(RegistryClient &client, std::initializer_list<const SearchApi *> apis, const QByteArray &term,
                           ResultCollector &collector, const std::stop_token &stop)
{
    for (const SearchApi *api : apis) {
        STRATOSCOPE_TRY(const bool isSupported, search(client, *api, term, collector, stop));
        if (isSupported)
            return true;
    }
    return false;
}

/// Docker Hub is not searched at the host of its registry.
RegistryClient hubClient(const Endpoint &registry, const QString &host)
{
    Endpoint endpoint = registry;
    if (endpoint.host.endsWith(".docker.io"_L1))
        endpoint.host = host;
    return {endpoint, std::make_shared<RegistryAuth>(nullptr)};
}

Result<bool> searchHub(const Endpoint &registry, const QByteArray &term, ResultCollector &collector, const std::stop_token &stop)
{
    RegistryClient index = hubClient(registry, u"index.docker.io"_s);
    STRATOSCOPE_TRY(const bool isSupported, search(index, search_api::kIndex, term, collector, stop));
    if (isSupported)
        return true;
    RegistryClient hub = hubClient(registry, u"hub.docker.com"_s);
    return search(hub, search_api::kHub, term, collector, stop);
}

Result<void> searchCatalog(RegistryClient &client, const QString &term, ResultCollector &collector, const std::stop_token &stop)
{
    return client.catalog(
        [&](const QStringList &names) {
            std::vector<Hit> hits;
            for (const QString &name : names) {
                if (name.contains(term, Qt::CaseInsensitive))
                    hits.push_back({.repository = name, .description = {}});
            }
            return collector.take(hits);
        },
        stop);
}

} // namespace

Result<void> searchRegistry(RegistryClient &client, const QString &term, int limit, const SearchSink &sink,
                            const std::stop_token &stop)
{
    using namespace search_api;
    const QString wanted = term.trimmed();
    const QByteArray encoded = QUrl::toPercentEncoding(wanted);
    const QString registry = client.endpoint().registry;
    ResultCollector collector(registry, limit, sink);
    if (registry == u"docker.io") {
        STRATOSCOPE_TRY(const bool isSupported, searchHub(client.endpoint(), encoded, collector, stop));
        if (isSupported)
            return {};
        return collector.failureOr(fail(ErrorKind::Unsupported, registry, u"search is currently unavailable"_s));
    }
    const bool isQuay = registry == u"quay.io";
    STRATOSCOPE_TRY(const bool isSupported,
                    isQuay ? searchInOrder(client, {&kQuay, &kIndex}, encoded, collector, stop)
                           : searchInOrder(client, {&kIndex, &kHarbor, &kQuay}, encoded, collector, stop));
    if (isSupported)
        return {};
    auto listed = searchCatalog(client, wanted, collector, stop);
    return !listed && listed.error().kind == ErrorKind::Unsupported ? collector.failureOr(std::move(listed)) : listed;
}

} // namespace stratoscope
