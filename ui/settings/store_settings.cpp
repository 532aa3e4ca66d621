// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/store_settings.h"

#include "oci/reference.h"
#include "session/session.h"
#include "ui/common/format.h"
#include "ui/settings/settings.h"
#include "ui/transfers/transfers.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Store)
};

Downloads downloadsOf(const Transfers &transfers)
{
    const bool isPullLeft = std::ranges::any_of(
        transfers.transfers(), [](const Transfer &transfer) { return transfer.kind == TransferKind::Pull && !transfer.isOver(); });
    return isPullLeft ? Downloads::Keep : Downloads::Remove;
}

} // namespace

QString usualStoreDirectory()
{
    const QString chosen = settings::storeDirectory();
    return chosen.isEmpty() || qEnvironmentVariableIsSet("STRATOSCOPE_STORE") ? Store::defaultDirectory() : chosen;
}

std::unique_ptr<TaskOf<StoreCleanUp>> cleanUpStore(Session &session, const Transfers &transfers, quint64 limit)
{
    return session.run<StoreCleanUp>(
        [store = session.store(), downloads = downloadsOf(transfers), limit](ProgressMeter &, const std::stop_token &stop) {
            return store.cleanUp(limit > 0 ? std::optional<std::uint64_t>(limit) : std::nullopt, downloads, stop);
        });
}

std::unique_ptr<TaskOf<StoreCleanUp>> cleanUpLargeStore(Session &session, const Transfers &transfers, quint64 limit)
{
    return session.run<StoreCleanUp>([store = session.store(), downloads = downloadsOf(transfers),
                                      limit](ProgressMeter &, const std::stop_token &stop) -> Result<StoreCleanUp> {
        STRATOSCOPE_TRY(const StoreUsage usage, store.usage(stop));
        if (usage.total() <= limit)
            return StoreCleanUp();
        return store.cleanUp(limit, downloads, stop);
    });
}

QString cleanUpText(const StoreCleanUp &done)
{
    if (done.freed == 0)
        return Tr::tr("There was nothing to remove.");
    const QString freed = sizeText(done.freed);
    if (done.removed.empty())
        return Tr::tr("Freed %1.").arg(freed);
    const auto reference = Reference::parse(done.removed.front().reference);
    const QString first = reference ? reference->familiar() : done.removed.front().reference;
    if (done.removed.size() == 1)
        return Tr::tr("Freed %1. Not used for long, and removed: %2.").arg(freed, first);
    return Tr::tr("Freed %1. Not used for long, and removed: %2 and %n others.", nullptr, int(done.removed.size()) - 1)
        .arg(freed, first);
}

} // namespace stratoscope::ui
