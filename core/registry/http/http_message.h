// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/hash.h"

#include <QByteArray>
#include <QDateTime>
#include <QHostAddress>
#include <QUrl>

#include <optional>
#include <utility>
#include <vector>

/// Requests and responses (RFC 9110).
namespace stratoscope {

using HttpHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

/// A server that supplied a URL: by a redirect, as the realm of a challenge, in a manifest.
struct Supplier {
    QUrl url{}; ///< where it was asked
    QHostAddress address{}; ///< of the connection to it; null if a proxy made that
};

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers{};
    QByteArray body{};
    /// Who supplied `url`; nothing: the user or the configuration did. See HttpClient.
    std::optional<Supplier> suppliedBy{};
};

struct HttpResponse {
    int status = 0;
    Supplier server; ///< that sent it
    HttpHeaders headers;
    QByteArray body; ///< of a success, only if it was read into memory; of any other response, its first 64 KiB

    /// The first header of that name, which is case-insensitive; empty if there is none.
    QByteArray header(QByteArrayView name) const;
    /// All headers of that name, in order.
    std::vector<QByteArray> allHeaders(QByteArrayView name) const;
    /// Content-Length; nothing if the server does not send it (chunked encoding).
    std::optional<qint64> contentLength() const;
};

/// Receives the body of a success as it arrives.
class HttpSink
{
public:
    virtual ~HttpSink() = default;
    /// Called after the headers; an error ends the request.
    virtual Result<void> begin(const HttpResponse &response) = 0;
    /// Receives the next bytes of the body; an error ends the request. The network is not read meanwhile.
    virtual Result<void> write(Bytes bytes) = 0;
};

/// A URL for messages: without query (which may be a signature), user and fragment.
QString shown(const QUrl &url);

/// Whether scheme, host and port are the same.
bool isSameOrigin(const QUrl &one, const QUrl &other);

inline bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

/// The Content-Encoding, lower-case; empty if there is none, as was requested.
QByteArray contentEncoding(const HttpResponse &response);
/// Unsupported: the response is encoded nevertheless.
Failure unexpectedEncoding(const QString &subject, const QByteArray &encoding);

/// The media type of Content-Type, lower-case, without parameters.
QString contentType(const HttpResponse &response);

/// Seconds to wait according to Retry-After (seconds or a date), at most a day; 0 if it is missing.
int retryAfter(const HttpResponse &response, const QDateTime &now);

/// The header Content-Range: `bytes FIRST-LAST/TOTAL`.
struct ContentRange {
    qint64 first = 0;
    qint64 last = 0;
    qint64 total = -1; ///< -1: unknown

    static std::optional<ContentRange> parse(const QByteArray &header);
};

} // namespace stratoscope
