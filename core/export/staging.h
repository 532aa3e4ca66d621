// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <functional>

namespace stratoscope {

/// A folder that appears at its destination whole or not at all.
///
/// It is made under a temporary name, `.NAME.partial-XXXXXX`, closed to other users: beside a destination that is not there, inside
/// one that is an existing folder (which may be a mount point, or the only place on its disk). What a killed process left of that
/// kind is removed by the next one to the same destination. Destroyed without commit(), it leaves nothing.
///
/// For one thread.
class StagedFolder
{
public:
    /// A destination that is an empty folder is filled. With `force` one that is not empty is merged into, and a file is replaced.
    /// A symbolic link to a folder stands for that folder. Errors: Exists, NotFound where the folder it would be in is not there,
    /// Denied, …, naming the destination.
    static Result<StagedFolder> begin(const QString &destination, bool force);
    StagedFolder(StagedFolder &&) noexcept;
    StagedFolder &operator=(StagedFolder &&) noexcept;
    ~StagedFolder();

    /// Where to make what is to appear: an empty folder with the permissions that new folders get here.
    QString path() const;
    int descriptor() const;
    /// The destination is a folder that is there already and stays.
    bool fillsExisting() const;

    /// Is given the folder that is to stand at the destination, once all its entries are there. Its error is commit()'s.
    using Finish = std::function<Result<void>(int descriptor)>;

    /// Moves everything to its place. Into an existing folder that is entry by entry: folders that are in both are merged, other
    /// entries of the same name are replaced, and what has other names stays. A folder with something in it is never replaced by
    /// what is none: that is Exists, naming it. Nothing is ever written through a symbolic link that stands there. On an error all
    /// that was there before is as it was.
    ///
    /// A process killed within it leaves what it had replaced so far in `.NAME.replaced-XXXXXX`.
    Result<void> commit(const Finish &finish = {});

private:
    struct Private;
    explicit StagedFolder(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

} // namespace stratoscope
