// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"
#include "registry/auth/registry_auth.h"
#include "registry/http/http_client.h"

namespace stratoscope {

struct RegistryRequest {
    QByteArray method = "GET";
    QByteArray path; ///< `/v2/…`, encoded, with its query
    HttpHeaders headers;
    QString scope; ///< of the token; may be empty
    std::optional<QByteArray> authorization = {}; ///< sent instead of answering challenges; may be empty
    QByteArray body = {};
};

/// Sends requests to one endpoint: detects TLS, answers challenges, follows redirects, and repeats a request if the target of its
/// redirect has expired. Status codes of 400 and above are not errors here, except for rejected credentials. Use from one thread.
class RegistryExchange
{
public:
    RegistryExchange(Endpoint endpoint, std::shared_ptr<RegistryAuth> auth, std::chrono::milliseconds inactivity);

    const Endpoint &endpoint() const { return m_endpoint; }
    RegistryAuth &auth() const { return *m_auth; }
    HttpClient &client() { return m_client; }
    /// The name of the repository, or the registry, in messages.
    QString subject() const;
    /// The same for a manifest or a blob: `docker.io/library/alpine:3.22`.
    QString subject(const QString &tagOrDigest) const;
    /// `/v2/REPOSITORY/…`
    QByteArray repositoryPath(const QByteArray &rest) const;
    /// `repository:NAME:pull`
    QString pullScope() const;
    /// `repository:NAME:pull,push`
    QString pushScope() const;
    RegistryRequest blobRequest(const QByteArray &method, const Digest &digest, HttpHeaders headers = {}) const;
    /// The endpoint's root URL, https unless plain HTTP is known to be in use, and the address that it last answered from.
    Supplier server() const { return {url(), m_address}; }

    /// Passes the body of a success to `sink`; its begin() is called again for each new response.
    Result<HttpResponse> send(const RegistryRequest &request, HttpSink &sink, const std::stop_token &stop);
    /// Reads the whole body into memory; TooLarge above `limit` bytes.
    Result<HttpResponse> fetch(const RegistryRequest &request, qint64 limit, const std::stop_token &stop);

private:
    QString knownScheme() const;
    QUrl url() const;
    QUrl url(const QString &scheme, const QByteArray &path) const;
    Result<HttpResponse> sendOver(const QString &scheme, const RegistryRequest &request, HttpSink &sink,
                                  const std::stop_token &stop);
    Result<std::vector<AuthChallenge>> challengesOf(const HttpResponse &response, const QString &scheme,
                                                    const std::stop_token &stop);

    const Endpoint m_endpoint;
    const std::shared_ptr<RegistryAuth> m_auth;
    HttpClient m_client;
    QHostAddress m_address;
};

} // namespace stratoscope
