// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <string_view>

/// What extended attributes say, spelled out. Pure functions; a value that is not what its name promises is shown as it stands.
namespace stratoscope::ui {

/// "Capabilities", "SELinux label", …; the attribute's own name where there is no word for it.
QString xattrLabel(std::string_view name);

QString xattrText(std::string_view name, std::string_view value);

/// `security.capability` (Linux, uapi/linux/capability.h, revisions 1 to 3) as setcap writes it: "cap_net_raw+ep", with
/// "rootid=1000" where it is of a user namespace. Empty for what is none.
QString capabilitiesText(std::string_view value);

/// `system.posix_acl_access` and `_default` (Linux, uapi/linux/posix_acl_xattr.h) as getfacl has it, one entry a line. Empty for
/// what is none.
QString accessListText(std::string_view value);

} // namespace stratoscope::ui
