// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "export/directory_ops.h"
#include "layer/entry.h"

#include <sys/stat.h>

namespace stratoscope {

/// Moves the entries of one directory, `staged`, into another one that is not empty, `destination`, on the same file system.
///
/// Directories that are in both are merged: entries that only `destination` has never leave their place, and the directory gets the
/// attributes of the staged one, as far as this process may set them. Any other entry that is in both is exchanged by a single
/// rename, so that the previous one is then in `staged`, at the same path. All steps are recorded; undo() reverts them, except for
/// the times of `destination` itself. What was exchanged is also written to a journal, with which another process can restore() it.
///
/// For one thread.
class DirectoryMerge
{
public:
    /// Open directories and a new file, which outlive this.
    DirectoryMerge(int staged, int destination, File &journal)
        : m_staged(staged)
        , m_destination(destination)
        , m_journal(journal)
    {
    }

    /// Errors name the path relative to `destination`. After an error, only call undo().
    Result<void> run() { return merge(m_staged, m_destination, {}); }
    /// Returns false if something could not be reverted: it is still in `staged`.
    bool undo();

    /// What restore() has done.
    struct Restored {
        std::size_t entries = 0;
        bool isComplete = true; ///< `staged` no longer contains any replaced entry
    };
    /// Exchanges back what a process that was killed had replaced by its journal. What has changed since is left alone.
    static Restored restore(int staged, int destination, const QByteArray &journal);

private:
    /// The attributes of a directory.
    struct Attributes {
        mode_t mode = 0;
        uid_t uid = 0;
        gid_t gid = 0;
        timespec times[2] = {};
        Xattrs xattrs;

        static Attributes of(int directory);
        /// False if one of them cannot be set.
        bool set(int directory) const;
    };

    enum class Kind {
        Moved, ///< from `directory` in `staged` to the same in `destination`
        Exchanged, ///< between these
        Merged, ///< `directory` in `destination` is about to get entries and attributes
    };
    struct Step {
        Kind kind;
        std::string directory; ///< from the top; empty: the top itself
        std::string name;
        Attributes before;
    };

    Result<void> merge(int from, int to, const std::string &path);
    Result<void> replace(int from, int to, const std::string &path, const std::string &name);
    Result<void> mergeInto(int from, int to, const std::string &path, const std::string &name);
    bool undo(const Step &step);

    const int m_staged;
    const int m_destination;
    File &m_journal;
    std::uint64_t m_journalSize = 0;
    std::vector<Step> m_steps;
};

} // namespace stratoscope
