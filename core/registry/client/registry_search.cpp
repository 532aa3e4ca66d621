// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_search.h"

#include "base/json_reader.h"
#include "oci/reference.h"
#include "registry/client/search_answer.h"
#include "registry/http/http_headers.h"
#include "registry/http/registry_error.h"

#include <QSet>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

using search_answer::Hit;
using search_answer::Page;
using search_answer::Way;

/// Makes names of what was found, drops what is no name or was there before, and counts. Keeps what did not work only now.
class Collector
{
public:
    Collector(QString registry, int limit, const SearchSink &sink)
        : m_registry(std::move(registry))
        , m_left(limit)
        , m_sink(sink)
    {
    }

    /// False when no more is wanted.
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

    /// A way that failed may be one that the registry knows: should no other be, then this is why.
    void keepFailure(const Failure &failure)
    {
        if (!m_failure)
            m_failure = failure;
    }
    Result<void> orFailure(Result<void> unknown) const { return m_failure ? Result<void>(*m_failure) : std::move(unknown); }

private:
    const QString m_registry;
    int m_left;
    const SearchSink &m_sink;
    QSet<QString> m_seen;
    std::optional<Failure> m_failure;
};

/// False where the registry does not know this way.
Result<bool> search(RegistryClient &client, const Way &way, const QByteArray &term, Collector &collector,
                    const std::stop_token &stop)
{
    constexpr int kMostPages = 1000;
    constexpr int kNotImplemented = 501;
    for (int number = 1; number <= kMostPages; ++number) {
        STRATOSCOPE_TRY(const HttpResponse response, client.get(way.path(term, number), kMaxDocument, stop));
        if (response.status == 429 || (number > 1 && !isSuccess(response.status)))
            return statusFailure(response, client.endpoint().registry);
        if (response.status >= 500 && response.status != kNotImplemented)
            collector.keepFailure(statusFailure(response, client.endpoint().registry));
        const auto answer = isSuccess(response.status) ? parseJsonObject(response.body, {}) : fail(ErrorKind::NotFound, {}, {});
        const auto page = answer ? way.read(*answer) : std::nullopt;
        if (!page)
            return number > 1;
        if (!collector.take(page->hits) || !page->hasMore || page->hits.empty())
            return true;
    }
    return true;
}

/// False where none of the ways is known.
Result<bool> searchInOrder(RegistryClient &client, std::initializer_list<const Way *> ways, const QByteArray &term,
                           Collector &collector, const std::stop_token &stop)
{
    for (const Way *way : ways) {
        STRATOSCOPE_TRY(const bool isKnown, search(client, *way, term, collector, stop));
        if (isKnown)
            return true;
    }
    return false;
}

/// Docker Hub is searched at other hosts than its registry's.
RegistryClient hubClient(const Endpoint &registry, const QString &host)
{
    Endpoint endpoint = registry;
    if (endpoint.host.endsWith(".docker.io"_L1))
        endpoint.host = host;
    return {endpoint, makeRegistryAuth({})};
}

Result<bool> searchHub(const Endpoint &registry, const QByteArray &term, Collector &collector, const std::stop_token &stop)
{
    RegistryClient index = hubClient(registry, u"index.docker.io"_s);
    STRATOSCOPE_TRY(const bool isKnown, search(index, search_answer::kIndex, term, collector, stop));
    if (isKnown)
        return true;
    RegistryClient hub = hubClient(registry, u"hub.docker.com"_s);
    return search(hub, search_answer::kHub, term, collector, stop);
}

Result<void> searchCatalog(RegistryClient &client, const QString &term, Collector &collector, const std::stop_token &stop)
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
    using namespace search_answer;
    const QString wanted = term.trimmed();
    const QByteArray encoded = QUrl::toPercentEncoding(wanted);
    const QString registry = client.endpoint().registry;
    Collector collector(registry, limit, sink);
    if (registry == u"docker.io") {
        STRATOSCOPE_TRY(const bool isKnown, searchHub(client.endpoint(), encoded, collector, stop));
        if (isKnown)
            return {};
        return collector.orFailure(fail(ErrorKind::Unsupported, registry, u"does not answer searches at the moment"_s));
    }
    const bool isQuay = registry == u"quay.io";
    STRATOSCOPE_TRY(const bool isKnown,
                    isQuay ? searchInOrder(client, {&kQuay, &kIndex}, encoded, collector, stop)
                           : searchInOrder(client, {&kIndex, &kHarbor, &kQuay}, encoded, collector, stop));
    if (isKnown)
        return {};
    auto listed = searchCatalog(client, wanted, collector, stop);
    return !listed && listed.error().kind == ErrorKind::Unsupported ? collector.orFailure(std::move(listed)) : listed;
}

} // namespace stratoscope
