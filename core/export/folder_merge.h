// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "export/folder.h"

#include <sys/stat.h>

namespace stratoscope {

/// Moves what is in one folder, `staged`, into another one that has entries already, `place`, both on one file system.
///
/// An entry that is in both is exchanged, so what was there stands in `staged` then, under the same name. Of a folder that was
/// exchanged, what has other names is taken over into the new one. Every step is written down; undo() takes them back, but
/// for the times of `place` itself.
///
/// For one thread.
class FolderMerge
{
public:
    /// Open folders, which outlive it.
    FolderMerge(int staged, int place);

    /// Errors name the path in `place`, from there. After one only undo() makes sense.
    Result<void> run();
    /// False where something could not be taken back: it is still in `staged`.
    bool undo();

private:
    /// What a folder's own changes change in it.
    struct Attributes {
        mode_t mode = 0;
        timespec times[2] = {};

        static Attributes of(const struct stat &status);
        void restore(int folder) const;
    };

    enum class Kind {
        Moved, ///< from the top of `staged` to the top of `place`
        Exchanged, ///< between the tops
        TakenOver, ///< from `directory` of `staged` to the same of `place`
        Touched, ///< `directory` of `staged` is about to lose entries
    };
    struct Step {
        Kind kind;
        std::string directory; ///< from the top; empty: the top itself
        std::string name;
        Attributes attributes;
    };

    Result<void> replace(const std::string &name);
    Result<void> takeOver(int oldParent, int newParent, const std::string &parentPath, const std::string &name);
    bool undo(const Step &step);

    const int m_staged;
    const int m_place;
    std::vector<Step> m_steps;
};

} // namespace stratoscope
