// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace stratoscope {

/// What a registry knows its user by.
struct Credentials {
    QString user;
    QString password;
    QString identityToken; ///< a refresh token, in place of a password (the user `<token>` of Docker's helpers)

    bool operator==(const Credentials &) const = default;
};

/// What credentials are wanted for.
struct CredentialTarget {
    QString registry; ///< as references have it: `docker.io`, `localhost:5000`
    QString repository{}; ///< `library/alpine`; may be empty
    bool isDetour = false; ///< see Endpoint
};

/// Where credentials come from. Thread-safe.
class CredentialSource
{
public:
    virtual ~CredentialSource() = default;

    struct Found {
        std::optional<Credentials> credentials; ///< nothing: anonymous
        QStringList warnings; ///< a helper that is missing or failed, named; sentences
    };
    /// Blocking: may start helper programs or ask a keychain, which may ask their user. Throws Cancelled.
    virtual Found find(const CredentialTarget &target, const std::stop_token &stop) = 0;
};

} // namespace stratoscope
