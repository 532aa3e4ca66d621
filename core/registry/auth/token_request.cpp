// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/token_request.h"

#include "base/json_reader.h"
#include "registry/http/http_message.h"
#include "registry/http/redirects.h"
#include "registry/http/registry_error.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr qint64 kMostTokenBytes = 1024 * 1024;
constexpr auto kIdentityUser = "<token>"_L1;

using FormFields = std::vector<std::pair<QByteArray, QString>>;

/// Encodes fields as a query or a form.
QByteArray encoded(const FormFields &fields)
{
    QByteArrayList parts;
    for (const auto &[name, value] : fields) {
        if (!value.isEmpty())
            parts.append(name + '=' + QUrl::toPercentEncoding(value));
    }
    return parts.join('&');
}

/// The refresh token; empty if the credentials are a user and a password.
QString identityToken(const Credentials &credentials)
{
    return credentials.identityToken.isEmpty() && credentials.user == kIdentityUser ? credentials.password
                                                                                    : credentials.identityToken;
}

Result<HttpResponse> post(HttpClient &client, const TokenRequest &request, const QString &refreshToken, const std::stop_token &stop)
{
    const FormFields fields{{"grant_type", u"refresh_token"_s},
                            {"service", request.service},
                            {"scope", request.scope},
                            {"client_id", u"stratoscope"_s},
                            {"refresh_token", refreshToken}};
    return client.fetch({.method = "POST",
                         .url = request.realm,
                         .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                         .body = encoded(fields),
                         .suppliedBy = request.challengedBy},
                        kMostTokenBytes, stop);
}

Result<HttpResponse> get(HttpClient &client, const TokenRequest &request, const std::optional<Credentials> &credentials,
                         const std::stop_token &stop)
{
    HttpRequest http{.url = request.realm, .suppliedBy = request.challengedBy};
    FormFields fields{{"service", request.service}};
    const auto scopes = request.scope.split(u' ', Qt::SkipEmptyParts);
    for (const QString &scope : scopes)
        fields.emplace_back("scope", scope);
    if (credentials) {
        const QString refreshToken = identityToken(*credentials);
        const QString user = credentials->user.isEmpty() ? QString(kIdentityUser) : credentials->user;
        if (user != kIdentityUser)
            fields.emplace_back("account", user);
        http.headers.emplace_back("Authorization",
                                  basicAuthorization(user, refreshToken.isEmpty() ? credentials->password : refreshToken));
    }
    QByteArray query = http.url.query(QUrl::FullyEncoded).toLatin1();
    query += (query.isEmpty() ? "" : "&") + encoded(fields);
    http.url.setQuery(QString::fromLatin1(query));
    return fetchFollowing(client, http, kMostTokenBytes, stop);
}

Result<HttpResponse> ask(HttpClient &client, const TokenRequest &request, const std::optional<Credentials> &credentials,
                         const std::stop_token &stop)
{
    const QString refreshToken = credentials ? identityToken(*credentials) : QString();
    if (!refreshToken.isEmpty()) {
        STRATOSCOPE_TRY(HttpResponse response, post(client, request, refreshToken, stop));
        // How servers that lack POST respond in practice.
        constexpr std::array kWithoutPost{301, 302, 303, 307, 308, 400, 401, 404, 405, 501};
        if (std::ranges::find(kWithoutPost, response.status) == kWithoutPost.end())
            return response;
    }
    return get(client, request, credentials, stop);
}

Failure refused(const HttpResponse &response, const TokenRequest &request, bool hasCredentials)
{
    Failure failure = statusFailure(response, request.registry, u"not found"_s);
    Error &error = failure.value();
    if (response.status == 400 || response.status == 401 || response.status == 403) {
        const QString text = errorText(response);
        error.kind = ErrorKind::Unauthorized;
        error.detail = (hasCredentials ? u"%1 rejected the credentials"_s : u"%1 requires a login"_s).arg(shown(request.realm))
            + (text.isEmpty() ? QString() : u" (%1)"_s.arg(text));
    } else {
        error.detail = u"cannot get a token from %1: %2"_s.arg(shown(request.realm), error.detail);
    }
    return failure;
}

} // namespace

QByteArray basicAuthorization(const QString &user, const QString &password)
{
    return "Basic " + (user + u':' + password).toUtf8().toBase64();
}

Result<BearerToken> fetchToken(HttpClient &client, const TokenRequest &request, const std::optional<Credentials> &credentials,
                               const std::stop_token &stop)
{
    constexpr qint64 kShortest = 60;
    constexpr qint64 kLongest = 24 * 60 * 60;
    STRATOSCOPE_TRY(const HttpResponse response, ask(client, request, credentials, stop));
    if (!isSuccess(response.status))
        return refused(response, request, credentials.has_value());

    const QString subject = shown(request.realm);
    STRATOSCOPE_TRY(QJsonObject object, parseResponse(response, subject));
    const JsonFields fields(std::move(object), subject);
    STRATOSCOPE_TRY(QString token, fields.string("token"_L1));
    if (token.isEmpty()) {
        STRATOSCOPE_TRY(token, fields.string("access_token"_L1));
    }
    if (token.isEmpty())
        return fail(ErrorKind::UnexpectedResponse, subject, u"the response contains no token"_s);
    // A line break would end the header.
    if (std::ranges::any_of(token, [](QChar c) { return c < u'!' || c > u'~'; }))
        return fail(ErrorKind::UnexpectedResponse, subject, u"the token contains invalid characters"_s);
    BearerToken bearer;
    bearer.value = token.toLatin1();
    // Some servers send a fraction or a string; these are ignored.
    const qint64 lifetime = jsonMember(fields.json(), "expires_in"_L1).toInteger();
    bearer.lifetime = std::chrono::seconds(std::clamp(lifetime, kShortest, kLongest));
    STRATOSCOPE_TRY(bearer.refreshToken, fields.string("refresh_token"_L1));
    return bearer;
}

} // namespace stratoscope
