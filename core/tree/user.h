// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

namespace stratoscope {

struct UserIds {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    bool operator==(const UserIds &) const = default;
};

/// The numbers of an image's `User` (OCI image specification, config.md): `uid`, `uid:gid`, `name`, `name:group` and their
/// mixtures. A number alone gives the same number as group; names are looked up in the image's own /etc/passwd and /etc/group,
/// where lines that make no sense are left out. An empty user is root.
///
/// Errors: NotFound, naming the user or the group and the file it is not in; TooLarge for a file above 1 MiB; those of reading.
Result<UserIds> resolveUser(const QString &user, const ImageFs &fs);

struct UserNames {
    std::string user;
    std::string group;
    bool operator==(const UserNames &) const = default;
};

/// What the image's own /etc/passwd and /etc/group call these numbers; empty where they have no name for one. Reads both: blocking.
/// Errors: TooLarge for a file above 1 MiB; those of reading.
Result<UserNames> namesOf(const UserIds &ids, const ImageFs &fs);

} // namespace stratoscope
