// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "session/session.h"
#include "ui/application/store_limiter.h"
#include "ui/library/library.h"
#include "ui/mount/mounts.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"

namespace stratoscope::ui {

/// What the program consists of apart from its windows, which it outlives. For the GUI thread.
class Application : public QObject
{
    Q_OBJECT

public:
    explicit Application(Store store, Persistence persistence = Persistence::Enabled);

    Session &session() { return m_session; }
    Transfers &transfers() { return m_transfers; }
    Library &library() { return m_library; }
    Mounts &mounts() { return m_mounts; }
    StoreLimiter &storeLimiter() { return m_storeLimiter; }
    Persistence persistence() const { return m_persistence; }

private:
    const Persistence m_persistence;
    Session m_session;
    Transfers m_transfers;
    Library m_library;
    Mounts m_mounts;
    StoreLimiter m_storeLimiter;
};

} // namespace stratoscope::ui
