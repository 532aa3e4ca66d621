// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/registry_settings.h"

#include "session/session.h"

#include <algorithm>

namespace stratoscope::ui {

RegistryOptions registryOptions(const QList<SavedRegistry> &registries)
{
    RegistryOptions options;
    for (const SavedRegistry &registry : registries)
        options.connections[registry.address]
            = {.plainHttp = registry.plainHttp, .insecure = registry.insecure, .certDir = registry.certDir};
    return options;
}

void applyRegistries(Session &session)
{
    RegistryOptions options = registryOptions(settings::registries());
    options.retry.retries = std::clamp(settings::pullRetries(), 0, settings::kMaxRetries);
    options.parallelBlobs = std::clamp(settings::parallelBlobs(), 1, settings::kMaxParallelBlobs);
    session.setRegistryOptions(options);
}

std::optional<Platform> platformToPull(const std::optional<Platform> &chosen)
{
    if (chosen)
        return chosen;
    const auto preferred = Platform::parse(settings::pullPlatform());
    return preferred ? std::optional(*preferred) : std::nullopt;
}

} // namespace stratoscope::ui
