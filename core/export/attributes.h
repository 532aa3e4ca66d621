// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/entry.h"

#include <QStringList>

#include <array>
#include <sys/stat.h>

namespace stratoscope {

/// Gives new files the attributes that an image has for them: owner, mode, times, extended attributes. What this process may not
/// set, or the file system cannot hold, is no error but counted.
///
/// For one thread. Errors have an empty subject.
class AttributeSetter
{
public:
    /// `folder`: a new and empty one, made with all permissions, where the files are going to be: its owner and its permissions
    /// tell what new files get here by themselves.
    explicit AttributeSetter(int folder);

    /// What to create a regular file with, so that little is left to set.
    mode_t modeToCreate(const Entry &entry) const;

    /// Of an open file, made with modeToCreate(), or folder.
    Result<void> setOpen(int descriptor, const Entry &entry, mode_t createdWith);
    /// Of a link, a device, a pipe or a socket, by its name in an open folder.
    Result<void> setNamed(int parent, const char *name, const Entry &entry);

    /// A device that could not be made.
    void countDevice() { ++m_missing[Device]; }
    /// One sentence, or none.
    QStringList warnings() const;

private:
    enum Missing : std::size_t { Owner, SetId, Mode, Time, Device, Xattr, kMissingCount };

    Result<bool> check(Missing kind, int result, const char *doing);
    bool hasRightOwner(const Entry &entry) const;
    mode_t modeFor(const Entry &entry, bool ownerIsSet);
    Result<void> checkXattr(int result, int descriptor);

    const bool m_isRoot;
    uid_t m_uid = 0; ///< of new files
    gid_t m_gid = 0;
    mode_t m_granted = 0; ///< of the permissions asked for, those that new files get
    std::array<std::uint64_t, kMissingCount> m_missing{};
};

} // namespace stratoscope
