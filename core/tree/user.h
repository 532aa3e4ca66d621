// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/image_fs.h"

namespace stratoscope {

struct UserIds {
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    bool operator==(const UserIds &) const = default;
};

/// Resolves the `User` of an image's config (OCI image specification, config.md): `uid`, `uid:gid`, `name`, `name:group` and
/// combinations of these. A user ID alone is also the group ID. Names are looked up in the image's own /etc/passwd and /etc/group,
/// ignoring invalid lines. An empty user is root. Blocks.
///
/// Errors: NotFound, naming the user or group and the file; TooLarge for a file above 1 MiB; those of reading.
Result<UserIds> resolveUser(const QString &user, const ImageFs &fs);

struct UserNames {
    std::string user;
    std::string group;
    bool operator==(const UserNames &) const = default;
};

/// The names of these IDs in the image's own /etc/passwd and /etc/group; empty if there is none. Blocks.
/// Errors: TooLarge for a file above 1 MiB; those of reading.
Result<UserNames> namesOf(const UserIds &ids, const ImageFs &fs);

} // namespace stratoscope
