// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/blob_store.h"
#include "store/image_records.h"
#include "store/layer_store.h"

namespace stratoscope {

/// Images, layers and blobs on the disk, by their digests:
///
///     version, lock
///     layers/<hex>.idx, .contents, .ext.json     a layer, as in prebaked directories
///     layers/<hex>.json                          its record, written last: without it the layer counts as missing
///     diffs/<hex of the diff ID>                 the digest of a layer with this diff ID
///     blobs/<algorithm>/<hex>                    indexes, manifests, configs, and the layers of images as downloaded or imported
///     images/<key>.json                          one record for each reference and platform
///     pins/<key>                                 an empty file: the image with that key is pinned
///     downloads/<algorithm>-<hex>                a partial download, for the next attempt to resume
///     uploads/<key>.json                         where an interrupted push of a blob continues, see PartialUpload
///     tmp/                                       unfinished files
///
/// Files are created under temporary names and renamed when complete, so a process may be killed at any moment. Any number of
/// processes and threads may use a store; removing from it has to wait for those who add: see StoreCleaner. Cheap to copy;
/// thread-safe. Documentation: docs/store.md.
class Store
{
public:
    /// Opens a store, or creates one if the directory is empty or does not exist. Unsupported if an incompatible version of this
    /// program created it; Denied, Invalid if it cannot be a store. A read-only store can be opened; writing to it fails.
    static Result<Store> open(const QString &directory);
    /// `$STRATOSCOPE_STORE`, or `$XDG_DATA_HOME/stratoscope/store`.
    static QString defaultDirectory();

    const QString &directory() const { return m_directory.path(); }
    /// On the file system of the store: for File::temporary().
    QString temporaryDirectory() const { return m_directory.temporary(); }
    const StoreDirectory &paths() const { return m_directory; }

    /// Prevents removals. Anyone who adds something and refers to it later holds a lease throughout; any number of threads and
    /// processes may.
    Result<StoreLease> lease() const { return m_directory.lease(); }

    const ImageRecords &images() const { return m_images; }
    const BlobStore &blobs() const { return m_blobs; }
    const LayerStore &layers() const { return m_layers; }

    /// Records an image, replacing one of the same reference and platform. NotFound if the manifest, the config or a layer is not
    /// in the store. It is on the disk when the call returns.
    Result<void> addImage(const StoredImage &image) const;

private:
    explicit Store(StoreDirectory directory)
        : m_directory(std::move(directory))
        , m_images(m_directory)
        , m_blobs(m_directory)
        , m_layers(m_directory)
    {
    }

    StoreDirectory m_directory;
    ImageRecords m_images;
    BlobStore m_blobs;
    LayerStore m_layers;
};

} // namespace stratoscope
