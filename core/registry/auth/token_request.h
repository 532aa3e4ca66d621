// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/http/http.h"

#include <chrono>

namespace stratoscope {

/// A registry's token server and what is asked of it (distribution specification, token authentication).
struct TokenRequest {
    QString registry; ///< for messages
    QUrl realm;
    QString service; ///< may be empty
    QString scope; ///< may be empty, or several with spaces between
};

struct BearerToken {
    QByteArray value;
    std::chrono::seconds lifetime{60}; ///< 60 s where the server says less, or nothing
    QString refreshToken; ///< to use from now on; mostly empty
};

/// The value of an Authorization header.
QByteArray basicAuthorization(const QString &user, const QString &password);

/// Blocking. Credentials go to the realm only. Unauthorized where they are refused.
Result<BearerToken> fetchToken(HttpClient &client, const TokenRequest &request, const std::optional<Credentials> &credentials,
                               const std::stop_token &stop);

} // namespace stratoscope
