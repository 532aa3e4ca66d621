// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "oci/digest.h"
#include "store/store_directory.h"

#include <stop_token>

namespace stratoscope {

/// The blobs of a store: manifests, indexes, configs, and the layers of its images as they were downloaded or imported. Large ones
/// that arrive in pieces are added by a PartialBlob. Thread-safe.
class BlobStore
{
public:
    explicit BlobStore(StoreDirectory directory)
        : m_directory(std::move(directory))
    {
    }

    /// Whether it exists or not.
    QString path(const Digest &digest) const { return m_directory.blobs() + u'/' + digest.algorithmName() + u'/' + digest.hex(); }
    /// NotFound, naming the digest.
    Result<FileRegion> find(const Digest &digest) const;

    /// Adds a blob unless it exists already. Mismatch if it has another digest. It is on the disk when the call returns.
    Result<void> add(const QByteArray &bytes, const Digest &digest) const;
    /// `progress` counts the bytes copied. Throws Cancelled.
    Result<void> add(const FileRegion &region, const Digest &digest, ProgressMeter &progress, const std::stop_token &stop) const;

private:
    StoreDirectory m_directory;
};

} // namespace stratoscope
