// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <vector>

namespace stratoscope {

/// A containers-storage on the disk.
struct StorageLocation {
    QString directory; ///< the "graph root"
    QString driver; ///< `overlay`, `vfs`; empty: whichever there is

    bool operator==(const StorageLocation &) const = default;
};

/// The stores of this user and of the system, with their additional stores, in the order in which they are searched: where
/// `storage.conf` says ($CONTAINERS_STORAGE_CONF, the user's, the system's), or in the usual places. They need not exist. Errors:
/// Configuration, naming the line.
Result<std::vector<StorageLocation>> storageLocations();

/// What a `storage.conf` says about them. `isRootless`: for a user other than root.
Result<std::vector<StorageLocation>> parseStorageConf(const QByteArray &bytes, const QString &subject, bool isRootless);

} // namespace stratoscope
