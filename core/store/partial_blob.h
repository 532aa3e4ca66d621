// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

namespace stratoscope {

/// A blob that arrives in a store piece by piece, over several runs if need be: what was written stays until it is published or
/// discarded. It is locked against all other threads and processes. For one thread; file() may be read by others.
class PartialBlob
{
public:
    /// Continues what an earlier run left. Nothing while another thread or process has it. The caller holds a lease, and checks
    /// whether the blob is in the store after this call, not before.
    static Result<std::optional<PartialBlob>> begin(const Store &store, const Digest &digest);
    PartialBlob(PartialBlob &&) noexcept = default;
    PartialBlob &operator=(PartialBlob &&) noexcept = default;
    /// Keeps what was written; an empty file is removed.
    ~PartialBlob();

    /// The number of bytes written, from the beginning of the blob.
    std::uint64_t size() const { return m_size; }
    /// Grows as pieces are written. Null after publish().
    const std::shared_ptr<File> &file() const { return m_file; }
    Result<void> append(Bytes bytes);
    /// Drops what was written.
    Result<void> discard();
    /// Makes it a blob of the store, on the disk when the call returns. Verifying the digest is up to the caller. Call nothing else
    /// after it.
    Result<void> publish();

private:
    PartialBlob(std::shared_ptr<File> file, std::uint64_t size, QString path, QString blobPath)
        : m_file(std::move(file))
        , m_size(size)
        , m_flushed(size)
        , m_path(std::move(path))
        , m_blobPath(std::move(blobPath))
    {
    }

    std::shared_ptr<File> m_file; ///< locked
    std::uint64_t m_size;
    std::uint64_t m_flushed; ///< up to here the disk was asked to write
    QString m_path;
    QString m_blobPath;
};

} // namespace stratoscope
