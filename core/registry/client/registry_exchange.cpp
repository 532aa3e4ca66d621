// SPDX-License-Identifier: Apache-2.0
#include "registry/client/registry_exchange.h"

#include "registry/http/buffer_sink.h"
#include "registry/http/host_address.h"
#include "registry/http/http_message.h"
#include "registry/http/redirects.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QString kHttp = u"http"_s;
const QString kHttps = u"https"_s;

/// Passes everything on and records whether there was a response.
class RecordingSink : public HttpSink
{
public:
    explicit RecordingSink(HttpSink &sink)
        : m_sink(sink)
    {
    }
    Result<void> begin(const HttpResponse &response) override
    {
        m_hasBegun = true;
        return m_sink.begin(response);
    }
    Result<void> write(Bytes bytes) override { return m_sink.write(bytes); }
    bool hasBegun() const { return m_hasBegun; }

private:
    HttpSink &m_sink;
    bool m_hasBegun = false;
};

/// Whether the server speaks the protocol: a TLS server answers a plain request, if at all, with a 400 and a text or a page.
bool isHttp(const Result<HttpResponse> &result)
{
    if (result)
        return result->status != 400 || contentType(*result).contains("json"_L1);
    return result.error().kind != ErrorKind::Network && result.error().kind != ErrorKind::Tls;
}

} // namespace

RegistryExchange::RegistryExchange(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth, std::chrono::milliseconds inactivity)
    : m_endpoint(std::move(endpoint))
    , m_auth(std::move(auth))
    , m_client(m_endpoint.tls, m_endpoint.host, inactivity)
{
}

QString RegistryExchange::subject() const
{
    const QString name = m_endpoint.isMirror ? m_endpoint.host : m_endpoint.registry;
    return m_endpoint.repository.isEmpty() ? name : name + u'/' + m_endpoint.repository;
}

QString RegistryExchange::subject(const QString &tagOrDigest) const
{
    return subject() + (tagOrDigest.contains(u':') ? u'@' : u':') + tagOrDigest;
}

QByteArray RegistryExchange::repositoryPath(const QByteArray &rest) const
{
    return "/v2/" + QUrl::toPercentEncoding(m_endpoint.repository, "/") + '/' + rest;
}

QString RegistryExchange::pullScope() const
{
    return u"repository:%1:pull"_s.arg(m_endpoint.repository);
}

QString RegistryExchange::pushScope() const
{
    return pullScope() + u",push"_s;
}

RegistryRequest RegistryExchange::blobRequest(const QByteArray &method, const Digest &digest, HttpHeaders headers) const
{
    return {.method = method,
            .path = repositoryPath("blobs/" + digest.toString().toLatin1()),
            .headers = std::move(headers),
            .scope = pullScope()};
}

QString RegistryExchange::knownScheme() const
{
    switch (m_endpoint.plainHttp) {
    case PlainHttp::Never:
        return kHttps;
    case PlainHttp::Always:
        return kHttp;
    case PlainHttp::Fallback:
        break;
    }
    return m_auth->scheme(m_endpoint.host);
}

QUrl RegistryExchange::url() const
{
    const QString known = knownScheme();
    return url(known.isEmpty() ? kHttps : known, "/");
}

QUrl RegistryExchange::url(const QString &scheme, const QByteArray &path) const
{
    return QUrl::fromEncoded((scheme + "://"_L1 + m_endpoint.host).toUtf8() + path);
}

Result<HttpResponse> RegistryExchange::send(const RegistryRequest &request, HttpSink &sink, const std::stop_token &stop)
{
    if (!url().isValid() || url().host().isEmpty())
        return fail(ErrorKind::Invalid, m_endpoint.host, u"is not a host name"_s);
    if (const QString known = knownScheme(); !known.isEmpty())
        return sendOver(known, request, sink, stop);

    // On loopback, plain HTTP is harmless and fails fast; elsewhere TLS is tried first.
    const bool isPlainFirst = isLoopbackHost(url().host());
    RecordingSink recording(sink);
    const auto attempt = [&](const QString &scheme) {
        auto result = sendOver(scheme, request, recording, stop);
        if (recording.hasBegun() || isHttp(result))
            m_auth->setScheme(m_endpoint.host, scheme);
        return result;
    };
    auto first = attempt(isPlainFirst ? kHttp : kHttps);
    if (!knownScheme().isEmpty())
        return first;
    auto second = attempt(isPlainFirst ? kHttps : kHttp);
    const bool isUntrusted = !second && second.error().kind == ErrorKind::Tls;
    return !knownScheme().isEmpty() || isUntrusted ? second : first;
}

Result<HttpResponse> RegistryExchange::fetch(const RegistryRequest &request, qint64 limit, const std::stop_token &stop)
{
    BufferSink sink(subject(), limit);
    STRATOSCOPE_TRY(HttpResponse response, send(request, sink, stop));
    if (isSuccess(response.status))
        response.body = sink.take();
    return response;
}

Result<HttpResponse> RegistryExchange::sendOver(const QString &scheme, const RegistryRequest &request, HttpSink &sink,
                                                const std::stop_token &stop)
{
    QByteArray authorization = request.authorization.value_or(QByteArray());
    if (!request.authorization) {
        STRATOSCOPE_TRY(authorization, m_auth->authorization(m_endpoint, request.scope, m_client, stop));
    }
    bool hasAnswered = request.authorization.has_value();
    bool hasRenewed = false;
    for (;;) {
        HttpRequest http{
            .method = request.method, .url = url(scheme, request.path), .headers = request.headers, .body = request.body};
        if (!authorization.isEmpty())
            http.headers.emplace_back("Authorization", authorization);
        STRATOSCOPE_TRY(HttpResponse response, sendFollowing(m_client, http, sink, stop));

        const bool isElsewhere = !isSameOrigin(http.url, response.server.url);
        if (!isElsewhere)
            m_address = response.server.address;
        if (isElsewhere && (response.status == 401 || response.status == 403) && !hasRenewed) {
            hasRenewed = true;
            continue;
        }
        // Rejected credentials are reported here, an insufficient token by the caller.
        const bool isAnswerable = !hasAnswered || (!request.authorization && authorization.startsWith("Basic "));
        if (isElsewhere || response.status != 401 || !isAnswerable)
            return response;
        STRATOSCOPE_TRY(const auto challenges, challengesOf(response, scheme, stop));
        if (challenges.empty())
            return response;
        const Supplier challenger{http.url, m_address};
        STRATOSCOPE_TRY(authorization,
                        m_auth->answer(m_endpoint, request.scope, challenger, challenges, authorization, m_client, stop));
        hasAnswered = true;
    }
}

Result<std::vector<AuthChallenge>> RegistryExchange::challengesOf(const HttpResponse &response, const QString &scheme,
                                                                  const std::stop_token &stop)
{
    constexpr qint64 kMostBytes = 64 * 1024;
    auto challenges = parseChallenges(response.allHeaders("WWW-Authenticate"));
    if (!challenges.empty())
        return challenges;
    const HttpRequest base{.method = "GET", .url = url(scheme, "/v2/"), .headers = {}, .body = {}};
    STRATOSCOPE_TRY(const HttpResponse answer, fetchFollowing(m_client, base, kMostBytes, stop));
    if (answer.status == 401 && isSameOrigin(base.url, answer.server.url))
        challenges = parseChallenges(answer.allHeaders("WWW-Authenticate"));
    return challenges;
}

} // namespace stratoscope
