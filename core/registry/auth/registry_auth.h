// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/auth_challenge.h"
#include "registry/auth/credentials.h"
#include "registry/auth/token_request.h"
#include "registry/http/endpoint.h"
#include "registry/http/http_client.h"

#include <QStringList>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>

// registry/auth: credentials, where they are stored, and how challenges are answered with them.
namespace stratoscope {

/// Credentials, tokens, and what is known about each host: its authentication method and its scheme. Shared by all clients of a
/// session. Thread-safe: if several threads need the same token, one of them fetches it with its client and the others wait.
class RegistryAuth
{
public:
    /// Null: anonymous access.
    explicit RegistryAuth(std::shared_ptr<CredentialSource> credentials);

    /// The header to send to an endpoint first; empty if nothing is known about its host yet. Expired tokens are replaced. `scope`
    /// is that of the request and may be empty; the scope of a challenge takes precedence.
    Result<QByteArray> authorization(const Endpoint &target, const QString &scope, HttpClient &client, const std::stop_token &stop);
    /// The header that answers the challenges of a 401 response. It came from `server`, to a request with the header `refused`
    /// (empty: none). Unauthorized if the challenges cannot be answered or the answer has just been refused.
    Result<QByteArray> answer(const Endpoint &target, const QString &scope, const Supplier &server,
                              std::span<const AuthChallenge> challenges, const QByteArray &refused, HttpClient &client,
                              const std::stop_token &stop);

    /// A Basic header for APIs that do not support tokens; empty without credentials.
    QByteArray login(const Endpoint &target, const std::stop_token &stop);

    /// The credentials for an endpoint, as configured.
    FoundCredentials findCredentials(const Endpoint &target, const std::stop_token &stop);

    /// `https` or `http`, as found out; empty if not known yet.
    QString scheme(const QString &host) const;
    void setScheme(const QString &host, const QString &scheme);

    /// Problems with credentials, each sentence once.
    QStringList takeWarnings();
    /// An error of an endpoint that may be due to a missing or wrong login (Unauthorized, NotFound), with what prevented
    /// credentials from being found; any other error as it is.
    Error explained(const Endpoint &target, Error error) const;
    /// The same to be put behind another message, with a semicolon; empty if credentials could be looked up.
    QString lookUpProblems(const Endpoint &target) const;

private:
    using Clock = std::chrono::steady_clock;

    /// How to answer a host's challenges: with a token, or, for nothing, Basic.
    using AuthMethod = std::optional<TokenRequest>;
    struct Header {
        QByteArray value;
        Clock::time_point expires;
    };

    Result<QByteArray> obtain(const Endpoint &target, const AuthMethod &method, const QByteArray &refused, HttpClient &client,
                              const std::stop_token &stop);
    Result<Header> make(const Endpoint &target, const AuthMethod &method, const QByteArray &refused, HttpClient &client,
                        const std::stop_token &stop);
    std::optional<Credentials> credentials(const Endpoint &target, const std::stop_token &stop);

    const std::shared_ptr<CredentialSource> m_source;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::pair<QString, QString>, AuthMethod> m_methods; ///< by host and requested scope; by host alone: the first one
    std::map<QString, Header> m_headers;
    std::set<QString> m_pending; ///< keys of headers being fetched by some thread
    std::map<QString, QString> m_refreshTokens; ///< replacements for identity tokens
    std::map<QString, QString> m_schemes;
    std::map<QString, QStringList> m_problems; ///< with the credentials of an owner, each once
    QStringList m_warnings; ///< each once
    qsizetype m_taken = 0; ///< the number of warnings taken
};

} // namespace stratoscope
