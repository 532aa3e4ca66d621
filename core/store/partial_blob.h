// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"
#include "store/store.h"

#include <memory>

namespace stratoscope {

/// A blob on its way into a store, piece by piece and over several runs if need be: what was written stays until it is published
/// or discarded. Its owner is alone at it, of all threads and processes. For one thread; file() may be read by others.
class PartialBlob
{
public:
    PartialBlob(PartialBlob &&) noexcept = default;
    PartialBlob &operator=(PartialBlob &&) noexcept = default;
    /// Leaves what is there; a file without a byte is removed.
    ~PartialBlob();

    /// How many bytes are there, from the blob's beginning.
    std::uint64_t size() const { return m_size; }
    /// Grows as pieces are written. Null after publish().
    const std::shared_ptr<File> &file() const { return m_file; }
    Result<void> append(Bytes bytes);
    /// Throws away what is there.
    Result<void> discard();
    /// Makes it a blob of the store, on the disk when the call returns. The caller vouches for its digest. Nothing else after it.
    Result<void> publish();

private:
    friend class Store;
    PartialBlob(std::shared_ptr<File> file, std::uint64_t size, QString path, QString blobPath);

    std::shared_ptr<File> m_file; ///< locked
    std::uint64_t m_size;
    std::uint64_t m_sent; ///< up to here the disk was told to write
    QString m_path;
    QString m_blobPath;
};

} // namespace stratoscope
