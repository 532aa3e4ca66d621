// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>
#include <string_view>

/// Values of extended attributes in the notation of the tools that set them. Pure functions; nothing for invalid values.
namespace stratoscope {

/// `security.capability` (linux/capability.h, revisions 1 to 3) in the notation of getcap(8): "cap_net_raw+ep", followed by
/// "[rootid=1000]" for a user namespace. Empty if no capability is set.
std::optional<QString> capabilitiesText(std::string_view value);

/// `system.posix_acl_access` and `_default` (linux/posix_acl_xattr.h) in the notation of getfacl(1), an entry per line.
std::optional<QString> accessListText(std::string_view value);

} // namespace stratoscope
