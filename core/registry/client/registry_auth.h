// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/auth_challenge.h"
#include "registry/auth/credentials.h"
#include "registry/auth/token_request.h"
#include "registry/http/endpoint.h"
#include "registry/http/http.h"

#include <QStringList>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace stratoscope {

/// For whom, and for what, an Authorization header is wanted.
struct AuthTarget {
    QString registry; ///< whose credentials are used
    QString host; ///< whose challenge is answered
    QString repository; ///< may be empty
    QString scope; ///< may be empty; a challenge's own scope comes first
    bool isDetour = false; ///< see Endpoint
};

/// Tokens, and what is known of how each host wants to be spoken to. Shared by all clients of a session. Thread-safe: of threads
/// that need the same token at the same time one fetches it, with its own client, and the others wait.
class RegistryAuth
{
public:
    /// Null: all is anonymous.
    explicit RegistryAuth(std::shared_ptr<CredentialSource> credentials);

    /// The header to begin with; empty where nothing is known yet of the host. A token that has expired is replaced.
    Result<QByteArray> authorization(const AuthTarget &target, HttpClient &client, const std::stop_token &stop);
    /// The header that answers the challenges of a 401 which `url` gave to the header `refused` (empty: none was sent).
    /// Unauthorized where there is no answer, or where that was it.
    Result<QByteArray> answer(const AuthTarget &target, const QUrl &url, std::span<const AuthChallenge> challenges,
                              const QByteArray &refused, HttpClient &client, const std::stop_token &stop);

    /// User and password as they are, for what of a registry knows no tokens; empty where there are none.
    QByteArray login(const AuthTarget &target, const std::stop_token &stop);

    /// `https` or `http`, as was found out; empty where it was not.
    QString scheme(const QString &host) const;
    void setScheme(const QString &host, const QString &scheme);

    /// What went wrong with credentials, each sentence once.
    QStringList takeWarnings();

private:
    using Clock = std::chrono::steady_clock;

    /// A challenge that can be answered, made out.
    struct Way {
        bool isBasic = false;
        QUrl realm;
        QString service;
        QString scope;
    };
    struct Header {
        QByteArray value;
        Clock::time_point expires;
    };

    Result<QByteArray> obtain(const AuthTarget &target, const Way &way, const QByteArray &refused, HttpClient &client,
                              const std::stop_token &stop);
    Result<Header> make(const AuthTarget &target, const Way &way, const QByteArray &refused, HttpClient &client,
                        const std::stop_token &stop);
    std::optional<Credentials> credentials(const AuthTarget &target, const std::stop_token &stop);

    const std::shared_ptr<CredentialSource> m_source;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::pair<QString, QString>, Way> m_ways; ///< by host and the scope wanted; by host alone: its last
    std::map<QString, Header> m_headers;
    std::set<QString> m_pending; ///< keys of headers that some thread is fetching
    std::map<QString, QString> m_refreshTokens; ///< that replaced an identity token
    std::map<QString, QString> m_schemes;
    QStringList m_warnings;
    QStringList m_toldWarnings;
};

} // namespace stratoscope
