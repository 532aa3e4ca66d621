// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/credentials.h"
#include "registry/auth/keychain.h"

#include <memory>

namespace stratoscope {

/// Where credentials are looked for, besides the files of Docker and containers.
struct CredentialPlaces {
    std::optional<Credentials> given{}; ///< by the caller, for the registry that was named
    QString authFile{}; ///< empty: none
    std::shared_ptr<Keychain> keychain{}; ///< null: none
};

/// Asks in this order, and takes what it finds first: what is given; the auth file; the keychain, which has only logins of this
/// program; Docker's config.json; auth.json of containers' tools. In a file, a helper that it names for the registry goes before
/// its own entries. What is found is remembered.
std::shared_ptr<CredentialSource> makeCredentialChain(CredentialPlaces places);

} // namespace stratoscope
