// SPDX-License-Identifier: Apache-2.0
#include "support/token_server.h"

#include "support/json.h"

#include <QDateTime>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

/// What a client says, by GET or by POST.
struct Asked {
    QList<QByteArray> scopes;
    QString user;
    QString password;
    QByteArray refreshToken;
    bool isOffline = false; ///< it wants a refresh token
};

QByteArray encoded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Asked asked(const WireRequest &request)
{
    Asked asked;
    if (request.method == "POST") {
        const WireRequest form{.target = "?" + QByteArray(request.body).replace('+', "%20")};
        const auto value = [&form](const char *name) { return form.query(name).value(0); };
        asked.scopes = value("scope").split(' ');
        asked.user = QString::fromUtf8(value("username"));
        asked.password = QString::fromUtf8(value("password"));
        asked.refreshToken = value("refresh_token");
        asked.isOffline = value("access_type") == "offline";
    } else {
        for (const QByteArray &scope : request.query("scope"))
            asked.scopes << scope.split(' ');
        asked.isOffline = request.query("offline_token").value(0) == "true";
        if (const QByteArray basic = request.header("Authorization"); basic.startsWith("Basic ")) {
            const QByteArray text = QByteArray::fromBase64(basic.mid(6));
            asked.user = QString::fromUtf8(text.left(text.indexOf(':')));
            asked.password = QString::fromUtf8(text.mid(text.indexOf(':') + 1));
        }
    }
    asked.scopes.removeAll({});
    return asked;
}

/// `repository:team/app:pull,push` as docker-registry wants it in a token. With `pullOnly` of the rest nothing.
QJsonObject accessOf(const QByteArray &scope, bool pullOnly)
{
    const qsizetype first = scope.indexOf(':');
    const qsizetype last = scope.lastIndexOf(':');
    QJsonArray actions;
    for (const QByteArray &action : scope.mid(last + 1).split(',')) {
        if (!pullOnly || action == "pull")
            actions << QString::fromUtf8(action);
    }
    return {{u"type"_s, QString::fromUtf8(scope.left(first))},
            {u"name"_s, QString::fromUtf8(scope.mid(first + 1, last - first - 1))},
            {u"actions"_s, actions}};
}

} // namespace

TokenServer::TokenServer(TokenRules rules)
    : m_rules(std::move(rules))
    , m_server([this](HttpServer::Exchange &exchange) { serve(exchange); })
{
}

void TokenServer::setRules(TokenRules rules)
{
    const std::lock_guard lock(m_mutex);
    m_rules = std::move(rules);
}

QByteArray TokenServer::signedToken(const QJsonArray &access) const
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const QByteArray head
        = json({{u"typ"_s, u"JWT"_s}, {u"alg"_s, u"RS256"_s}, {u"x5c"_s, QJsonArray{QString::fromLatin1(m_signer.certificate())}}});
    const QByteArray claims = json({{u"iss"_s, issuer()},
                                    {u"sub"_s, QString()},
                                    {u"aud"_s, service()},
                                    {u"iat"_s, now},
                                    {u"nbf"_s, now - 10},
                                    {u"exp"_s, now + 3600},
                                    {u"jti"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)},
                                    {u"access"_s, access}});
    const QByteArray text = encoded(head) + '.' + encoded(claims);
    return text + '.' + encoded(m_signer.sign(text));
}

void TokenServer::serve(HttpServer::Exchange &exchange) const
{
    const TokenRules rules = [this] {
        const std::lock_guard lock(m_mutex);
        return m_rules;
    }();
    const WireRequest &request = exchange.request();
    if (request.path() != "/token" || (rules.getOnly && request.method == "POST")) {
        exchange.answerError(404, "NOT_FOUND");
        return;
    }
    const Asked wanted = asked(request);
    const bool isNobody = wanted.user.isEmpty() && wanted.refreshToken.isEmpty();
    const bool isKnown = rules.user.isEmpty() || (wanted.user == rules.user && wanted.password == rules.password)
        || (rules.hasRefreshTokens && wanted.refreshToken == refreshToken().toUtf8());
    if (!isKnown && !(isNobody && rules.anonymousPull)) {
        exchange.answerError(401, "UNAUTHORIZED");
        return;
    }
    QJsonArray access;
    for (const QByteArray &scope : wanted.scopes)
        access << accessOf(scope, !isKnown);
    QJsonObject answer{
        {QString::fromLatin1(request.method == "POST" ? "access_token" : rules.field), QString::fromLatin1(signedToken(access))}};
    if (rules.expiresIn)
        answer.insert(u"expires_in"_s, *rules.expiresIn);
    if (rules.hasRefreshTokens && (wanted.isOffline || !wanted.refreshToken.isEmpty()) && isKnown)
        answer.insert(u"refresh_token"_s, refreshToken());
    exchange.answer({200, {{"Content-Type", "application/json"}}, json(answer)});
}

} // namespace stratoscope::test
