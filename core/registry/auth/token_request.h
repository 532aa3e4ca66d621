// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/http/http_client.h"

#include <chrono>

namespace stratoscope {

/// A request to a registry's token server (distribution specification, token authentication).
struct TokenRequest {
    QString registry; ///< for messages
    Supplier challengedBy; ///< the server that answered with the challenge
    QUrl realm;
    QString service; ///< may be empty
    QString scope; ///< may be empty, or several, separated by spaces
};

struct BearerToken {
    QByteArray value;
    std::chrono::seconds lifetime{60}; ///< at least 60 s, whatever the server says
    QString refreshToken; ///< replaces the one sent; usually empty
};

/// The value of an Authorization header.
QByteArray basicAuthorization(const QString &user, const QString &password);

/// Blocking. Credentials are sent to the realm only. Unauthorized if they are rejected.
Result<BearerToken> fetchToken(HttpClient &client, const TokenRequest &request, const std::optional<Credentials> &credentials,
                               const std::stop_token &stop);

} // namespace stratoscope
