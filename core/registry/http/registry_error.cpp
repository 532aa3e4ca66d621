// SPDX-License-Identifier: Apache-2.0
#include "registry/http/registry_error.h"

#include "base/json_reader.h"
#include "registry/http/http_message.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QJsonObject firstError(const HttpResponse &response)
{
    const QJsonObject document = parseJsonObject(response.body, {}).value_or(QJsonObject());
    const QJsonObject error = jsonMember(document, "errors"_L1).toArray().at(0).toObject();
    return error.isEmpty() ? document : error;
}

/// What a status means: the kind of the error and its text.
std::pair<ErrorKind, QString> meaningOf(const HttpResponse &response, const QString &missing)
{
    if (response.status == 429 || jsonMember(firstError(response), "code"_L1).toString() == u"TOOMANYREQUESTS")
        return {ErrorKind::RateLimited, u"too many requests"_s};
    switch (response.status) {
    case 400:
        return {ErrorKind::Invalid, u"the registry rejected the request"_s};
    case 401:
        return {ErrorKind::Unauthorized, u"a login is required, or the repository does not exist"_s};
    case 403:
        return {ErrorKind::Unauthorized, u"access denied; a different login may be required"_s};
    case 404:
        return {ErrorKind::NotFound, missing};
    case 405:
    case 406:
    case 415:
        return {ErrorKind::Unsupported, u"the registry does not support the request"_s};
    case 408:
        return {ErrorKind::Network, u"the registry timed out waiting for the request"_s};
    default:
        if (response.status >= 500)
            return {ErrorKind::Network, u"the registry reports a server error"_s};
        return {ErrorKind::Io, u"unexpected response"_s};
    }
}

} // namespace

QString errorText(const HttpResponse &response)
{
    constexpr qsizetype kMost = 200;
    const QJsonObject error = firstError(response);
    // The specification's members, and those used by other servers.
    for (const auto key : {"message"_L1, "details"_L1, "error_description"_L1, "detail"_L1, "code"_L1, "error"_L1}) {
        const QString text = jsonMember(error, key).toString().simplified();
        if (!text.isEmpty())
            return printable(text.left(kMost).toUtf8().toStdString()) + (text.size() > kMost ? u"…"_s : QString());
    }
    return {};
}

Failure statusFailure(const HttpResponse &response, const QString &subject, const QString &missing)
{
    const auto [kind, meaning] = meaningOf(response, missing);
    const QString text = errorText(response);
    QString detail = u"%1 (%2)"_s.arg(meaning, text.isEmpty() ? u"HTTP %1"_s.arg(response.status) : text);
    const int wait = retryAfter(response, QDateTime::currentDateTimeUtc());
    if (wait > 0)
        detail += u"; try again in %1 seconds"_s.arg(wait);
    return Failure(Error{kind, subject, detail, wait});
}

QString rateLimitWarning(const HttpResponse &response, const QString &registry)
{
    constexpr int kFew = 5;
    static const QRegularExpression form(u"^\\s*(\\d{1,9})\\s*(?:;\\s*w=(\\d{1,9}))?"_s);
    const auto match = form.match(QString::fromLatin1(response.header("RateLimit-Remaining")));
    if (!match.hasMatch() || match.captured(1).toInt() > kFew)
        return {};
    const QString window = match.captured(2).isEmpty() ? QString() : u" within %1 minutes"_s.arg(match.captured(2).toInt() / 60);
    return u"%1: only %2 more pulls allowed%3; logging in may raise the limit"_s.arg(registry, match.captured(1), window);
}

Result<QJsonObject> parseResponse(const HttpResponse &response, const QString &subject)
{
    if (contentType(response) == "text/html"_L1)
        return fail(ErrorKind::UnexpectedResponse, subject, u"the server sent a web page; is it a registry?"_s);
    auto document = parseJsonObject(response.body, subject);
    if (document)
        return document;
    const bool isTruncated = document.error().kind == ErrorKind::Truncated;
    return fail(isTruncated ? ErrorKind::Network : ErrorKind::UnexpectedResponse, subject,
                u"the response %1"_s.arg(document.error().detail));
}

} // namespace stratoscope
