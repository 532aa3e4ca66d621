// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "registry/config/registries.h"
#include "ui/settings/settings.h"

#include <optional>

namespace stratoscope {
class Session;
}

namespace stratoscope::ui {

/// How to reach these registries, as the core takes it.
RegistryOptions registryOptions(const QList<SavedRegistry> &registries);

/// The platform to pull: the chosen one, or else the one from the settings. Nothing means the host's.
std::optional<Platform> platformToPull(const std::optional<Platform> &chosen);

/// Passes the settings for registries and pulls to the session, which also reads the system's configuration and the credentials
/// again.
void applyRegistries(Session &session);

} // namespace stratoscope::ui
