// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/auth/keychain.h"

namespace stratoscope {

/// The system's keychain: the Secret Service or KWallet. Null if the program was built without QtKeychain, or if the user has no
/// session that could provide one.
std::shared_ptr<Keychain> systemKeychain();

} // namespace stratoscope
