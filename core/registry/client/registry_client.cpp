// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_client.h"

#include "oci/image_index.h"
#include "oci/media_type.h"
#include "oci/schema1.h"
#include "registry/client/blob_download.h"
#include "registry/http/http_syntax.h"
#include "registry/http/registry_error.h"
#include "registry/http/retry.h"

#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// The minimum that registries must support; none is known to support more.
constexpr qint64 kMaxManifest = 4 * 1024 * 1024;

RegistryRequest manifestRequest(const RegistryExchange &exchange, const QByteArray &method, const QString &tagOrDigest)
{
    static const QByteArray accept = [] {
        using namespace media_type;
        QByteArrayList types;
        for (const Name type :
             {kOciIndex, kOciManifest, kDockerManifestList, kDockerManifest, kDockerSchema1Signed, kDockerSchema1})
            types.append(QByteArray(type.data(), type.size()));
        return types.join(", ");
    }();
    return {.method = method,
            .path = exchange.repositoryPath("manifests/" + QUrl::toPercentEncoding(tagOrDigest, ":")),
            .headers = {{"Accept", accept}},
            .scope = exchange.pullScope()};
}

/// The type in the document takes precedence: Content-Type is often wrong if the registry serves static files.
QString mediaTypeOf(const QJsonObject &document, const HttpResponse &response)
{
    const QString type = jsonMember(document, "mediaType"_L1).toString();
    return type.isEmpty() ? contentType(response) : type;
}

std::optional<Digest> reportedDigest(const HttpResponse &response)
{
    const auto digest = Digest::parse(QString::fromLatin1(response.header("Docker-Content-Digest").trimmed()));
    return digest ? std::optional(*digest) : std::nullopt;
}

/// The path of the next page on the registry itself. The host in the link is ignored: behind a proxy it may be internal, and other
/// hosts must not receive our requests.
QByteArray nextPath(const HttpResponse &response)
{
    const auto link = nextLink(response.allHeaders("Link"));
    if (!link)
        return {};
    const QUrl url = response.server.url.resolved(QUrl::fromEncoded(*link));
    return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
}

bool isIndexAnswer(const HttpResponse &response)
{
    const QString type = contentType(response);
    return isSuccess(response.status) && (type.contains("json"_L1) || type.isEmpty());
}

} // namespace

RegistryClient::RegistryClient(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth, std::chrono::milliseconds inactivity,
                               const ListLimits &lists)
    : m_exchange(std::move(endpoint), std::move(auth), inactivity)
    , m_lists(lists)
{
}

Result<void> RegistryClient::forEachPage(RegistryRequest request, const ReadPage &read, const std::stop_token &stop)
{
    constexpr qsizetype kLongestPath = 4096;
    std::set<QByteArray> seen;
    // Ends when a registry links to a page again.
    while (!request.path.isEmpty() && request.path.size() <= kLongestPath && seen.insert(request.path).second) {
        STRATOSCOPE_CHECK(m_lists.takePage(m_exchange.subject()));
        STRATOSCOPE_TRY(const HttpResponse response, m_exchange.fetch(request, kMaxDocument, stop));
        STRATOSCOPE_TRY(const bool goesOn, read(response));
        if (!goesOn)
            return {};
        request.path = nextPath(response);
    }
    return {};
}

Result<void> RegistryClient::listNames(const RegistryRequest &request, QLatin1StringView key, const QString &subject,
                                       const PageSink &page, const std::function<Failure(const HttpResponse &)> &refused,
                                       const std::stop_token &stop)
{
    const auto read = [&](const HttpResponse &response) -> Result<bool> {
        if (!isSuccess(response.status))
            return refused(response);
        STRATOSCOPE_TRY(QJsonObject object, parseResponse(response, subject));
        const auto names = JsonFields(std::move(object), subject).strings(key);
        if (!names)
            return fail(ErrorKind::UnexpectedResponse, subject, names.error().detail);
        STRATOSCOPE_CHECK(m_lists.takeNames(subject, *names));
        return page(*names);
    };
    return forEachPage(request, read, stop);
}

Failure RegistryClient::failure(const HttpResponse &response, const QString &subject, const QString &missing) const
{
    return Failure(m_exchange.auth().explained(endpoint(), statusFailure(response, subject, missing).value()));
}

Failure RegistryClient::manifestFailure(const HttpResponse &response, const QString &tagOrDigest) const
{
    const QString missing = tagOrDigest.contains(u':') ? u"manifest"_s : u"tag \"%1\""_s.arg(printable(tagOrDigest.toStdString()));
    return failure(response, m_exchange.subject(tagOrDigest), u"%1 not found in this repository"_s.arg(missing));
}

Result<FetchedManifest> RegistryClient::manifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    const QString subject = m_exchange.subject(tagOrDigest);
    STRATOSCOPE_TRY(HttpResponse response, m_exchange.fetch(manifestRequest(m_exchange, "GET", tagOrDigest), kMaxManifest, stop));
    if (!isSuccess(response.status))
        return manifestFailure(response, tagOrDigest);
    STRATOSCOPE_TRY(const QJsonObject document, parseResponse(response, subject));

    const auto asked = Digest::parse(tagOrDigest);
    FetchedManifest manifest;
    manifest.mediaType = mediaTypeOf(document, response);
    const auto algorithm = asked ? asked->algorithm() : HashAlgorithm::Sha256;
    STRATOSCOPE_TRY(manifest.digest, manifestDigest(response.body, document, algorithm, subject));
    if (asked && *asked != manifest.digest)
        return fail(ErrorKind::Mismatch, subject, u"the registry sent a manifest with digest %1"_s.arg(manifest.digest.toString()));
    manifest.warnings = m_exchange.auth().takeWarnings();
    if (const QString warning = rateLimitWarning(response, endpoint().registry); !warning.isEmpty())
        manifest.warnings.append(warning);
    const auto reported = reportedDigest(response);
    if (reported && reported->algorithm() == algorithm && *reported != manifest.digest)
        manifest.warnings.append(
            u"%1: the registry reports digest %2, but it is %3"_s.arg(subject, reported->toString(), manifest.digest.toString()));
    manifest.bytes = std::move(response.body);
    return manifest;
}

Result<std::optional<Digest>> RegistryClient::headManifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    constexpr int kMethodNotAllowed = 405;
    constexpr int kNotImplemented = 501;
    STRATOSCOPE_TRY(HttpResponse response, m_exchange.fetch(manifestRequest(m_exchange, "HEAD", tagOrDigest), kMaxManifest, stop));
    if (response.status == kMethodNotAllowed || response.status == kNotImplemented) {
        STRATOSCOPE_TRY(response, m_exchange.fetch(manifestRequest(m_exchange, "GET", tagOrDigest), kMaxManifest, stop));
    }
    if (!isSuccess(response.status))
        return manifestFailure(response, tagOrDigest);
    return reportedDigest(response);
}

Result<QByteArray> RegistryClient::blob(const Descriptor &descriptor, const std::stop_token &stop)
{
    const QString subject = m_exchange.subject(descriptor.digest.toString());
    if (descriptor.size > kMaxDocument)
        return fail(ErrorKind::TooLarge, subject,
                    u"has %1 bytes; documents are limited to %2"_s.arg(descriptor.size).arg(kMaxDocument));
    STRATOSCOPE_TRY(const HttpResponse response,
                    m_exchange.fetch(m_exchange.blobRequest("GET", descriptor.digest), kMaxDocument, stop));
    if (!isSuccess(response.status))
        return failure(response, subject, u"blob not found"_s);
    STRATOSCOPE_CHECK(requireDigest(response.body, descriptor.digest, subject));
    return response.body;
}

Result<qint64> RegistryClient::blobSize(const Digest &digest, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const HttpResponse response, m_exchange.fetch(m_exchange.blobRequest("HEAD", digest), kMaxManifest, stop));
    const QString subject = m_exchange.subject(digest.toString());
    if (!isSuccess(response.status))
        return failure(response, subject, u"blob not found"_s);
    if (const auto size = response.contentLength())
        return *size;
    return fail(ErrorKind::UnexpectedResponse, subject, u"the registry does not report its size"_s);
}

Result<void> RegistryClient::downloadBlob(const Descriptor &descriptor, qint64 offset, BlobSink &sink, const std::stop_token &stop)
{
    return stratoscope::downloadBlob(m_exchange, descriptor, offset, sink, stop);
}

Result<void> RegistryClient::tags(const PageSink &page, const std::stop_token &stop)
{
    const QString subject = m_exchange.subject();
    const auto refused = [&](const HttpResponse &response) { return failure(response, subject, u"repository not found"_s); };
    const RegistryRequest request{.path = m_exchange.repositoryPath("tags/list?n=1000"),
                                  .headers = {{"Accept", "application/json"}},
                                  .scope = m_exchange.pullScope()};
    return listNames(request, "tags"_L1, subject, page, refused, stop);
}

Result<void> RegistryClient::catalog(const PageSink &page, const std::stop_token &stop)
{
    const QString subject = m_exchange.endpoint().registry;
    const auto refused = [&](const HttpResponse &response) {
        const Failure refusal = statusFailure(response, subject, {});
        if (isTransient(refusal.value()))
            return refusal;
        const QString text = errorText(response);
        const bool mayBeLogin = refusal.value().kind == ErrorKind::Unauthorized;
        return fail(ErrorKind::Unsupported, subject,
                    u"does not list its repositories (%1); the tags of a known repository can still be listed%2"_s.arg(
                        text.isEmpty() ? u"HTTP %1"_s.arg(response.status) : text,
                        mayBeLogin ? m_exchange.auth().lookUpProblems(endpoint()) : QString()));
    };
    const RegistryRequest request{
        .path = "/v2/_catalog?n=1000", .headers = {{"Accept", "application/json"}}, .scope = u"registry:catalog:*"_s};
    return listNames(request, "repositories"_L1, subject, page, refused, stop);
}

Result<std::vector<Descriptor>> RegistryClient::referrers(const Digest &subject, const std::stop_token &stop)
{
    const RegistryRequest request{.path = m_exchange.repositoryPath("referrers/" + subject.toString().toLatin1()),
                                  .headers = {{"Accept", "application/vnd.oci.image.index.v1+json"}},
                                  .scope = m_exchange.pullScope()};
    constexpr std::size_t kMost = 10'000; // far more than any image has
    std::optional<std::vector<Descriptor>> found; // nothing: the registry lacks the API
    const auto result = forEachPage(
        request,
        [&](const HttpResponse &response) -> Result<bool> {
            if (response.status == 429 || response.status >= 500)
                return failure(response, m_exchange.subject(), {});
            // Registries without the API respond with 404, or redirect to their login page.
            const bool isAnswer = isIndexAnswer(response) && Digest::ofDocument(response.body, subject.algorithm()) != subject;
            const auto index
                = isAnswer ? ImageIndex::parse(response.body, m_exchange.subject()) : fail(ErrorKind::NotFound, {}, {});
            if (!index)
                return false;
            if (!found)
                found.emplace();
            found->insert(found->end(), index->manifests.begin(), index->manifests.end());
            return found->size() < kMost;
        },
        stop);
    if (!result && (isTransient(result.error()) || result.error().kind == ErrorKind::TooLarge))
        return Failure(result.error());
    if (found)
        return *found;
    // The tag that clients maintain if the registry lacks the API; at most 32 and 64 characters (distribution specification).
    const auto tagged = manifest(subject.algorithmName().left(32) + u'-' + subject.hex().left(64), stop);
    if (!tagged && isTransient(tagged.error()))
        return Failure(tagged.error());
    // GitLab answers with the subject itself.
    const bool isAnswer = tagged && tagged->digest != subject;
    const auto index = isAnswer ? ImageIndex::parse(tagged->bytes, m_exchange.subject()) : fail(ErrorKind::NotFound, {}, {});
    return index ? index->manifests : std::vector<Descriptor>();
}

Result<void> RegistryClient::ping(const std::stop_token &stop)
{
    constexpr qint64 kMostBytes = 64 * 1024;
    STRATOSCOPE_TRY(const HttpResponse response, m_exchange.fetch({.path = "/v2/", .headers = {}, .scope = {}}, kMostBytes, stop));
    if (isSuccess(response.status))
        return {};
    if (response.status == 404)
        return fail(ErrorKind::NotFound, endpoint().host, u"not a registry (HTTP 404)"_s);
    return failure(response, endpoint().registry, {});
}

Result<HttpResponse> RegistryClient::get(const QByteArray &path, qint64 limit, const std::stop_token &stop)
{
    STRATOSCOPE_CHECK(m_lists.takePage(m_exchange.subject()));
    const auto ask = [&](const QByteArray &authorization) {
        return m_exchange.fetch(
            {.path = path, .headers = {{"Accept", "application/json"}}, .scope = {}, .authorization = authorization}, limit, stop);
    };
    const QByteArray login = m_exchange.auth().login(endpoint(), stop);
    auto response = ask(login);
    const bool isRefused = !login.isEmpty() && response && (response->status == 401 || response->status == 403);
    return isRefused ? ask({}) : response;
}

} // namespace stratoscope
