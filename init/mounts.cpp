// SPDX-License-Identifier: Apache-2.0
#include "init/mounts.h"

#include "init/console.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace stratoscope::init {

namespace {

struct Mount {
    const char *type;
    const char *at;
    unsigned long flags;
    const char *options;
    bool ifEmpty; ///< only on an empty directory
};

constexpr Mount kProc{"proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "", false};
constexpr Mount kDevices{"devtmpfs", "/dev", MS_NOSUID, "mode=755", false};

constexpr Mount kMounts[] = {
    kProc,
    {"sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, "", false},
    kDevices,
    {"devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "gid=5,mode=620,ptmxmode=666", false},
    {"tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777", false},
    {"tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=755", true},
    {"tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777", true},
};

bool isEmpty(const char *path)
{
    DIR *const directory = opendir(path);
    if (!directory)
        return true;
    bool isEmpty = true;
    while (const dirent *const entry = readdir(directory))
        isEmpty = isEmpty && (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0);
    closedir(directory);
    return isEmpty;
}

void mountAt(const Mount &mount)
{
    mkdir(mount.at, 0755);
    if (mount.ifEmpty && !isEmpty(mount.at))
        return;
    // The kernel may have mounted /dev already.
    if (::mount(mount.type, mount.at, mount.type, mount.flags, mount.options) != 0 && errno != EBUSY)
        sayErrno(mount.at);
}

} // namespace

void mountFileSystems()
{
    for (const Mount &mount : kMounts)
        mountAt(mount);
    static constexpr const char *kLinks[][2] = {
        {"/proc/self/fd", "/dev/fd"},
        {"/proc/self/fd/0", "/dev/stdin"},
        {"/proc/self/fd/1", "/dev/stdout"},
        {"/proc/self/fd/2", "/dev/stderr"},
    };
    for (const auto &[target, path] : kLinks)
        (void)!symlink(target, path);
}

void mountForInitramfs()
{
    mountAt(kProc);
    mountAt(kDevices);
}

void makeRootWritable()
{
    struct statvfs status = {};
    if (statvfs("/", &status) != 0 || !(status.f_flag & ST_RDONLY))
        return;
    // The export has made this directory.
    if (mount("tmpfs", "/.stratoscope/overlay", "tmpfs", 0, "mode=755") != 0)
        return;
    for (const char *const directory :
         {"/.stratoscope/overlay/changes", "/.stratoscope/overlay/work", "/.stratoscope/overlay/root"})
        mkdir(directory, 0755);
    // A directory that is changed keeps the permissions that the image gives the root.
    struct stat root = {};
    if (stat("/", &root) == 0) {
        chmod("/.stratoscope/overlay/changes", root.st_mode & 07777);
        (void)!chown("/.stratoscope/overlay/changes", root.st_uid, root.st_gid);
    }
    if (mount("overlay", "/.stratoscope/overlay/root", "overlay", 0,
              "lowerdir=/,upperdir=/.stratoscope/overlay/changes,workdir=/.stratoscope/overlay/work")
        != 0) {
        umount("/.stratoscope/overlay");
        return;
    }
    switchRoot("/.stratoscope/overlay/root");
}

bool switchRoot(const char *to)
{
    return chdir(to) == 0 && mount(".", "/", nullptr, MS_MOVE, nullptr) == 0 && chroot(".") == 0 && chdir("/") == 0;
}

} // namespace stratoscope::init
