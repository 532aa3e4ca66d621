// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/config/registries.h"
#include "ui/settings/settings.h"

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// What the user's choices mean for the core.
RegistryOptions registryOptions(const QList<RegistryChoice> &choices);

/// The platform to pull: the chosen one, else that of the settings; nothing: this machine's.
std::optional<Platform> platformToPull(const std::optional<Platform> &chosen);

/// Tells the session what the settings say of registries and pulls, and to read the machine's configuration and logins anew.
void applyRegistries(Session &session);

} // namespace stratoscope::ui
