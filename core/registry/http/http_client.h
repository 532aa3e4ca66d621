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

constexpr std::chrono::seconds kInactivity(30);

/// HTTP requests as blocking calls, on top of QNetworkAccessManager. It does not follow redirects, answer challenges or accept
/// encoded bodies (`Accept-Encoding: identity`), and has neither cookies nor a cache.
///
/// Proxies are those of the environment, otherwise of the system; loopback is never proxied. Without a proxy the client resolves
/// host names itself and connects to the addresses that it has checked: a URL supplied by a server (HttpRequest::suppliedBy) must
/// not lead from TLS to plain HTTP, nor from a public address to a private one, which the server may not be able to reach itself.
///
/// Use from the thread that created it; each worker thread has its own. Needs a QCoreApplication. Errors, naming the URL without
/// its query: UnknownHost; Network (connection failed or cut off, or the server is silent for too long); Tls (the certificate is
/// not trusted, with the reason); Denied (a supplied URL, see above); Unsupported (the body is encoded nevertheless). Status codes
/// of 400 and above are not errors here. Throws Cancelled.
class HttpClient
{
public:
    /// The client certificate is sent to `certificateHost` (host[:port]) only, wherever redirects and challenges lead; empty:
    /// never. `inactivity`: how long a server may be silent at any moment. Tests pass a `resolve` of their own.
    explicit HttpClient(const TlsSettings &tls, const QString &certificateHost = {},
                        std::chrono::milliseconds inactivity = kInactivity, HostResolver resolve = resolveHost);
    ~HttpClient();

    /// Denied if the server at `suppliedBy` may not send us to `url`. Requests check this themselves; for use before something is
    /// prepared for them.
    Result<void> checkSupplied(const QUrl &url, const QUrl &suppliedBy, const std::stop_token &stop);
    /// Reads the whole body of a success into memory; TooLarge above `limit` bytes.
    Result<HttpResponse> fetch(const HttpRequest &request, qint64 limit, const std::stop_token &stop);
    /// Passes the body of a success to `sink`.
    Result<HttpResponse> stream(const HttpRequest &request, HttpSink &sink, const std::stop_token &stop);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
