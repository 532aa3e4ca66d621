// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/registry_settings.h"

#include "session/session.h"

namespace stratoscope::ui {

RegistryOptions registryOptions(const QList<RegistryChoice> &choices)
{
    RegistryOptions options;
    for (const RegistryChoice &choice : choices)
        options.hosts[choice.address] = {.plainHttp = choice.plainHttp, .insecure = choice.insecure, .certDir = choice.certDir};
    return options;
}

void applyRegistries(Session &session)
{
    RetryPolicy retry;
    retry.retries = settings::pullRetries();
    session.setRegistryOptions(registryOptions(settings::registries()), retry, settings::parallelBlobs());
}

std::optional<Platform> platformToPull(const std::optional<Platform> &chosen)
{
    if (chosen)
        return chosen;
    const auto usual = Platform::parse(settings::pullPlatform());
    return usual ? std::optional(*usual) : std::nullopt;
}

} // namespace stratoscope::ui
