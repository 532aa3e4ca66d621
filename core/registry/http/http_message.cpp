// SPDX-License-Identifier: Apache-2.0
#include "registry/http/http_message.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

bool isNamed(const std::pair<QByteArray, QByteArray> &header, QByteArrayView name)
{
    return header.first.compare(name, Qt::CaseInsensitive) == 0;
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

/// Dates of HTTP (RFC 9110, 5.6.7); only the preferred form is still in use.
QDateTime parseDate(const QByteArray &text)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date;
}

} // namespace

QByteArray HttpResponse::header(QByteArrayView name) const
{
    const auto found = std::ranges::find_if(headers, [&](const auto &header) { return isNamed(header, name); });
    return found == headers.end() ? QByteArray() : found->second;
}

std::vector<QByteArray> HttpResponse::allHeaders(QByteArrayView name) const
{
    std::vector<QByteArray> values;
    for (const auto &header : headers) {
        if (isNamed(header, name))
            values.push_back(header.second);
    }
    return values;
}

std::optional<qint64> HttpResponse::contentLength() const
{
    bool isNumber = false;
    const qint64 length = header("Content-Length").toLongLong(&isNumber);
    return isNumber && length >= 0 ? std::optional(length) : std::nullopt;
}

QString shown(const QUrl &url)
{
    return url.toDisplayString(QUrl::RemoveQuery | QUrl::RemoveUserInfo | QUrl::RemoveFragment);
}

bool isSameOrigin(const QUrl &one, const QUrl &other)
{
    return one.scheme() == other.scheme() && one.host() == other.host() && portOf(one) == portOf(other);
}

QByteArray contentEncoding(const HttpResponse &response)
{
    QByteArray encoding = response.header("Content-Encoding").trimmed().toLower();
    return encoding == "identity" ? QByteArray() : encoding;
}

Failure unexpectedEncoding(const QString &subject, const QByteArray &encoding)
{
    return fail(ErrorKind::Unsupported, subject,
                u"was sent with encoding %1, which was not requested; a proxy or a cache may have added it"_s.arg(
                    quoted(QString::fromLatin1(encoding))));
}

QString contentType(const HttpResponse &response)
{
    const QByteArray type = response.header("Content-Type");
    return QString::fromLatin1(type.first(std::ranges::find(type, ';') - type.begin())).trimmed().toLower();
}

int retryAfter(const HttpResponse &response, const QDateTime &now)
{
    constexpr qint64 kLongest = 24 * 60 * 60;
    const QByteArray text = response.header("Retry-After").trimmed();
    bool isNumber = false;
    qint64 seconds = text.toLongLong(&isNumber);
    if (!isNumber) {
        const QDateTime date = parseDate(text);
        seconds = date.isValid() ? now.secsTo(date) : 0;
    }
    return int(std::clamp(seconds, qint64(0), kLongest));
}

std::optional<ContentRange> ContentRange::parse(const QByteArray &header)
{
    static const QRegularExpression form(u"^\\s*bytes\\s+(\\d+)-(\\d+)/(\\d+|\\*)\\s*$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(QString::fromLatin1(header));
    if (!match.hasMatch())
        return std::nullopt;
    bool isNumber = false;
    ContentRange range;
    range.first = match.captured(1).toLongLong(&isNumber);
    range.last = isNumber ? match.captured(2).toLongLong(&isNumber) : 0;
    if (isNumber && match.captured(3) != u"*")
        range.total = match.captured(3).toLongLong(&isNumber);
    return isNumber && range.first <= range.last ? std::optional(range) : std::nullopt;
}

} // namespace stratoscope
