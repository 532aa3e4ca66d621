// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/auth/keychain.h"

#include <memory>

namespace stratoscope {

/// Where to look up credentials, in addition to the files of Docker and containers-auth.json(5).
struct CredentialChainOptions {
    std::optional<Credentials> given{}; ///< by the caller, for the registry that was named
    QString authFile{}; ///< empty: none
    std::shared_ptr<Keychain> keychain{}; ///< null: none
};

/// Uses the first credentials found in: the given ones; the auth file; the keychain, which has this program's own logins only;
/// Docker's config.json; auth.json. In a file, a helper configured for the registry takes precedence over the file's own entries.
/// Results are cached.
std::shared_ptr<CredentialSource> makeCredentialChain(CredentialChainOptions options);

} // namespace stratoscope
