// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "export/directory_ops.h"

#include <sys/stat.h>

namespace stratoscope {

/// Moves the entries of one directory, `staged`, into another one that is not empty, `destination`, on the same file system.
///
/// An entry that is in both is exchanged, so that the previous one is then in `staged`, under the same name. Entries that only the
/// previous one of two directories has are moved to the new one. All steps are recorded; undo() reverts them, except for the times
/// of `destination` itself.
///
/// For one thread.
class DirectoryMerge
{
public:
    /// Open directories, which outlive this.
    DirectoryMerge(int staged, int destination)
        : m_staged(staged)
        , m_destination(destination)
    {
    }

    /// Errors name the path relative to `destination`. After an error, only call undo().
    Result<void> run();
    /// Returns false if something could not be reverted: it is still in `staged`.
    bool undo();

private:
    /// The attributes of a directory that change when its entries do.
    struct Attributes {
        mode_t mode = 0;
        timespec times[2] = {};

        static Attributes of(const struct stat &status) { return {status.st_mode & 07777, {status.st_atim, status.st_mtim}}; }
        void restore(int directory) const
        {
            ::fchmod(directory, mode);
            ::futimens(directory, times);
        }
    };

    enum class Kind {
        Moved, ///< from the top of `staged` to the top of `destination`
        Exchanged, ///< between the tops
        TakenOver, ///< from `directory` in `staged` to the same in `destination`
        Touched, ///< `directory` in `staged` is about to lose entries
    };
    struct Step {
        Kind kind;
        std::string directory; ///< from the top; empty: the top itself
        std::string name;
        Attributes attributes;
    };

    Result<void> replace(const std::string &name);
    Result<void> mergeOld(int oldParent, int newParent, const std::string &parentPath, const std::string &name);
    bool undo(const Step &step);

    const int m_staged;
    const int m_destination;
    std::vector<Step> m_steps;
};

} // namespace stratoscope
