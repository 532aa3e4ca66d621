// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/endpoint.h"
#include "registry/http/host_address.h"
#include "registry/http/http_message.h"

#include <chrono>
#include <memory>
#include <stop_token>

// registry/http: HTTP requests as blocking calls, independent of what a registry is.
namespace stratoscope {

/// How long a server may be silent, and the period in which its progress is judged: see ProgressJudge.
constexpr std::chrono::seconds kInactivity(30);

/// HTTP requests as blocking calls, on top of QNetworkAccessManager. It does not follow redirects, answer challenges or accept
/// encoded bodies (`Accept-Encoding: identity`), and has neither cookies nor a cache.
///
/// A URL supplied by a server (HttpRequest::suppliedBy) must not lead from TLS to plain HTTP, nor from a public address to a
/// private one, which the server may not be able to reach itself. The client resolves each host name once per request and connects
/// to an address that it has checked, so that another answer of the name service is of no use (DNS rebinding); TLS still verifies
/// the name. Whether the supplier itself is at a private address is known from the connection to it, not asked again.
///
/// Proxies are those of the environment, otherwise of the system; loopback is never proxied. A proxy resolves names itself, so what
/// it connects to is beyond this client: a supplied URL is refused if its host is a private address, or a name that has one here,
/// but the proxy may get another answer. It has to guard its network. A supplier that was reached through a proxy by name leads to
/// private addresses only through the proxy again, and only if all of its own addresses are private here.
///
/// Use from the thread that created it; each worker thread has its own. Needs a QCoreApplication. Errors, naming the URL without
/// its query: UnknownHost; Network (connection failed or cut off, or the server is silent or slow for too long); Tls (the
/// certificate is not trusted, with the reason); Denied (a supplied URL, see above); those of the sink. Status codes of 400 and
/// above are not errors here. Throws Cancelled.
class HttpClient
{
public:
    /// The client certificate is sent to `certificateHost` (host[:port]) only, wherever redirects and challenges lead; empty:
    /// never. `inactivity`: how long a server may be silent or slow at any moment. Tests pass a `resolve` of their own.
    explicit HttpClient(const TlsSettings &tls, const QString &certificateHost = {},
                        std::chrono::milliseconds inactivity = kInactivity, HostResolver resolve = resolveHost);
    ~HttpClient();

    /// Denied if this server may not send us to `url`. Requests check this themselves, with the addresses that they connect to; for
    /// use before something is prepared for them.
    Result<void> checkSupplied(const QUrl &url, const Supplier &suppliedBy, const std::stop_token &stop);
    /// Reads the whole body of a success into memory; TooLarge above `limit` bytes.
    Result<HttpResponse> fetch(const HttpRequest &request, qint64 limit, const std::stop_token &stop);
    /// Passes the body of a success to `sink`.
    Result<HttpResponse> stream(const HttpRequest &request, HttpSink &sink, const std::stop_token &stop);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
