// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_lists.h"

#include "oci/image_index.h"
#include "registry/http/http_headers.h"
#include "registry/http/link_header.h"
#include "registry/http/registry_error.h"

#include <functional>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Takes one page's answer; false ends the listing.
using ReadPage = std::function<Result<bool>(const HttpResponse &response)>;

/// The next page's path on the registry itself. Registries behind a proxy name hosts that only they know; others have no business
/// with what we send.
QByteArray nextPath(const HttpResponse &response)
{
    const auto link = nextLink(response.allHeaders("Link"));
    if (!link)
        return {};
    const QUrl url = response.url.resolved(QUrl::fromEncoded(*link));
    return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
}

Result<void> forEachPage(RegistryExchange &exchange, RegistryRequest request, const ReadPage &read, const std::stop_token &stop)
{
    constexpr std::size_t kMostPages = 100'000;
    std::set<QByteArray> seen;
    // A registry that leads us in circles has no more to tell.
    while (!request.path.isEmpty() && seen.size() < kMostPages && seen.insert(request.path).second) {
        STRATOSCOPE_TRY(const HttpResponse response, exchange.fetch(request, kMaxDocument, stop));
        STRATOSCOPE_TRY(const bool goesOn, read(response));
        if (!goesOn)
            return {};
        request.path = nextPath(response);
    }
    return {};
}

Result<void> listNames(RegistryExchange &exchange, const RegistryRequest &request, JsonFields::Key key, const QString &subject,
                       const RegistryClient::PageSink &page, const std::function<Failure(const HttpResponse &)> &refused,
                       const std::stop_token &stop)
{
    return forEachPage(
        exchange, request,
        [&](const HttpResponse &response) -> Result<bool> {
            if (!isSuccess(response.status))
                return refused(response);
            STRATOSCOPE_TRY(QJsonObject object, parseAnswer(response, subject));
            STRATOSCOPE_TRY(const QStringList names, JsonFields(std::move(object), subject).strings(key));
            return page(names);
        },
        stop);
}

bool isIndexAnswer(const HttpResponse &response)
{
    const QString type = contentType(response);
    return isSuccess(response.status) && (type.contains("json"_L1) || type.isEmpty());
}

} // namespace

Result<void> listTags(RegistryExchange &exchange, const RegistryClient::PageSink &page, const std::stop_token &stop)
{
    const QString subject = exchange.subject();
    const auto refused = [&](const HttpResponse &response) { return statusFailure(response, subject); };
    const RegistryRequest request{.path = exchange.repositoryPath("tags/list?n=1000"),
                                  .headers = {{"Accept", "application/json"}},
                                  .scope = exchange.pullScope()};
    return listNames(exchange, request, "tags"_L1, subject, page, refused, stop);
}

Result<void> listCatalog(RegistryExchange &exchange, const RegistryClient::PageSink &page, const std::stop_token &stop)
{
    const QString subject = exchange.endpoint().registry;
    const auto refused = [&](const HttpResponse &response) {
        Failure failure = statusFailure(response, subject);
        const ErrorKind kind = failure.value().kind;
        if (kind == ErrorKind::Network || kind == ErrorKind::RateLimited)
            return failure;
        const QString said = errorText(response);
        return fail(ErrorKind::Unsupported, subject,
                    u"gives no list of its repositories (%1); the tags of a repository whose name is known can be listed"_s.arg(
                        said.isEmpty() ? u"HTTP %1"_s.arg(response.status) : said));
    };
    const RegistryRequest request{
        .path = "/v2/_catalog?n=1000", .headers = {{"Accept", "application/json"}}, .scope = u"registry:catalog:*"_s};
    return listNames(exchange, request, "repositories"_L1, subject, page, refused, stop);
}

Result<std::optional<std::vector<Descriptor>>> listReferrers(RegistryExchange &exchange, const Digest &subject,
                                                             const std::stop_token &stop)
{
    const RegistryRequest request{.path = exchange.repositoryPath("referrers/" + subject.toString().toLatin1()),
                                  .headers = {{"Accept", "application/vnd.oci.image.index.v1+json"}},
                                  .scope = exchange.pullScope()};
    constexpr std::size_t kMost = 10'000; // no image has so many; a registry may list without end
    std::optional<std::vector<Descriptor>> found;
    const auto result = forEachPage(
        exchange, request,
        [&](const HttpResponse &response) -> Result<bool> {
            if (response.status == 429 || response.status >= 500)
                return statusFailure(response, exchange.subject());
            // Registries without it answer with a 404, some with a redirect to the page of their login.
            const auto index = isIndexAnswer(response) ? ImageIndex::parse(response.body, exchange.subject())
                                                       : fail(ErrorKind::NotFound, {}, {});
            if (!index)
                return false;
            if (!found)
                found.emplace();
            found->insert(found->end(), index->manifests.begin(), index->manifests.end());
            return found->size() < kMost;
        },
        stop);
    if (!result && (result.error().kind == ErrorKind::Network || result.error().kind == ErrorKind::RateLimited))
        return Failure(result.error());
    return found;
}

} // namespace stratoscope
