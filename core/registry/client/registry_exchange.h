// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_auth.h"
#include "registry/http/http.h"

namespace stratoscope {

struct RegistryRequest {
    QByteArray method = "GET";
    QByteArray path; ///< `/v2/…`, encoded, with its query
    HttpHeaders headers;
    QString scope; ///< what a token must allow; may be empty
    std::optional<QByteArray> authorization = {}; ///< in place of what answers the registry's challenges; may be empty
};

/// Requests to one endpoint: finds out whether it speaks TLS, answers challenges, follows redirects, and asks anew where the
/// address that a redirect led to has expired. Statuses of 400 and above are no errors here, but for refused logins. For one
/// thread.
class RegistryExchange
{
public:
    RegistryExchange(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth);

    const Endpoint &endpoint() const { return m_endpoint; }
    RegistryAuth &auth() const { return *m_auth; }
    HttpClient &client() { return m_client; }
    /// How messages name the repository, or the registry where there is none.
    QString subject() const;
    /// `/v2/REPOSITORY/…`
    QByteArray repositoryPath(const QByteArray &rest) const;
    /// `repository:NAME:pull`
    QString pullScope() const;
    /// The endpoint's own address, as far as it is known how it is spoken to.
    QUrl url() const;

    /// Gives the body of a success to `sink`, whose begin() is called for each success anew.
    Result<HttpResponse> send(const RegistryRequest &request, HttpSink &sink, const std::stop_token &stop);
    /// The whole body in memory; TooLarge above `limit` bytes.
    Result<HttpResponse> fetch(const RegistryRequest &request, qint64 limit, const std::stop_token &stop);

private:
    QString knownScheme() const;
    QUrl url(const QString &scheme, const QByteArray &path) const;
    Result<HttpResponse> sendOver(const QString &scheme, const RegistryRequest &request, HttpSink &sink,
                                  const std::stop_token &stop);
    Result<std::vector<AuthChallenge>> challengesOf(const HttpResponse &response, const QString &scheme,
                                                    const std::stop_token &stop);

    const Endpoint m_endpoint;
    const std::shared_ptr<RegistryAuth> m_auth;
    HttpClient m_client;
};

} // namespace stratoscope
