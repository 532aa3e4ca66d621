// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/certificates.h"
#include "support/http_server.h"

#include <QJsonArray>

namespace stratoscope::test {

/// How a token server behaves.
struct TokenRules {
    QString user = {}; ///< empty: no login is required
    QString password = {};
    bool anonymousPull = false; ///< with a user: anonymous clients may pull
    QByteArray field = "token"; ///< or `access_token`
    std::optional<int> expiresIn = 300; ///< as reported, in seconds; nothing: omitted
    bool hasRefreshTokens = false;
    bool getOnly = false; ///< responds to POST with 404
};

/// A token server (token and OAuth2 authentication of Distribution) that docker-registry trusts. Grants every requested scope.
class TokenServer
{
public:
    explicit TokenServer(TokenRules rules = {});

    /// Applies to subsequent requests.
    void setRules(TokenRules rules);
    QString realm() const { return QStringLiteral("http://%1/token").arg(m_server.address()); }
    static QString service() { return QStringLiteral("registry of a test"); }
    static QString issuer() { return QStringLiteral("issuer of a test"); }
    /// The certificate of its signing key.
    QString certificatePath() const { return m_signer.certificatePath(); }
    /// The only one that is accepted.
    QString refreshToken() const { return QStringLiteral("refresh-of-a-test"); }

    std::vector<SeenRequest> requests() const { return m_server.requests(); }
    void forgetRequests() { m_server.forgetRequests(); }
    quint16 port() const { return m_server.port(); }

private:
    void serve(HttpServer::Exchange &exchange) const;
    QByteArray signedToken(const QJsonArray &access) const;

    TestSigner m_signer;
    mutable std::mutex m_mutex;
    TokenRules m_rules;
    HttpServer m_server; // last: it uses the others
};

} // namespace stratoscope::test
