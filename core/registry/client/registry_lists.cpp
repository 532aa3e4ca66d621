// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_lists.h"

#include "oci/image_index.h"
#include "registry/http/http_message.h"
#include "registry/http/link_header.h"
#include "registry/http/registry_error.h"

#include <functional>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Receives the response with a page; returns false to end the listing.
using ReadPage = std::function<Result<bool>(const HttpResponse &response)>;

/// The path of the next page on the registry itself. The host in the link is ignored: behind a proxy it may be internal, and other
/// hosts must not receive our requests.
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
    // Ends when a registry links to a page again.
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
            STRATOSCOPE_TRY(QJsonObject object, parseResponse(response, subject));
            const auto names = JsonFields(std::move(object), subject).strings(key);
            return names ? Result<bool>(page(*names)) : fail(ErrorKind::UnexpectedResponse, subject, names.error().detail);
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
    const auto refused = [&](const HttpResponse &response) { return statusFailure(response, subject, u"repository not found"_s); };
    const RegistryRequest request{.path = exchange.repositoryPath("tags/list?n=1000"),
                                  .headers = {{"Accept", "application/json"}},
                                  .scope = exchange.pullScope()};
    return listNames(exchange, request, "tags"_L1, subject, page, refused, stop);
}

Result<void> listCatalog(RegistryExchange &exchange, const RegistryClient::PageSink &page, const std::stop_token &stop)
{
    const QString subject = exchange.endpoint().registry;
    const auto refused = [&](const HttpResponse &response) {
        Failure failure = statusFailure(response, subject, {});
        const ErrorKind kind = failure.value().kind;
        if (kind == ErrorKind::Network || kind == ErrorKind::RateLimited)
            return failure;
        const QString text = errorText(response);
        return fail(ErrorKind::Unsupported, subject,
                    u"does not list its repositories (%1); the tags of a known repository can still be listed"_s.arg(
                        text.isEmpty() ? u"HTTP %1"_s.arg(response.status) : text));
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
    constexpr std::size_t kMost = 10'000; // far more than any image has
    std::optional<std::vector<Descriptor>> found;
    const auto result = forEachPage(
        exchange, request,
        [&](const HttpResponse &response) -> Result<bool> {
            if (response.status == 429 || response.status >= 500)
                return statusFailure(response, exchange.subject(), {});
            // Registries without the API respond with 404, or redirect to their login page.
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
