// SPDX-License-Identifier: Apache-2.0
#include "export/attribute_setter.h"

#include <QLocale>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr mode_t kSetId = S_ISUID | S_ISGID;

bool isFull(int descriptor)
{
    constexpr std::uint64_t kLittle = 1 << 20;
    struct statvfs status;
    return ::fstatvfs(descriptor, &status) != 0 || std::uint64_t(status.f_bavail) * status.f_frsize < kLittle;
}

std::array<timespec, 2> timesOf(const Entry &entry)
{
    const timespec time{time_t(entry.mtime.seconds), long(entry.mtime.nanoseconds)};
    return {time, time};
}

} // namespace

bool AttributeSetter::isRefusal(int error)
{
    switch (error) {
    case EPERM:
    case EACCES:
    case EINVAL: // the owner has no ID in this user namespace, or the number of a device is too large
    case EOVERFLOW:
    case EOPNOTSUPP:
    case ENOSYS:
    case E2BIG:
    case ERANGE:
        return true;
    default:
        return false;
    }
}

void AttributeSetter::countSpecial(EntryKind kind)
{
    const bool isDevice = kind == EntryKind::CharacterDevice || kind == EntryKind::BlockDevice;
    ++m_missing[isDevice ? Device : Pipe];
}

AttributeSetter::AttributeSetter(int directory)
    : m_isRoot(::geteuid() == 0)
{
    struct stat status = {};
    ::fstat(directory, &status);
    m_uid = status.st_uid;
    m_gid = status.st_gid;
    m_granted = status.st_mode & 0777;
}

/// Returns false, and counts it, if the attribute cannot be set.
Result<bool> AttributeSetter::check(Missing kind, int result, const char *doing)
{
    if (result == 0)
        return true;
    if (!isRefusal(errno))
        return failErrno({}, QString::fromLatin1(doing), errno);
    ++m_missing[kind];
    return false;
}

mode_t AttributeSetter::modeToCreate(const Entry &entry) const
{
    // Other users than root need write permission to set extended attributes.
    return entry.xattrs ? 0600 : entry.mode & 0777U;
}

/// Without its owner, a file must not be setuid or setgid: it would run as the wrong user.
mode_t AttributeSetter::modeFor(const Entry &entry, bool ownerIsSet)
{
    if (ownerIsSet || entry.kind == EntryKind::Directory || !(entry.mode & kSetId))
        return entry.mode;
    ++m_missing[SetId];
    return entry.mode & ~kSetId;
}

Result<void> AttributeSetter::checkXattr(int result, int descriptor)
{
    // Ext4 also reports this for an attribute that is too large.
    if (result != 0 && errno == ENOSPC)
        errno = isFull(descriptor) ? ENOSPC : E2BIG;
    STRATOSCOPE_CHECK(check(Xattr, result, "set extended attributes"));
    return {};
}

Result<void> AttributeSetter::setOpen(int descriptor, const Entry &entry, mode_t createdWith)
{
    bool ownerIsSet = hasRightOwner(entry);
    if (!ownerIsSet) {
        STRATOSCOPE_TRY(ownerIsSet, check(Owner, ::fchown(descriptor, entry.uid, entry.gid), "set its owner"));
    }
    if (entry.xattrs) {
        for (const auto &[name, value] : *entry.xattrs)
            STRATOSCOPE_CHECK(checkXattr(::fsetxattr(descriptor, name.c_str(), value.data(), value.size(), 0), descriptor));
    }
    // A directory may have inherited setgid from its parent.
    const mode_t mode = modeFor(entry, ownerIsSet);
    if (entry.kind == EntryKind::Directory || mode != (createdWith & m_granted))
        STRATOSCOPE_CHECK(check(Mode, ::fchmod(descriptor, mode), "set its mode"));
    STRATOSCOPE_CHECK(check(Time, ::futimens(descriptor, timesOf(entry).data()), "set its times"));
    return {};
}

Result<void> AttributeSetter::setNamed(int parent, const char *name, const Entry &entry)
{
    bool ownerIsSet = hasRightOwner(entry);
    if (!ownerIsSet) {
        STRATOSCOPE_TRY(ownerIsSet,
                        check(Owner, ::fchownat(parent, name, entry.uid, entry.gid, AT_SYMLINK_NOFOLLOW), "set its owner"));
    }
    if (entry.xattrs) {
        // Linux has no lsetxattrat(). A path through the descriptor still refers to the same directory.
        const std::string path = "/proc/self/fd/" + std::to_string(parent) + '/' + name;
        for (const auto &[key, value] : *entry.xattrs) {
            const int result = ::lsetxattr(path.c_str(), key.c_str(), value.data(), value.size(), 0);
            if (result != 0 && errno == ENOENT) // no /proc
                errno = EOPNOTSUPP;
            STRATOSCOPE_CHECK(checkXattr(result, parent));
        }
    }
    if (entry.kind != EntryKind::Symlink)
        STRATOSCOPE_CHECK(check(Mode, ::fchmodat(parent, name, modeFor(entry, ownerIsSet), 0), "set its mode"));
    STRATOSCOPE_CHECK(check(Time, ::utimensat(parent, name, timesOf(entry).data(), AT_SYMLINK_NOFOLLOW), "set its times"));
    return {};
}

QStringList AttributeSetter::warnings() const
{
    const auto counted = [this](Missing kind, const QString &one, const QString &many) {
        const std::uint64_t count = m_missing[kind];
        return count == 0 ? QString() : count == 1 ? one : many.arg(QLocale(QLocale::English).toString(qulonglong(count)));
    };
    QStringList parts{
        counted(Owner, u"the owner of 1 entry"_s, u"owners of %1 entries"_s),
        counted(SetId, u"setuid and setgid of 1 file"_s, u"setuid and setgid of %1 files"_s),
        counted(Mode, u"the mode of 1 entry"_s, u"modes of %1 entries"_s),
        counted(Time, u"the time of 1 entry"_s, u"times of %1 entries"_s),
        counted(Device, u"1 device"_s, u"%1 devices"_s),
        counted(Pipe, u"1 pipe or socket"_s, u"%1 pipes or sockets"_s),
        counted(Xattr, u"1 extended attribute"_s, u"%1 extended attributes"_s),
    };
    parts.removeAll(QString());
    if (parts.isEmpty())
        return {};
    const QString why
        = m_isRoot ? u"because it is not permitted or not supported by the file system"_s : u"because this requires root"_s;
    return {u"not set, %1: %2"_s.arg(why, parts.join(u", "_s))};
}

} // namespace stratoscope
