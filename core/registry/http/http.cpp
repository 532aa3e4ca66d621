// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http.h"

#include "base/cancel.h"
#include "registry/http/buffer_sink.h"
#include "registry/http/http_headers.h"
#include "registry/http/http_transfer.h"
#include "registry/http/proxies.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace stratoscope {

namespace {

/// PEM does not always say of which kind a key is.
QSslKey readKey(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

Result<QSslConfiguration> toSslConfiguration(const TlsSettings &tls)
{
    QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
    if (!tls.verify)
        ssl.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!tls.extraRoots.isEmpty()) {
        static const QList<QSslCertificate> systemRoots = QSslConfiguration::systemCaCertificates();
        const auto roots = QSslCertificate::fromData(tls.extraRoots);
        if (roots.isEmpty())
            return fail(ErrorKind::Tls, u"additional root certificates"_s, u"are not PEM"_s);
        // Without the system's own, which are read on demand only as long as there are no others.
        ssl.setCaCertificates(systemRoots + roots);
    }
    if (!tls.clientCertificate.isEmpty()) {
        const auto chain = QSslCertificate::fromData(tls.clientCertificate);
        const QSslKey key = readKey(tls.clientKey);
        if (chain.isEmpty() || key.isNull())
            return fail(ErrorKind::Tls, chain.isEmpty() ? u"client certificate"_s : u"client key"_s,
                        u"is not PEM, or is protected by a passphrase"_s);
        ssl.setLocalCertificateChain(chain);
        ssl.setPrivateKey(key);
    }
    return ssl;
}

QByteArray userAgent()
{
    const QByteArray version = QCoreApplication::applicationVersion().toUtf8();
    return version.isEmpty() ? "stratoscope" : "stratoscope/" + version;
}

} // namespace

struct HttpClient::Private {
    QEventLoop events; ///< first: it gives a thread that Qt has not started its timers and its queue
    QNetworkAccessManager manager;
    const Result<QSslConfiguration> ssl;
    const QUrl certificateHost;
    std::chrono::milliseconds inactivity = 30s;

    Private(const TlsSettings &tls, const QString &host)
        : ssl(toSslConfiguration(tls))
        , certificateHost(u"https://"_s + host)
    {
    }

    QSslConfiguration sslFor(const QUrl &url) const
    {
        QSslConfiguration own = *ssl;
        if (!isSameOrigin(url, certificateHost)) {
            own.setLocalCertificateChain({});
            own.setPrivateKey({});
        }
        return own;
    }

    std::unique_ptr<QNetworkReply> send(const HttpRequest &request)
    {
        const QNetworkRequest prepared = prepare(request);
        return std::unique_ptr<QNetworkReply>(request.method == "GET" ? manager.get(prepared)
                                                  : request.method == "HEAD"
                                                  ? manager.head(prepared)
                                                  : manager.sendCustomRequest(prepared, request.method, request.body));
    }

    QNetworkRequest prepare(const HttpRequest &request) const
    {
        QNetworkRequest prepared(request.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment));
        prepared.setSslConfiguration(sslFor(request.url));
        prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        prepared.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        prepared.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        // One connection for all would put every blob behind the slowest reader.
        prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        prepared.setRawHeader("User-Agent", userAgent());
        prepared.setRawHeader("Accept-Encoding", "identity");
        for (const auto &[name, value] : request.headers)
            prepared.setRawHeader(name, value);
        return prepared;
    }
};

HttpClient::HttpClient(const TlsSettings &tls, const QString &certificateHost)
    : d(new Private(tls, certificateHost))
{
    d->manager.setProxyFactory(new ProxyFactory);
}

HttpClient::~HttpClient() = default;

void HttpClient::setInactivity(std::chrono::milliseconds longest)
{
    d->inactivity = longest;
}

Result<HttpResponse> HttpClient::fetch(const HttpRequest &request, qint64 limit, const std::stop_token &stop)
{
    BufferSink sink(shown(request.url), limit);
    STRATOSCOPE_TRY(HttpResponse response, stream(request, sink, stop));
    response.body = sink.take();
    return response;
}

Result<HttpResponse> HttpClient::stream(const HttpRequest &request, HttpSink &sink, const std::stop_token &stop)
{
    throwIfStopped(stop);
    if (!d->ssl)
        return Failure(d->ssl.error());
    return HttpTransfer(d->send(request), request, d->inactivity).run(sink, stop);
}

} // namespace stratoscope
