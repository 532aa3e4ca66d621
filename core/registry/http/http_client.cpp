// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_client.h"

#include "base/cancel.h"
#include "registry/http/buffer_sink.h"
#include "registry/http/http_transfer.h"
#include "registry/http/proxies.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// PEM does not always name the algorithm of a key.
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
            return fail(ErrorKind::Tls, u"additional root certificate"_s, u"is not in PEM format"_s);
        // Qt loads the system's roots on demand only while no others are set.
        ssl.setCaCertificates(systemRoots + roots);
    }
    if (!tls.clientCertificate.isEmpty()) {
        const auto chain = QSslCertificate::fromData(tls.clientCertificate);
        const QSslKey key = readKey(tls.clientKey);
        if (chain.isEmpty() || key.isNull())
            return fail(ErrorKind::Tls, chain.isEmpty() ? u"client certificate"_s : u"client key"_s,
                        u"is not in PEM format, or is protected by a passphrase"_s);
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
    QEventLoop events; ///< first: it sets up timers and events in a thread not started by Qt
    QNetworkAccessManager manager;
    Proxies proxies;
    const HostResolver resolve;
    const Result<QSslConfiguration> ssl;
    const QUrl certificateHost;
    const std::chrono::milliseconds inactivity;

    Private(const TlsSettings &tls, const QString &host, std::chrono::milliseconds longest, HostResolver resolver)
        : resolve(std::move(resolver))
        , ssl(toSslConfiguration(tls))
        , certificateHost(u"https://"_s + host)
        , inactivity(longest)
    {
    }

    /// Whether a server may lead to private addresses. Its name is not proof: what it resolves to is up to its owner.
    bool isPrivate(const Supplier &server, bool leadsThroughProxy, const std::stop_token &stop)
    {
        const QHostAddress literal(server.url.host());
        if (!server.address.isNull() || !literal.isNull())
            return isPrivateAddress(server.address.isNull() ? literal : server.address);
        const auto addresses = leadsThroughProxy ? resolve(server.url.host(), stop) : QList<QHostAddress>();
        return !addresses.isEmpty() && std::ranges::all_of(addresses, isPrivateAddress);
    }

    /// Denied if the server that supplied the URL may not send us there. `addresses`: of its host.
    Result<void> checkSupplied(const QUrl &to, const Supplier &from, const QList<QHostAddress> &addresses,
                               const std::stop_token &stop)
    {
        const auto deny = [&](const QString &reason) {
            return fail(ErrorKind::Denied, shown(from.url), u"refers to %1, which is refused: %2"_s.arg(shown(to), reason));
        };
        if ((to.scheme() != "https"_L1 && to.scheme() != "http"_L1) || to.host().isEmpty())
            return deny(u"not an HTTP address"_s);
        if (from.url.scheme() == "https"_L1 && to.scheme() == "http"_L1)
            return deny(u"not encrypted"_s);
        const bool isProxied = proxies.find(to).type() != QNetworkProxy::NoProxy;
        if (std::ranges::any_of(addresses, isPrivateAddress) && !isPrivate(from, isProxied, stop))
            return deny(u"on this machine or in its private network"_s);
        return {};
    }

    /// Tries the addresses in their order, until one can be connected to.
    Result<HttpResponse> sendDirectly(const HttpRequest &request, const QList<QHostAddress> &addresses, HttpSink &sink,
                                      const std::stop_token &stop)
    {
        for (const QHostAddress &address : addresses) {
            HttpTransfer transfer(send(request, address), request, inactivity);
            auto result = transfer.run(sink, stop);
            if (result)
                result->server.address = address;
            if (result || transfer.isConnected() || address == addresses.last())
                return result;
        }
        return fail(ErrorKind::UnknownHost, shown(request.url),
                    u"could not resolve the host; check the name and your connection"_s);
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

    /// To this address; a null one is left to the proxy.
    std::unique_ptr<QNetworkReply> send(const HttpRequest &request, const QHostAddress &address)
    {
        QNetworkRequest prepared = prepare(request);
        QUrl url = prepared.url();
        if (!address.isNull() && QHostAddress(url.host()).isNull()) {
            const QString port = url.port() < 0 ? QString() : u":%1"_s.arg(url.port());
            prepared.setRawHeader("Host", (url.host(QUrl::FullyEncoded) + port).toLatin1());
            prepared.setPeerVerifyName(url.host(QUrl::FullyEncoded)); // the server name of TLS, too
            url.setHost(address.toString());
            prepared.setUrl(url);
        }
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
        // Sharing one connection would slow every blob down to the slowest reader.
        prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        prepared.setRawHeader("User-Agent", userAgent());
        prepared.setRawHeader("Accept-Encoding", "identity");
        for (const auto &[name, value] : request.headers)
            prepared.setRawHeader(name, value);
        return prepared;
    }
};

HttpClient::HttpClient(const TlsSettings &tls, const QString &certificateHost, std::chrono::milliseconds inactivity,
                       HostResolver resolve)
    : d(new Private(tls, certificateHost, inactivity, std::move(resolve)))
{
}

HttpClient::~HttpClient() = default;

Result<void> HttpClient::checkSupplied(const QUrl &url, const Supplier &suppliedBy, const std::stop_token &stop)
{
    return d->checkSupplied(url, suppliedBy, d->resolve(url.host(), stop), stop);
}

Result<HttpResponse> HttpClient::fetch(const HttpRequest &request, qint64 limit, const std::stop_token &stop)
{
    BufferSink sink(shown(request.url), limit);
    STRATOSCOPE_TRY(HttpResponse response, stream(request, sink, stop));
    if (isSuccess(response.status))
        response.body = sink.take();
    return response;
}

Result<HttpResponse> HttpClient::stream(const HttpRequest &request, HttpSink &sink, const std::stop_token &stop)
{
    throwIfStopped(stop);
    if (!d->ssl)
        return Failure(d->ssl.error());
    const QNetworkProxy proxy = d->proxies.find(request.url);
    const bool isDirect = proxy.type() == QNetworkProxy::NoProxy;
    const QList<QHostAddress> addresses
        = isDirect || request.suppliedBy ? d->resolve(request.url.host(), stop) : QList<QHostAddress>();
    if (request.suppliedBy)
        STRATOSCOPE_CHECK(d->checkSupplied(request.url, *request.suppliedBy, addresses, stop));
    d->manager.setProxy(proxy);
    if (isDirect)
        return d->sendDirectly(request, addresses, sink, stop);
    return HttpTransfer(d->send(request, {}), request, d->inactivity).run(sink, stop);
}

} // namespace stratoscope
