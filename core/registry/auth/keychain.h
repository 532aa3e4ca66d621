// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"

#include <memory>
#include <stop_token>

namespace stratoscope {

/// A keychain that has this program's logins, by registry. Thread-safe. Blocking: it may ask its user. Throws Cancelled: what
/// was asked for may happen nevertheless.
class Keychain
{
public:
    virtual ~Keychain() = default;

    /// Nothing where it has none. Errors: Unsupported where there is no keychain, Denied where it stays locked, Io.
    virtual Result<std::optional<Credentials>> read(const QString &registry, const std::stop_token &stop) = 0;
    virtual Result<void> write(const QString &registry, const Credentials &credentials, const std::stop_token &stop) = 0;
    /// False where it had none.
    virtual Result<bool> remove(const QString &registry, const std::stop_token &stop) = 0;
};

/// The system's: the Secret Service or KWallet. Null where the program was built without QtKeychain, or the user has no session
/// that could have one.
std::shared_ptr<Keychain> systemKeychain();

/// A keychain that is asked only for registries that it was given a login of, which a file remembers: so nobody has to unlock one
/// for a pull that needs no login. Null for null.
std::shared_ptr<Keychain> remembering(std::shared_ptr<Keychain> keychain);

} // namespace stratoscope
