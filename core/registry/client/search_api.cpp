// SPDX-License-Identifier: Apache-2.0
#include "registry/client/search_api.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace stratoscope::search_api {

namespace {

/// Reads the hits of a page from its list `key`; nothing if there is no such list.
template <typename Read>
std::optional<Page> readHits(const QJsonObject &answer, QLatin1StringView key, const Read &read)
{
    // Some registries write null for an empty list.
    const QJsonValue list = answer.value(key);
    if (!list.isArray() && !list.isNull())
        return std::nullopt;
    Page page;
    const QJsonArray entries = list.toArray();
    for (const QJsonValue &entry : entries)
        page.hits.push_back(read(entry.toObject()));
    return page;
}

/// The hits of Docker's APIs, which differ in the keys of two members.
std::optional<Page> readDockerHits(const QJsonObject &answer, QLatin1StringView name, QLatin1StringView description)
{
    return readHits(answer, "results"_L1, [&](const QJsonObject &entry) {
        return Hit{.repository = entry.value(name).toString(),
                   .description = entry.value(description).toString(),
                   .stars = entry.value("star_count"_L1).toInteger(-1),
                   .official = entry.value("is_official"_L1).toBool()};
    });
}

QByteArray indexPath(const QByteArray &term, int page)
{
    return "/v1/search?q=" + term + "&n=100&page=" + QByteArray::number(page);
}

std::optional<Page> readIndex(const QJsonObject &answer)
{
    auto page = readDockerHits(answer, "name"_L1, "description"_L1);
    if (page)
        page->hasMore = answer.value("page"_L1).toInteger(1) < answer.value("num_pages"_L1).toInteger(1);
    return page;
}

QByteArray hubPath(const QByteArray &term, int page)
{
    return "/v2/search/repositories/?query=" + term + "&page_size=100&page=" + QByteArray::number(page);
}

std::optional<Page> readHub(const QJsonObject &answer)
{
    auto page = readDockerHits(answer, "repo_name"_L1, "short_description"_L1);
    if (page)
        page->hasMore = !answer.value("next"_L1).toString().isEmpty();
    return page;
}

QByteArray quayPath(const QByteArray &term, int page)
{
    return "/api/v1/find/repositories?query=" + term + "&page=" + QByteArray::number(page);
}

std::optional<Page> readQuay(const QJsonObject &answer)
{
    auto page = readHits(answer, "results"_L1, [](const QJsonObject &entry) {
        const QString space = entry.value("namespace"_L1).toObject().value("name"_L1).toString();
        return Hit{.repository = space + u'/' + entry.value("name"_L1).toString(),
                   .description = entry.value("description"_L1).toString(),
                   .stars = entry.value("stars"_L1).toInteger(-1)};
    });
    if (page)
        page->hasMore = answer.value("has_additional"_L1).toBool();
    return page;
}

QByteArray harborPath(const QByteArray &term, int)
{
    return "/api/v2.0/search?q=" + term;
}

std::optional<Page> readHarbor(const QJsonObject &answer)
{
    return readHits(answer, "repository"_L1, [](const QJsonObject &entry) {
        return Hit{.repository = entry.value("repository_name"_L1).toString(), .description = {}};
    });
}

} // namespace

const SearchApi kIndex{indexPath, readIndex};
const SearchApi kHub{hubPath, readHub};
const SearchApi kQuay{quayPath, readQuay};
const SearchApi kHarbor{harborPath, readHarbor};

} // namespace stratoscope::search_api
