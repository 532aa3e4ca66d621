// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/auth/keychain.h"

namespace stratoscope {

/// Where this program stores logins.
struct LoginStorage {
    QString authFile{}; ///< if set, the only place
    std::shared_ptr<Keychain> keychain{}; ///< null: none
};

/// Stores a login, replacing an earlier one: with the helper that Docker's config.json configures for the registry; otherwise in
/// the keychain; if there is none or it fails, in Docker's config.json. Returns the place: a path, or the name of the helper or the
/// keychain. Errors: those of the helper and of the file. Blocking: may prompt the user. Throws Cancelled.
Result<QString> storeLogin(const QString &registry, const Credentials &credentials, const LoginStorage &storage,
                           const std::stop_token &stop);

/// Removes a login from each of these places; returns those that had one. Tries all of them; the error is the first one.
Result<QStringList> removeLogin(const QString &registry, const LoginStorage &storage, const std::stop_token &stop);

/// The registries that there are logins for in the files of Docker and containers-auth.json(5) and in the keychain, sorted. Nothing
/// is decrypted, and no helper is asked; files that cannot be read are left out. Blocking.
QStringList registriesWithLogin();

} // namespace stratoscope
