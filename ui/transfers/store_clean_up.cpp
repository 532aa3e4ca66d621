// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/store_clean_up.h"

#include "oci/reference.h"
#include "session/session.h"
#include "ui/common/format.h"
#include "ui/transfers/transfers.h"

#include <QCoreApplication>

#include <algorithm>

namespace stratoscope::ui {

namespace {

struct StoreCleanUpTr {
    Q_DECLARE_TR_FUNCTIONS(StoreCleanUp)
};

Downloads downloadsOf(const Transfers &transfers)
{
    const bool hasUnfinishedPull = std::ranges::any_of(transfers.transfers(), [](const Transfer &transfer) {
        return transfer.kind == TransferKind::Pull && transfer.isUnfinished();
    });
    return hasUnfinishedPull ? Downloads::Keep : Downloads::Remove;
}

} // namespace

std::unique_ptr<TaskOf<CleanUpReport>> cleanUpStore(Session &session, const Transfers &transfers, quint64 limit, bool isOnlyIfLarge)
{
    const auto work = [store = session.store(), downloads = downloadsOf(transfers), limit,
                       isOnlyIfLarge](ProgressMeter &progress, const std::stop_token &stop) -> Result<CleanUpReport> {
        const StoreCleaner cleaner(store, LeaseWait::shownIn(progress, stop));
        if (isOnlyIfLarge) {
            STRATOSCOPE_TRY(const StoreUsage usage, cleaner.usage(stop));
            if (usage.total() <= limit)
                return CleanUpReport();
        }
        return cleaner.cleanUp(limit > 0 ? std::optional<std::uint64_t>(limit) : std::nullopt, downloads, stop);
    };
    return session.run<CleanUpReport>(work);
}

QString cleanUpText(const CleanUpReport &done)
{
    if (done.freed == 0)
        return StoreCleanUpTr::tr("There was nothing to remove.");
    const QString freed = sizeText(done.freed);
    if (done.removed.empty())
        return StoreCleanUpTr::tr("Freed %1.").arg(freed);
    const auto reference = Reference::parse(done.removed.front().reference);
    const QString first = reference ? reference->familiar() : done.removed.front().reference;
    if (done.removed.size() == 1)
        return StoreCleanUpTr::tr("Freed %1. Removed an image that was not used for a long time: %2.").arg(freed, first);
    return StoreCleanUpTr::tr("Freed %1. Removed images that were not used for a long time: %2 and %n others.", nullptr,
                              int(done.removed.size()) - 1)
        .arg(freed, first);
}

} // namespace stratoscope::ui
