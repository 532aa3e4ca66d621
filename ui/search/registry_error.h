// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <functional>

namespace stratoscope::ui {

class MessageBar;

/// Shows a registry's error with what the user can do about it: retry, or open the registry's settings where they may help.
void showRegistryError(MessageBar &bar, const QString &registry, const Error &error, const std::function<void()> &openSettings,
                       const std::function<void()> &retry);
/// Shows that the registry will be asked again in so many seconds; 0: that it is being asked again now.
void showRegistryWait(MessageBar &bar, const QString &registry, const Error &reason, int seconds);

} // namespace stratoscope::ui
