// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "registry/http/endpoint.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace stratoscope {

/// The credentials of a user at a registry.
struct Credentials {
    QString user;
    QString password;
    QString identityToken; ///< a refresh token in place of a password (user `<token>` in Docker's helpers)

    bool operator==(const Credentials &) const = default;
};

struct FoundCredentials {
    std::optional<Credentials> credentials; ///< nothing: anonymous access
    QStringList problems; ///< why a place could not be asked: a missing or failed helper, a malformed file or entry
};

/// Looks up credentials. Thread-safe.
class CredentialSource
{
public:
    virtual ~CredentialSource() = default;

    /// Those for an endpoint's registry and repository, which may be empty. Blocking: may run helper programs or access a keychain,
    /// both of which may prompt the user. Throws Cancelled.
    virtual FoundCredentials find(const Endpoint &endpoint, const std::stop_token &stop) = 0;
};

} // namespace stratoscope
