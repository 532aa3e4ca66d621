// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"

#include <QStringList>

#include <memory>
#include <stop_token>

namespace stratoscope {

/// A keychain with this program's logins, by registry. Thread-safe. Blocking: it may prompt the user. Throws Cancelled; the
/// operation may complete nevertheless.
class Keychain
{
public:
    virtual ~Keychain() = default;

    /// Nothing if it has none. Errors: Unsupported if there is no keychain; Denied if it stays locked; Io.
    virtual Result<std::optional<Credentials>> read(const QString &registry, const std::stop_token &stop) = 0;
    virtual Result<void> write(const QString &registry, const Credentials &credentials, const std::stop_token &stop) = 0;
    /// Returns false if it had none.
    virtual Result<bool> remove(const QString &registry, const std::stop_token &stop) = 0;
};

/// Wraps a keychain so that it is asked only for registries that it stores a login for, which are listed in a file: a pull that
/// needs no login does not prompt the user to unlock it. Null for null.
std::shared_ptr<Keychain> remembering(std::shared_ptr<Keychain> keychain);
/// The registries in that file.
Result<QStringList> rememberedRegistries();

} // namespace stratoscope
