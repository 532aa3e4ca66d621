// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store_directory.h"
#include "store/stored_image.h"

#include <QStringList>

namespace stratoscope {

/// The images of a store: one record for each reference and platform. Thread-safe.
class ImageRecords
{
public:
    explicit ImageRecords(StoreDirectory directory)
        : m_directory(std::move(directory))
    {
    }

    /// Whenever an image is added, removed, pinned or unpinned, a file is created or removed in one of these.
    QStringList directories() const { return {m_directory.images(), m_directory.pins()}; }

    /// The readable records, sorted by reference, and why the others cannot be read.
    struct Listing {
        std::vector<StoredImage> images;
        std::vector<Error> unreadable;
    };
    Listing list() const;
    /// All images, sorted by reference; an error if any record cannot be read.
    Result<std::vector<StoredImage>> all() const;
    /// By reference, by the digest of the manifest or the config, or by six or more of its first digits. If several platforms
    /// match, the best one for `platform` or, without it, for this machine; but a sole image is then found whatever its platform
    /// is. NotFound, Ambiguous, WrongPlatform; the latter two list the candidates.
    Result<StoredImage> find(const QString &name, const std::optional<Platform> &platform) const;

    /// Adds a record, or replaces the one of the same reference and platform. It is on the disk when the call returns. Called by
    /// Store::addImage(), which checks that the image is complete.
    Result<void> add(const StoredImage &image) const;
    /// Removes a record and its pin, and adds the disk space to `freed`. NotFound. Called by StoreCleaner, which removes what the
    /// image used.
    Result<void> remove(const StoredImage &image, std::uint64_t &freed) const;

    /// Excludes an image from clean-up, or includes it again; adding the image again does not change that. NotFound.
    Result<void> setPinned(const StoredImage &image, bool isPinned) const;
    /// Removes pins without an image.
    Result<void> removeStalePins(std::uint64_t &freed) const;

    /// Called when an image is opened: StoreCleaner::cleanUp() prefers others. Errors are ignored.
    void markUsed(const StoredImage &image) const;
    /// The time of the last use, for sorting.
    std::int64_t lastUsed(const StoredImage &image) const;

private:
    QString recordPath(const StoredImage &image) const;
    QString pinPath(const StoredImage &image) const;
    Failure notFound(const QString &name) const;

    StoreDirectory m_directory;
};

} // namespace stratoscope
