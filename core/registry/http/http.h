// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"
#include "registry/http/endpoint.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace stratoscope {

using HttpHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers;
    QByteArray body;
};

struct HttpResponse {
    int status = 0;
    QUrl url;
    HttpHeaders headers;
    QByteArray body; ///< of fetch() only

    /// The first of that name, whatever its case; empty where there is none.
    QByteArray header(QByteArrayView name) const;
    /// All of that name, in order.
    std::vector<QByteArray> allHeaders(QByteArrayView name) const;
    /// Content-Length; nothing where the server does not say (chunked).
    std::optional<qint64> contentLength() const;
};

/// Takes a body as it arrives.
class HttpSink
{
public:
    virtual ~HttpSink() = default;
    /// After the headers; an error ends the request.
    virtual Result<void> begin(const HttpResponse &response) = 0;
    /// The next bytes of the body; an error ends the request. While it runs nothing more is read from the network.
    virtual Result<void> write(Bytes bytes) = 0;
};

/// HTTP requests as blocking calls, over QNetworkAccessManager. It follows no redirect, answers no challenge, and lets nothing be
/// unpacked on the way (`Accept-Encoding: identity`).
///
/// The proxies are the environment's, else the system's; never one for loopback. No cookies, no cache.
///
/// For the thread that made it: each thread of work has its own. The program needs a QCoreApplication. Errors, naming the URL
/// without its query: Network (could not connect, cut off, nothing heard for too long), Tls (the certificate is not trusted, with
/// the reason), Unsupported (a body that was encoded nevertheless). A status of 400 and above is no error here. Throws Cancelled.
class HttpClient
{
public:
    /// Who we are by a client certificate is shown to `certificateHost` (host[:port]) alone, wherever its redirects and challenges
    /// lead; empty: to nobody.
    explicit HttpClient(const TlsSettings &tls, const QString &certificateHost = {});
    ~HttpClient();

    /// How long a server may be silent, at any moment; 30 seconds until set.
    void setInactivity(std::chrono::milliseconds longest);

    /// The response with its whole body; TooLarge above `limit` bytes.
    Result<HttpResponse> fetch(const HttpRequest &request, qint64 limit, const std::stop_token &stop);
    /// Gives the body to `sink`. The response's own body stays empty.
    Result<HttpResponse> stream(const HttpRequest &request, HttpSink &sink, const std::stop_token &stop);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
