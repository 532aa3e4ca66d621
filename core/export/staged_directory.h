// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <QStringList>

#include <functional>
#include <sys/stat.h>

namespace stratoscope {

/// A directory that appears at its destination completely or not at all.
///
/// It is created under a temporary name, `.NAME.partial-XXXXXX`, without access for other users: next to a destination that does
/// not exist, or inside one that does (and may be a mount point). The next export to the same destination removes what is left of a
/// process that was killed, and restores what that process had replaced. Without commit(), it is removed when destroyed.
///
/// For one thread.
class StagedDirectory
{
public:
    /// An empty directory at the destination is filled. With `force`, one that is not empty is merged with, and a file is replaced.
    /// A symlink to a directory is followed. Errors: Exists, NotFound if the parent directory does not exist, Denied, …, naming the
    /// destination.
    static Result<std::unique_ptr<StagedDirectory>> begin(const QString &destination, bool force);
    StagedDirectory(const StagedDirectory &) = delete;
    StagedDirectory &operator=(const StagedDirectory &) = delete;
    ~StagedDirectory();

    /// Where to create the contents: an empty directory with the default permissions of new directories.
    QString path() const;
    int descriptor() const { return m_staged.descriptor(); }
    /// Sentences: what begin() has restored after a process that was killed.
    const QStringList &warnings() const { return m_warnings; }
    /// Whether the destination is an existing directory, which is kept.
    bool fillsExisting() const { return m_target.name.empty(); }

    /// Called with the final directory when all its entries are in place. Its error is returned by commit().
    using Finish = std::function<Result<void>(int descriptor)>;

    /// Moves everything into place. In an existing directory, this is done entry by entry: directories are merged, other entries of
    /// the same name are replaced, and all others are kept. A directory that is not empty is never replaced by a file: that is
    /// Exists, naming it. Symlinks at the destination are never followed. On an error, the destination is restored.
    ///
    /// A process killed during this leaves the entries replaced so far in `.NAME.replaced-XXXXXX`, and everything else in place.
    Result<void> commit(const Finish &finish = {}) { return fillsExisting() ? fill(finish) : putNew(finish); }

private:
    /// An open directory and a name in it.
    struct Target {
        File parent;
        std::string name; ///< empty if the parent is the destination itself
        bool isFile = false;
    };

    StagedDirectory() = default;
    static Result<Target> find(const QString &destination, const QByteArray &path, bool force);
    static Result<Target> findNew(const QString &destination, const QByteArray &path);
    Result<void> create(const std::string &namePrefix);
    Result<void> putNew(const Finish &finish);
    Result<void> fill(const Finish &finish);
    void removeTemporary(const struct stat &keptStatus);

    QString m_destination;
    QString m_parentPath; ///< absolute
    Target m_target;
    struct stat m_parentBefore = {};
    bool m_wasEmpty = true;
    std::string m_prefix;
    std::string m_temporaryName;
    std::string m_stagedName; ///< within the temporary directory
    File m_temporary;
    File m_staged;
    bool m_keepTemporary = false;
    QStringList m_warnings;
};

} // namespace stratoscope
