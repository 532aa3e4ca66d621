// SPDX-License-Identifier: Apache-2.0
#include "registry/client/search_answer.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace stratoscope::search_answer {

namespace {

/// The hits of a page, from its list `key`; nothing where there is no such list.
template <typename Read>
std::optional<Page> readHits(const QJsonObject &answer, QLatin1StringView key, const Read &read)
{
    // Registries write null for none.
    const QJsonValue list = answer.value(key);
    if (!list.isArray() && !list.isNull())
        return std::nullopt;
    Page page;
    const QJsonArray entries = list.toArray();
    for (const QJsonValue &entry : entries)
        page.hits.push_back(read(entry.toObject()));
    return page;
}

QByteArray indexPath(const QByteArray &term, int page)
{
    return "/v1/search?q=" + term + "&n=100&page=" + QByteArray::number(page);
}

std::optional<Page> readIndex(const QJsonObject &answer)
{
    auto page = readHits(answer, "results"_L1, [](const QJsonObject &entry) {
        return Hit{.repository = entry.value("name"_L1).toString(),
                   .description = entry.value("description"_L1).toString(),
                   .stars = entry.value("star_count"_L1).toInteger(-1),
                   .official = entry.value("is_official"_L1).toBool()};
    });
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
    auto page = readHits(answer, "results"_L1, [](const QJsonObject &entry) {
        return Hit{.repository = entry.value("repo_name"_L1).toString(),
                   .description = entry.value("short_description"_L1).toString(),
                   .stars = entry.value("star_count"_L1).toInteger(-1),
                   .official = entry.value("is_official"_L1).toBool()};
    });
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

const Way kIndex{indexPath, readIndex};
const Way kHub{hubPath, readHub};
const Way kQuay{quayPath, readQuay};
const Way kHarbor{harborPath, readHarbor};

} // namespace stratoscope::search_answer
