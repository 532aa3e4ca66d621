// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/digest.h"
#include "store/store_directory.h"

#include <optional>

namespace stratoscope {

/// A blob and where it is uploaded to.
struct UploadTarget {
    QString registry; ///< its URL; of another scheme or port it counts as another registry
    QString repository;
    Digest digest{};

    bool operator==(const UploadTarget &) const = default;
};

/// Where an upload of a blob to a registry continues if this process ends before it is complete. It is locked against all other
/// threads and processes, since an upload takes its bytes from one of them only. For one thread.
///
/// Only the user may read the file: the location is the registry's own, and often signed. It may be lost in a power failure; the
/// blob is then uploaded from its beginning.
class PartialUpload
{
public:
    /// How to continue.
    struct Position {
        QByteArray location; ///< encoded URL of the upload
        qint64 leastChunk = 0; ///< in bytes; that the registry accepts, except for the last one
    };

    /// Finds what an earlier run left. Nothing while another thread or process uploads the same blob to the same repository. The
    /// caller holds a lease, unless the store cannot be written to, which is an error.
    static Result<std::optional<PartialUpload>> begin(const StoreDirectory &store, const UploadTarget &target);
    PartialUpload(PartialUpload &&) noexcept = default;
    PartialUpload &operator=(PartialUpload &&) = delete;
    /// Keeps the position for the next run, if there is one.
    ~PartialUpload();

    const std::optional<Position> &position() const { return m_position; }
    /// Replaces the position.
    Result<void> setPosition(Position position);
    /// Forgets it: the blob has arrived.
    void remove();

    /// Removes positions older than a day, which registries are not expected to remember, and adds the disk space to `freed`.
    static Result<void> removeExpired(const StoreDirectory &store, std::uint64_t &freed);

private:
    PartialUpload(File file, QString path, QString temporary, UploadTarget target)
        : m_file(std::move(file))
        , m_path(std::move(path))
        , m_temporary(std::move(temporary))
        , m_target(std::move(target))
    {
    }

    File m_file; ///< locked
    QString m_path;
    QString m_temporary;
    UploadTarget m_target;
    std::optional<Position> m_position;
};

} // namespace stratoscope
