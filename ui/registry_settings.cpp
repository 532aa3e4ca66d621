// SPDX-License-Identifier: Apache-2.0
#include "ui/registry_settings.h"

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
    session.setRegistryOptions(registryOptions(settings::registries()));
}

} // namespace stratoscope::ui
