// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_client.h"

#include "oci/document_digest.h"
#include "oci/image_index.h"
#include "oci/media_type.h"
#include "registry/client/blob_download.h"
#include "registry/client/registry_lists.h"
#include "registry/http/http_message.h"
#include "registry/http/registry_error.h"

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
    const QString type = document.value("mediaType"_L1).toString();
    return type.isEmpty() ? contentType(response) : type;
}

std::optional<Digest> reportedDigest(const HttpResponse &response)
{
    const auto digest = Digest::parse(QString::fromLatin1(response.header("Docker-Content-Digest").trimmed()));
    return digest ? std::optional(*digest) : std::nullopt;
}

} // namespace

struct RegistryClient::Private {
    RegistryExchange exchange;

    /// The manifest's name in messages: `docker.io/library/alpine:3.22`.
    QString subject(const QString &tagOrDigest) const
    {
        return exchange.subject() + (tagOrDigest.contains(u':') ? u'@' : u':') + tagOrDigest;
    }

    Failure manifestFailure(const HttpResponse &response, const QString &tagOrDigest) const
    {
        const QString missing
            = tagOrDigest.contains(u':') ? u"manifest"_s : u"tag \"%1\""_s.arg(printable(tagOrDigest.toStdString()));
        return statusFailure(response, subject(tagOrDigest), u"%1 not found in this repository"_s.arg(missing));
    }
};

RegistryClient::RegistryClient(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth, std::chrono::milliseconds inactivity)
    : d(new Private{.exchange = {std::move(endpoint), std::move(auth), inactivity}})
{
}

RegistryClient::~RegistryClient() = default;

const Endpoint &RegistryClient::endpoint() const
{
    return d->exchange.endpoint();
}

Result<FetchedManifest> RegistryClient::manifest(const QString &tagOrDigest, const std::stop_token &stop)
{
    const QString subject = d->subject(tagOrDigest);
    STRATOSCOPE_TRY(HttpResponse response, d->exchange.fetch(manifestRequest(d->exchange, "GET", tagOrDigest), kMaxManifest, stop));
    if (!isSuccess(response.status))
        return d->manifestFailure(response, tagOrDigest);
    STRATOSCOPE_TRY(const QJsonObject document, parseResponse(response, subject));

    const auto asked = Digest::parse(tagOrDigest);
    FetchedManifest manifest;
    manifest.mediaType = mediaTypeOf(document, response);
    const auto algorithm = asked ? asked->algorithm() : HashAlgorithm::Sha256;
    STRATOSCOPE_TRY(manifest.digest, manifestDigest(response.body, document, algorithm, subject));
    if (asked && *asked != manifest.digest)
        return fail(ErrorKind::Mismatch, subject, u"the registry sent a manifest with digest %1"_s.arg(manifest.digest.toString()));
    manifest.warnings = d->exchange.auth().takeWarnings();
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
    STRATOSCOPE_TRY(HttpResponse response,
                    d->exchange.fetch(manifestRequest(d->exchange, "HEAD", tagOrDigest), kMaxManifest, stop));
    if (response.status == kMethodNotAllowed || response.status == kNotImplemented) {
        STRATOSCOPE_TRY(response, d->exchange.fetch(manifestRequest(d->exchange, "GET", tagOrDigest), kMaxManifest, stop));
    }
    if (!isSuccess(response.status))
        return d->manifestFailure(response, tagOrDigest);
    return reportedDigest(response);
}

Result<QByteArray> RegistryClient::blob(const Descriptor &descriptor, const std::stop_token &stop)
{
    return fetchBlob(d->exchange, descriptor, stop);
}

Result<qint64> RegistryClient::blobSize(const Digest &digest, const std::stop_token &stop)
{
    const RegistryRequest request{.method = "HEAD",
                                  .path = d->exchange.repositoryPath("blobs/" + digest.toString().toLatin1()),
                                  .headers = {},
                                  .scope = d->exchange.pullScope()};
    STRATOSCOPE_TRY(const HttpResponse response, d->exchange.fetch(request, kMaxManifest, stop));
    const QString subject = d->subject(digest.toString());
    if (!isSuccess(response.status))
        return statusFailure(response, subject, u"blob not found"_s);
    if (const auto size = response.contentLength())
        return *size;
    return fail(ErrorKind::UnexpectedResponse, subject, u"the registry does not report its size"_s);
}

Result<void> RegistryClient::downloadBlob(const Descriptor &descriptor, qint64 offset, BlobSink &sink, const std::stop_token &stop)
{
    return stratoscope::downloadBlob(d->exchange, descriptor, offset, sink, stop);
}

Result<void> RegistryClient::tags(const PageSink &page, const std::stop_token &stop)
{
    return listTags(d->exchange, page, stop);
}

Result<void> RegistryClient::catalog(const PageSink &page, const std::stop_token &stop)
{
    return listCatalog(d->exchange, page, stop);
}

Result<std::vector<Descriptor>> RegistryClient::referrers(const Digest &subject, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(const auto listed, listReferrers(d->exchange, subject, stop));
    if (listed)
        return *listed;
    // The tag that clients maintain if the registry lacks the API; at most 32 and 64 characters (distribution specification).
    const auto tagged = manifest(subject.algorithmName().left(32) + u'-' + subject.hex().left(64), stop);
    if (!tagged && (tagged.error().kind == ErrorKind::Network || tagged.error().kind == ErrorKind::RateLimited))
        return Failure(tagged.error());
    const auto index = tagged ? ImageIndex::parse(tagged->bytes, d->exchange.subject()) : fail(ErrorKind::NotFound, {}, {});
    return index ? index->manifests : std::vector<Descriptor>();
}

Result<void> RegistryClient::ping(const std::stop_token &stop)
{
    constexpr qint64 kMostBytes = 64 * 1024;
    STRATOSCOPE_TRY(const HttpResponse response, d->exchange.fetch({.path = "/v2/", .headers = {}, .scope = {}}, kMostBytes, stop));
    if (isSuccess(response.status))
        return {};
    if (response.status == 404)
        return fail(ErrorKind::NotFound, endpoint().host, u"not a registry (HTTP 404)"_s);
    return statusFailure(response, endpoint().registry, {});
}

Result<HttpResponse> RegistryClient::get(const QByteArray &path, qint64 limit, const std::stop_token &stop)
{
    const auto ask = [&](const QByteArray &authorization) {
        return d->exchange.fetch(
            {.path = path, .headers = {{"Accept", "application/json"}}, .scope = {}, .authorization = authorization}, limit, stop);
    };
    const QByteArray login = d->exchange.auth().login(endpoint(), stop);
    auto response = ask(login);
    const bool isRefused = !login.isEmpty() && response && (response->status == 401 || response->status == 403);
    return isRefused ? ask({}) : response;
}

} // namespace stratoscope
