// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "layer/decompress.h"
#include "oci/platform.h"
#include "store/prebaked.h"
#include "store/prebaked_writer.h"
#include "store/store_files.h"

#include <QDateTime>

#include <stop_token>

namespace stratoscope {

/// What the store knows of a layer.
struct StoredLayer {
    Digest digest; ///< of the blob
    DiffId diffId;
    QString mediaType; ///< as its source had it; may be empty
    Compression compression = Compression::None;
    std::uint64_t compressedSize = 0; ///< of the blob
    std::uint64_t size = 0; ///< of the tar
    std::uint32_t entries = 0;
    // Sizes of the layer's files, set by LayerTransaction::commit(): a layer whose files have other ones is not there.
    std::uint64_t idxSize = 0;
    std::uint64_t contentsSize = 0;
    std::uint64_t sidecarSize = 0; ///< 0: there is no sidecar

    bool operator==(const StoredLayer &) const = default;
};

/// An image that was pulled or imported.
struct StoredImage {
    QString reference; ///< canonical where it is a reference; else the name that the import gave it
    Digest manifest; ///< its bytes are a blob of the store, as are the config's
    Digest config;
    std::optional<Digest> index; ///< that it was chosen from: a blob of the store, too, but one that may be missing
    Platform platform;
    QString mediaType; ///< of the manifest
    std::uint64_t size = 0; ///< bytes of all its layers as they are in the manifest
    QString created; ///< RFC 3339, as the config says; may be empty
    QDateTime pulled;
    std::vector<Digest> layers; ///< bottom first
    QString source; ///< where it came from: a path or the registry; for people
    bool isPinned = false; ///< kept whatever else is cleaned up; set by setPinned() alone

    bool operator==(const StoredImage &) const = default;
};

/// What a store takes on the disk, in bytes.
struct StoreUsage {
    int imageCount = 0;
    std::uint64_t images = 0; ///< of what images use
    std::uint64_t others = 0; ///< layers that were only looked at, unfinished downloads, what killed processes left

    std::uint64_t total() const { return images + others; }
    bool operator==(const StoreUsage &) const = default;
};

/// What has come of cleaning up.
struct StoreCleanUp {
    std::uint64_t freed = 0; ///< bytes
    std::vector<StoredImage> removed;
};

/// What becomes of blobs that have not come whole.
enum class Downloads { Keep, Remove };

/// Keeps the store from being pruned: whoever adds something and refers to it later holds one throughout. Shared between any number
/// of processes and threads. Movable; ends when destroyed.
class StoreLease
{
public:
    StoreLease() = default;

private:
    friend class Store;
    explicit StoreLease(File lock)
        : m_lock(std::move(lock))
    {
    }
    File m_lock;
};

/// A layer on its way into the store: its files have no name yet. Gone without a trace unless committed. For one thread.
class LayerTransaction
{
public:
    LayerTransaction(LayerTransaction &&) noexcept;
    LayerTransaction &operator=(LayerTransaction &&) noexcept;
    ~LayerTransaction();

    PrebakedLayerWriter &writer();

    /// A layer that is there now, and its files as open ones.
    struct Committed {
        StoredLayer layer;
        LayerContents contents;
        std::shared_ptr<const FileDigests> digests;
    };
    /// Finishes the writer and gives the layer to the store, without waiting for the disk: of an image that is kept, its blob is
    /// there to make the layer anew after a loss of power. One that is there already stays. The caller vouches for the digests: it
    /// has computed them over what it wrote. Once; nothing else after it.
    Result<Committed> commit(StoredLayer layer);

private:
    friend class Store;
    struct Private;
    explicit LayerTransaction(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

class PartialBlob;

/// Images, layers and blobs on the disk, by their digests:
///
///     version, lock
///     layers/<hex>.idx, .contents, .ext.json     a layer as prebaked directories have it
///     layers/<hex>.json                          what is known of it: written last, without it the layer is not there
///     diffs/<hex of the diff-id>                 the digest of a layer that has it
///     blobs/<algorithm>/<hex>                    manifests, configs, and the layers of images as they came
///     images/<key>.json                          one per reference and platform
///     pins/<key>                                 an empty file: the image of that key is pinned
///     downloads/<algorithm>-<hex>                a blob as far as it has come, for the next try to go on from
///     tmp/                                       what is not finished
///
/// Everything appears by a rename, whole or not at all: a process may be killed at any moment. Any number of processes and threads
/// may use one store; removing waits for nobody (Busy). Cheap to copy; thread-safe. Docs: docs/store.md.
class Store
{
public:
    /// Opens a store, or makes one where nothing or an empty folder is. Unsupported where another version of this program made it;
    /// Denied, Invalid where it cannot be one. One that may only be read can be opened; what would write to it fails.
    static Result<Store> open(const QString &directory);
    /// `$STRATOSCOPE_STORE`, else `$XDG_DATA_HOME/stratoscope/store`.
    static QString defaultDirectory();

    const QString &directory() const { return m_directory; }
    /// On the same disk as the store: for File::temporary().
    QString temporaryDirectory() const;
    /// A prebaked directory but for its config.json; the files in it never change.
    QString layersDirectory() const;
    QString blobPath(const Digest &digest) const;
    /// Whatever is added, removed, pinned or unpinned, a file in one of these comes or goes.
    QStringList imageDirectories() const { return {imagesDirectory(), pinsDirectory()}; }

    Result<StoreLease> lease() const;

    std::optional<StoredLayer> findLayer(const Digest &digest) const;
    std::optional<StoredLayer> findLayerByDiffId(const DiffId &diffId) const;
    Result<PrebakedLayer> loadLayer(const StoredLayer &layer, std::stop_token stop = {}) const;
    Result<LayerTransaction> beginLayer() const;

    /// Stores a blob that is not there yet; what it holds is checked against its digest (Mismatch).
    Result<void> putBlob(const QByteArray &bytes, const Digest &digest) const;
    /// `progress` is told of the bytes copied. Throws Cancelled.
    Result<void> putBlob(const FileRegion &region, const Digest &digest, ProgressMeter &progress, std::stop_token stop) const;
    /// A blob that arrives in pieces, with what an earlier run left of it. Nothing while another thread or process is at it.
    /// Whoever calls it holds a lease, and looks for the blob itself after it, not before.
    Result<std::optional<PartialBlob>> beginBlob(const Digest &digest) const;
    /// NotFound, naming the digest.
    Result<FileRegion> blob(const Digest &digest) const;

    /// Records an image, in place of one of the same reference and platform. Its blobs are on the disk when the call returns.
    /// NotFound where the manifest, the config or a layer is not in the store.
    Result<void> addImage(const StoredImage &image) const;
    /// Sorted by reference. The first record that cannot be read is the error.
    Result<std::vector<StoredImage>> images() const;
    /// The same with what can be read, and why the others cannot.
    struct Listing {
        std::vector<StoredImage> images;
        std::vector<Error> unreadable;
    };
    Listing listing() const;
    /// By reference, by the digest of the manifest or the config, or by six or more of its first digits. Of several platforms the
    /// best for `platform`; where that is not given, for this machine, but a sole image is then taken whatever it is for. NotFound,
    /// Ambiguous, WrongPlatform; the latter two list what there is.
    Result<StoredImage> findImage(const QString &name, const std::optional<Platform> &platform) const;

    /// Keeps an image from being cleaned up, or no longer; also of one that is added again. NotFound.
    Result<void> setPinned(const StoredImage &image, bool isPinned) const;

    /// Takes an image out, pinned or not, and what no other one uses of it. Returns the bytes freed. Busy while something is being
    /// added.
    Result<std::uint64_t> removeImage(const StoredImage &image) const;
    /// The bytes that this would free.
    Result<std::uint64_t> sizeAlone(const StoredImage &image) const;
    /// Takes out what is damaged, whoever uses it: a layer, to be made anew from its blob, or a blob, to be pulled again. Busy as
    /// above.
    Result<void> discardLayer(const Digest &digest) const;
    Result<void> discardBlob(const Digest &digest) const;
    /// Takes out all layers and blobs that no image uses, and what killed processes left. Returns the bytes freed. Busy as above.
    Result<std::uint64_t> prune(Downloads downloads = Downloads::Remove) const;

    /// Blocking: looks at every file. Throws Cancelled.
    Result<StoreUsage> usage(const std::stop_token &stop = {}) const;
    /// Prunes; where the store still takes more than `limit` bytes, removes images that are not pinned, those first that were not
    /// used for longest. The one used last stays. No limit: only prunes. Busy as above. Blocking. Throws Cancelled.
    Result<StoreCleanUp> cleanUp(std::optional<std::uint64_t> limit, Downloads downloads, const std::stop_token &stop = {}) const;
    /// An image is opened: cleanUp() takes others first. Where that cannot be noted, nothing happens.
    void markUsed(const StoredImage &image) const;

private:
    friend class LayerTransaction;

    explicit Store(QString directory)
        : m_directory(std::move(directory))
    {
    }
    QString imagesDirectory() const;
    QString pinsDirectory() const;
    QString recordPath(const StoredImage &image) const;
    std::int64_t lastUsed(const StoredImage &image) const;
    QString layerPath(const QString &hex, QLatin1StringView suffix) const;
    QString diffPath(const DiffId &diffId) const;
    QString downloadPath(const Digest &digest) const;

    Result<void> prepare() const;
    Result<StoreLease> exclusive() const;
    Result<void> sweepTemporaries(std::uint64_t &freed) const;
    Result<void> removeLayer(const QString &hex, std::uint64_t &freed) const;
    std::vector<Digest> usedAlone(const StoredImage &image, const std::vector<StoredImage> &all) const;

    /// What each record file says; of one that cannot be read, why.
    struct RecordFile {
        QString path;
        Result<StoredImage> image;
    };
    std::vector<RecordFile> imageRecords() const;

    QString m_directory;
};

} // namespace stratoscope
