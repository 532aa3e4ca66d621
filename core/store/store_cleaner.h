// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

namespace stratoscope {

/// Disk usage of a store, in bytes.
struct StoreUsage {
    int imageCount = 0;
    std::uint64_t images = 0; ///< used by images
    std::uint64_t others = 0; ///< layers of images that were only opened, partial downloads, leftovers of killed processes

    std::uint64_t total() const { return images + others; }
    bool operator==(const StoreUsage &) const = default;
};

struct CleanUpReport {
    std::uint64_t freed = 0; ///< bytes
    std::vector<StoredImage> removed;
};

/// What to do with partial downloads.
enum class Downloads { Keep, Remove };

/// Removes images from a store, and what no image uses. Removals are Busy while somebody adds to the store, and return the
/// bytes freed on the disk, or add them up. Blocking; thread-safe.
class StoreCleaner
{
public:
    explicit StoreCleaner(Store store)
        : m_store(std::move(store))
    {
    }

    /// Removes an image, pinned or not, and what no other image uses. NotFound.
    Result<std::uint64_t> removeImage(const StoredImage &image) const;
    /// The bytes that this would free.
    Result<std::uint64_t> exclusiveSize(const StoredImage &image) const;
    /// Removes something damaged even if images use it: a layer, which can be recreated from its blob, or a blob, which has to be
    /// pulled again.
    Result<void> discardLayer(const Digest &digest) const;
    Result<void> discardBlob(const Digest &digest) const;
    /// Removes all layers and blobs that no image uses, and leftovers of killed processes.
    Result<std::uint64_t> prune(Downloads downloads = Downloads::Remove) const;

    /// Looks at every file. Throws Cancelled.
    Result<StoreUsage> usage(const std::stop_token &stop = {}) const;
    /// Prunes. If the store is still larger than `limit` bytes, removes images that are not pinned, those not used for the longest
    /// time first; the one used last is kept. Throws Cancelled.
    Result<CleanUpReport> cleanUp(std::optional<std::uint64_t> limit, Downloads downloads, const std::stop_token &stop = {}) const;

private:
    QStringList layerFiles(const Digest &digest) const;
    Result<void> removeLayer(const Digest &digest, std::uint64_t &freed) const;
    Result<std::vector<Digest>> usedExclusively(const StoredImage &image) const;

    Store m_store;
};

} // namespace stratoscope
