// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
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

/// Waiting for those who add to a store.
struct LeaseWait {
    std::stop_token stop{};
    LeaseWaitSink waiting{}; ///< called in the waiting thread; may be empty

    /// Shows for whom it waits as the current item of `progress`, which must outlive it.
    static LeaseWait shownIn(ProgressMeter &progress, std::stop_token stop);
};

/// Removes images from a store, and what no image uses. Removals return the bytes freed on the disk, or add them up. While somebody
/// adds to the store, they are Busy, or wait if the cleaner was made for that. Blocking; thread-safe.
class StoreCleaner
{
public:
    explicit StoreCleaner(Store store)
        : m_store(std::move(store))
    {
    }
    /// Removals wait; their caller must not hold a lease. They throw Cancelled.
    StoreCleaner(Store store, LeaseWait wait)
        : m_store(std::move(store))
        , m_wait(std::move(wait))
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

    /// Removes layers that no image uses, those not opened for the longest time first, until the others take at most `limit` bytes.
    /// Those in `kept` stay in any case.
    Result<std::uint64_t> limitCache(std::uint64_t limit, const std::vector<Digest> &kept = {}) const;

    /// Looks at every file. Throws Cancelled.
    Result<StoreUsage> usage(const std::stop_token &stop = {}) const;
    /// Prunes. If the store is still larger than `limit` bytes, removes images that are not pinned, those not used for the longest
    /// time first; the one used last is kept. Throws Cancelled.
    Result<CleanUpReport> cleanUp(std::optional<std::uint64_t> limit, Downloads downloads, const std::stop_token &stop = {}) const;

private:
    Result<StoreLease> lease() const;
    struct CachedLayer {
        Digest digest;
        std::int64_t lastUsed = 0;
        std::uint64_t size = 0; ///< on the disk
    };
    Result<std::vector<CachedLayer>> cachedLayers() const;
    QStringList layerFiles(const Digest &digest) const;
    Result<void> removeLayer(const Digest &digest, std::uint64_t &freed) const;
    Result<std::vector<Digest>> usedExclusively(const StoredImage &image) const;

    Store m_store;
    std::optional<LeaseWait> m_wait;
};

} // namespace stratoscope
