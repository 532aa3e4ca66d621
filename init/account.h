// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stratoscope::init {

/// Who runs the command.
struct Account {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::vector<std::uint32_t> groups; ///< additional ones
    std::string home = "/";
};

/// An account, or why there is none.
struct AccountLookUp {
    std::optional<Account> account;
    std::string error;
};

/// Looks up the `User` of an image's config as Docker does: `NAME`, `UID`, each with `:GROUP` or `:GID`; empty is root. Without a
/// group, the account's group in passwd counts (or 0), and the groups whose members include it are additional ones. `passwd`,
/// `group`: the content of these files (passwd(5), group(5)); invalid lines are ignored.
AccountLookUp findAccount(std::string_view user, std::string_view passwd, std::string_view group);

} // namespace stratoscope::init
