// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/auth/keychain.h"

namespace stratoscope {

/// Where logins are kept.
struct LoginPlaces {
    QString authFile{}; ///< where it is given it is the only place
    std::shared_ptr<Keychain> keychain{}; ///< null: none
};

/// Keeps a login for later, instead of an earlier one: with the helper that Docker's config.json names for the registry; else in
/// the keychain; else, or where that fails, in Docker's config.json. Returns where: a path, the helper's name or the keychain's.
/// Errors: those of the helper and of the file. Blocking: may ask the user. Throws
/// Cancelled.
Result<QString> keepLogin(const QString &registry, const Credentials &credentials, const LoginPlaces &places,
                          const std::stop_token &stop);

/// Takes a login out of each of these places, and returns those that had one. All are tried; the error is the first one.
Result<QStringList> forgetLogin(const QString &registry, const LoginPlaces &places, const std::stop_token &stop);

} // namespace stratoscope
