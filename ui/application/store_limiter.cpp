// SPDX-License-Identifier: Apache-2.0
#include "ui/application/store_limiter.h"

#include "ui/settings/settings.h"
#include "ui/transfers/store_clean_up.h"
#include "ui/transfers/transfers.h"

#include <QTimer>

namespace stratoscope::ui {

namespace {

/// Nothing slows down the start.
constexpr int kFirstCheckMs = 20'000;

} // namespace

StoreLimiter::StoreLimiter(Session &session, Transfers &transfers)
    : m_session(session)
    , m_transfers(transfers)
{
    connect(&transfers, &Transfers::ended, this, [this](int id) {
        const Transfer &transfer = *m_transfers.find(id);
        if (transfer.kind == TransferKind::Pull && transfer.state == TransferState::Done)
            check();
    });
    connect(&settings::storeLimit, &SettingSignal::changed, this, &StoreLimiter::check);
    connect(&settings::cacheLimit, &SettingSignal::changed, this, &StoreLimiter::check);
    QTimer::singleShot(kFirstCheckMs, this, &StoreLimiter::check);
}

void StoreLimiter::check()
{
    // A failure, for example because the store is in use, is not reported: there will be another check.
    const auto limitCache = [store = m_session.store(), limit = settings::cacheLimit()](const std::stop_token &) {
        return StoreCleaner(store).limitCache(limit);
    };
    m_limitingCache.run(m_session, limitCache, [](const Result<std::uint64_t> &) {});
    const quint64 limit = settings::storeLimit();
    if (limit == 0 || m_cleaning.isRunning())
        return;
    m_cleaning.start(cleanUpStore(m_session, m_transfers, limit, true), [this](const Result<CleanUpReport> &done) {
        if (done && !done->removed.empty())
            Q_EMIT imagesRemoved(cleanUpText(*done));
    });
}

} // namespace stratoscope::ui
