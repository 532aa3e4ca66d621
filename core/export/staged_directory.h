// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <functional>

namespace stratoscope {

/// A directory that appears at its destination completely or not at all.
///
/// It is created under a temporary name, `.NAME.partial-XXXXXX`, without access for other users: next to a destination that does
/// not exist, or inside one that does (and may be a mount point). Leftovers of a killed process are removed by the next export to
/// the same destination. Without commit(), it is removed when destroyed.
///
/// For one thread.
class StagedDirectory
{
public:
    /// An empty directory at the destination is filled. With `force`, one that is not empty is merged with, and a file is replaced.
    /// A symlink to a directory is followed. Errors: Exists, NotFound if the parent directory does not exist, Denied, …, naming the
    /// destination.
    static Result<StagedDirectory> begin(const QString &destination, bool force);
    StagedDirectory(StagedDirectory &&) noexcept;
    StagedDirectory &operator=(StagedDirectory &&) noexcept;
    ~StagedDirectory();

    /// Where to create the contents: an empty directory with the default permissions of new directories.
    QString path() const;
    int descriptor() const;
    /// Whether the destination is an existing directory, which is kept.
    bool fillsExisting() const;

    /// Called with the final directory when all its entries are in place. Its error is returned by commit().
    using Finish = std::function<Result<void>(int descriptor)>;

    /// Moves everything into place. In an existing directory, this is done entry by entry: directories are merged, other entries of
    /// the same name are replaced, and all others are kept. A directory that is not empty is never replaced by a file: that is
    /// Exists, naming it. Symlinks at the destination are never followed. On an error, the destination is restored.
    ///
    /// A process killed during this leaves the entries replaced so far in `.NAME.replaced-XXXXXX`.
    Result<void> commit(const Finish &finish = {});

private:
    struct Private;
    explicit StagedDirectory(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
