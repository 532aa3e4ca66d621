// SPDX-License-Identifier: Apache-2.0
#include "ui/application/application.h"

#include "ui/settings/registry_settings.h"
#include "ui/style/theme.h"

namespace stratoscope::ui {

Application::Application(Store store, Persistence persistence)
    : m_persistence(persistence)
    , m_session(std::move(store))
    , m_transfers(m_session, persistence)
    , m_library(m_session, m_transfers)
    , m_mounts(m_session)
    , m_storeLimiter(m_session, m_transfers)
{
    applyRegistries(m_session);
    connect(&settings::theme, &SettingSignal::changed, this, [] { applyTheme(settings::theme()); });
    connect(&settings::recentImages, &SettingSignal::changed, &m_library, &Library::refresh);
    connect(&m_transfers, &Transfers::ended, &m_library, &Library::refresh);
}

} // namespace stratoscope::ui
