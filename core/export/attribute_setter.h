// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "layer/entry.h"

#include <QStringList>

#include <array>
#include <sys/stat.h>

namespace stratoscope {

/// Sets the attributes of new files as given in an image: owner, mode, times, extended attributes. Attributes that this process is
/// not permitted to set, or that the file system does not support, are counted instead of being errors.
///
/// For one thread. Errors have an empty subject.
class AttributeSetter
{
public:
    /// `directory`: a new, empty one in the destination, created with all permissions. Its owner and its permissions show what new
    /// files get there by default.
    explicit AttributeSetter(int directory);

    /// The mode to create a regular file with, so that little remains to be set.
    mode_t modeToCreate(const Entry &entry) const;

    /// For an open directory, or a file created with modeToCreate().
    Result<void> setOpen(int descriptor, const Entry &entry, mode_t createdWith);
    /// For a symlink, device, pipe or socket, by its name in an open directory.
    Result<void> setNamed(int parent, const char *name, const Entry &entry);

    /// Whether an error means that something is not permitted, or not supported by the file system or the kernel, as opposed to a
    /// failure of the disk.
    static bool isRefusal(int error);
    /// Counts a device, pipe or socket that could not be created.
    void countSpecial(EntryKind kind);
    /// At most one sentence.
    QStringList warnings() const;

private:
    enum Missing : std::size_t { Owner, SetId, Mode, Time, Device, Pipe, Xattr, kMissingCount };

    Result<bool> check(Missing kind, int result, const char *doing);
    bool hasRightOwner(const Entry &entry) const { return entry.uid == m_uid && entry.gid == m_gid; }
    mode_t modeFor(const Entry &entry, bool ownerIsSet);
    Result<void> checkXattr(int result, int descriptor);

    const bool m_isRoot;
    uid_t m_uid = 0; ///< of new files
    gid_t m_gid = 0;
    mode_t m_granted = 0; ///< the permissions that new files get if all are requested
    std::array<std::uint64_t, kMissingCount> m_missing{};
};

} // namespace stratoscope
