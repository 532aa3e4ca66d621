// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_search.h"

#include "base/json_reader.h"
#include "oci/reference.h"
#include "registry/auth/registry_auth.h"
#include "registry/http/http_message.h"
#include "registry/http/registry_error.h"

#include <QJsonArray>
#include <QSet>
#include <QUrl>

#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// A page of hits, whose names are those of repositories, without the registry.
struct SearchPage {
    std::vector<SearchHit> hits;
    bool hasMore = false;
};

struct SearchApi {
    /// Path and query of a page; pages count from 1.
    QByteArray (*path)(const QByteArray &term, int page);
    /// Returns nothing if the answer is not of this API.
    std::optional<SearchPage> (*read)(const QJsonObject &answer);
};

/// Reads the hits of a page from its list `key`; nothing if there is no such list.
template <typename Read>
std::optional<SearchPage> readHits(const QJsonObject &answer, QLatin1StringView key, const Read &read)
{
    // Some registries write null for an empty list.
    const QJsonValue list = jsonMember(answer, key);
    if (!list.isArray() && !list.isNull())
        return std::nullopt;
    SearchPage page;
    const QJsonArray entries = list.toArray();
    for (const QJsonValue entry : entries)
        page.hits.push_back(read(entry.toObject()));
    return page;
}

/// The hits of Docker's APIs, which differ in the keys of two members. `hasMore`: whether there is another page.
std::optional<SearchPage> readDockerHits(const QJsonObject &answer, QLatin1StringView name, QLatin1StringView description,
                                         bool hasMore)
{
    auto page = readHits(answer, "results"_L1, [&](const QJsonObject &entry) {
        return SearchHit{.name = jsonMember(entry, name).toString(),
                         .description = jsonMember(entry, description).toString(),
                         .stars = jsonMember(entry, "star_count"_L1).toInteger(-1),
                         .official = jsonMember(entry, "is_official"_L1).toBool()};
    });
    if (page)
        page->hasMore = hasMore;
    return page;
}

/// `/v1/search` of Docker's index, which many registries imitate.
constexpr SearchApi kIndex{
    [](const QByteArray &term, int page) { return "/v1/search?q=" + term + "&n=100&page=" + QByteArray::number(page); },
    [](const QJsonObject &answer) {
        const bool hasMore = jsonMember(answer, "page"_L1).toInteger(1) < jsonMember(answer, "num_pages"_L1).toInteger(1);
        return readDockerHits(answer, "name"_L1, "description"_L1, hasMore);
    }};

/// Docker Hub's own API.
constexpr SearchApi kHub{[](const QByteArray &term, int page) {
                             return "/v2/search/repositories/?query=" + term + "&page_size=100&page=" + QByteArray::number(page);
                         },
                         [](const QJsonObject &answer) {
                             return readDockerHits(answer, "repo_name"_L1, "short_description"_L1,
                                                   !jsonMember(answer, "next"_L1).toString().isEmpty());
                         }};

constexpr SearchApi kQuay{[](const QByteArray &term, int page) {
                              return "/api/v1/find/repositories?query=" + term + "&page=" + QByteArray::number(page);
                          },
                          [](const QJsonObject &answer) {
                              auto page = readHits(answer, "results"_L1, [](const QJsonObject &entry) {
                                  const QString space
                                      = jsonMember(jsonMember(entry, "namespace"_L1).toObject(), "name"_L1).toString();
                                  return SearchHit{.name = space + u'/' + jsonMember(entry, "name"_L1).toString(),
                                                   .description = jsonMember(entry, "description"_L1).toString(),
                                                   .stars = jsonMember(entry, "stars"_L1).toInteger(-1)};
                              });
                              if (page)
                                  page->hasMore = jsonMember(answer, "has_additional"_L1).toBool();
                              return page;
                          }};

constexpr SearchApi kHarbor{[](const QByteArray &term, int) { return "/api/v2.0/search?q=" + term; },
                            [](const QJsonObject &answer) {
                                return readHits(answer, "repository"_L1, [](const QJsonObject &entry) {
                                    return SearchHit{.name = jsonMember(entry, "repository_name"_L1).toString()};
                                });
                            }};

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
    bool take(std::vector<SearchHit> found)
    {
        std::vector<SearchHit> hits;
        for (SearchHit &hit : found) {
            const auto reference = Reference::parse(m_registry + u'/' + hit.name);
            const bool isName = reference && reference->registry == m_registry && reference->repository.endsWith(hit.name);
            if (m_left <= 0 || !isName || m_seen.contains(hit.name))
                continue;
            m_seen.insert(hit.name);
            --m_left;
            hit.name = reference->name();
            hit.description = hit.description.simplified();
            hit.source = m_registry;
            hits.push_back(std::move(hit));
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

/// Docker Hub is not searched at the host of its registry.
RegistryClient hubClient(const Endpoint &registry, const QString &host)
{
    Endpoint endpoint = registry;
    if (endpoint.host.endsWith(".docker.io"_L1))
        endpoint.host = host;
    return {endpoint, std::make_shared<RegistryAuth>(nullptr)};
}

Result<void> searchCatalog(RegistryClient &client, const QString &term, ResultCollector &collector, const std::stop_token &stop)
{
    return client.catalog(
        [&](const QStringList &names) {
            std::vector<SearchHit> hits;
            for (const QString &name : names) {
                if (name.contains(term, Qt::CaseInsensitive))
                    hits.push_back({.name = name});
            }
            return collector.take(hits);
        },
        stop);
}

} // namespace

Result<void> searchRegistry(RegistryClient &client, const QString &term, int limit, const SearchSink &sink,
                            const std::stop_token &stop)
{
    const QString wanted = term.trimmed();
    const QByteArray encoded = QUrl::toPercentEncoding(wanted);
    const QString registry = client.endpoint().registry;
    ResultCollector collector(registry, limit, sink);
    const bool isHub = registry == u"docker.io";
    RegistryClient index = hubClient(client.endpoint(), u"index.docker.io"_s);
    RegistryClient hub = hubClient(client.endpoint(), u"hub.docker.com"_s);
    using Apis = std::vector<std::pair<RegistryClient *, const SearchApi *>>;
    const Apis apis = isHub      ? Apis{{&index, &kIndex}, {&hub, &kHub}}
        : registry == u"quay.io" ? Apis{{&client, &kQuay}, {&client, &kIndex}}
                                 : Apis{{&client, &kIndex}, {&client, &kHarbor}, {&client, &kQuay}};
    for (const auto &[server, api] : apis) {
        STRATOSCOPE_TRY(const bool isSupported, search(*server, *api, encoded, collector, stop));
        if (isSupported)
            return {};
    }
    if (isHub)
        return collector.failureOr(fail(ErrorKind::Unsupported, registry, u"search is currently unavailable"_s));
    auto listed = searchCatalog(client, wanted, collector, stop);
    return !listed && listed.error().kind == ErrorKind::Unsupported ? collector.failureOr(std::move(listed)) : listed;
}

} // namespace stratoscope
