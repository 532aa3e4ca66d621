// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <string_view>

/// Extended attributes in words. Pure functions.
namespace stratoscope::ui {

/// "Capabilities", "SELinux label", …; the attribute's own name if it is not a well-known one.
QString xattrLabel(std::string_view name);

/// The value in the notation of the tool that sets it; as text or in hexadecimal if that is not possible.
QString xattrText(std::string_view name, std::string_view value);

} // namespace stratoscope::ui
