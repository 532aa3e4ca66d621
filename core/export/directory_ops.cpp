// SPDX-License-Identifier: Apache-2.0
#include "export/directory_ops.h"

#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace stratoscope::directory {

namespace {

/// Older kernels, NFS and many FUSE file systems do not support flags for renaming.
bool isUnknownFlag(int error)
{
    return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP;
}

/// Makes a directory of ours writable during its lifetime.
class Writable
{
public:
    Writable(int parent, const char *name)
        : m_parent(parent)
        , m_name(name)
    {
        struct stat status;
        if (::fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            return;
        m_mode = status.st_mode & 07777;
        m_changed = S_ISDIR(status.st_mode) && (m_mode & 0700) != 0700 && status.st_uid == ::geteuid()
            && ::fchmodat(parent, name, m_mode | 0700, 0) == 0;
    }
    ~Writable()
    {
        if (m_changed)
            ::fchmodat(m_parent, m_name, m_mode, 0);
    }
    Writable(const Writable &) = delete;
    Writable &operator=(const Writable &) = delete;

    void movedTo(int parent) { m_parent = parent; }

private:
    int m_parent;
    const char *const m_name;
    mode_t m_mode = 0;
    bool m_changed = false;
};

int renamed(int from, const char *name, int to, const char *newName)
{
    return ::renameat(from, name, to, newName) == 0 ? 0 : errno;
}

int moveOnce(int from, const char *name, int to, const char *newName)
{
    if (::renameat2(from, name, to, newName, RENAME_NOREPLACE) == 0)
        return 0;
    if (!isUnknownFlag(errno))
        return errno;
    struct stat status;
    if (::fstatat(to, newName, &status, AT_SYMLINK_NOFOLLOW) == 0)
        return EEXIST;
    return renamed(from, name, to, newName);
}

int exchangeOnce(int from, int to, const char *name)
{
    if (::renameat2(from, name, to, name, RENAME_EXCHANGE) == 0)
        return 0;
    if (!isUnknownFlag(errno))
        return errno;
    std::string aside;
    struct stat status;
    for (unsigned number = 0; aside.empty() || ::fstatat(from, aside.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0; ++number)
        aside = ".exchanged-" + std::to_string(number);
    if (const int error = renamed(to, name, from, aside.c_str()))
        return error;
    if (const int error = renamed(from, name, to, name)) {
        renamed(from, aside.c_str(), to, name);
        return error;
    }
    return renamed(from, aside.c_str(), from, name);
}

/// Empties directories. Those nested too deeply to keep their parents open are moved up first, so the depth is unlimited.
class Remover
{
public:
    explicit Remover(int top)
        : m_top(top)
    {
    }

    bool run()
    {
        bool done = false;
        do {
            m_movedUp = false;
            done = clear(m_top, 0);
        } while (m_movedUp);
        return done;
    }

private:
    static constexpr int kMostOpen = 64;

    bool clear(int directory, int depth)
    {
        const auto names = list(directory);
        bool done = names.has_value();
        for (const Name &name : names.value_or(std::vector<Name>())) {
            const char *bytes = name.bytes.c_str();
            if (!name.isDirectory && ::unlinkat(directory, bytes, 0) == 0)
                continue;
            done = (depth < kMostOpen ? remove(directory, bytes, depth) : moveUp(directory, bytes)) && done;
        }
        return done;
    }

    bool remove(int parent, const char *name, int depth)
    {
        const File inside = openWritable(parent, name);
        return inside.isOpen() && clear(inside.descriptor(), depth + 1) && ::unlinkat(parent, name, AT_REMOVEDIR) == 0;
    }

    bool moveUp(int parent, const char *name)
    {
        if (!openWritable(parent, name).isOpen())
            return false;
        int error = EEXIST;
        while (error == EEXIST) {
            const std::string newName = ".removed-" + std::to_string(++m_number);
            struct stat status;
            error = ::fstatat(m_top, newName.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0
                ? EEXIST
                : renamed(parent, name, m_top, newName.c_str());
        }
        m_movedUp = m_movedUp || error == 0;
        return error == 0;
    }

    const int m_top;
    unsigned m_number = 0;
    bool m_movedUp = false;
};

} // namespace

File open(int parent, const char *name)
{
    return {::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), {}};
}

File openWritable(int parent, const char *name)
{
    File directory = open(parent, name);
    if (!directory.isOpen() && errno == EACCES && ::fchmodat(parent, name, 0700, 0) == 0)
        directory = open(parent, name);
    struct stat status;
    if (directory.isOpen() && ::fstat(directory.descriptor(), &status) == 0 && (status.st_mode & 0700) != 0700)
        ::fchmod(directory.descriptor(), 0700);
    return directory;
}

std::optional<std::vector<Name>> list(int directory)
{
    // Reopened: the read position belongs to the open directory.
    const int descriptor = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return std::nullopt;
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(::fdopendir(descriptor), &::closedir);
    std::vector<Name> names;
    errno = 0;
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.push_back({std::string(name), entry->d_type == DT_DIR});
        errno = 0;
    }
    if (errno != 0)
        return std::nullopt;
    return names;
}

int move(int from, int to, const char *name)
{
    Writable directory(from, name);
    const int error = moveOnce(from, name, to, name);
    if (error == 0)
        directory.movedTo(to);
    return error;
}

int rename(int parent, const char *name, const char *newName)
{
    return moveOnce(parent, name, parent, newName);
}

int exchange(int from, int to, const char *name)
{
    Writable one(from, name);
    Writable other(to, name);
    const int error = exchangeOnce(from, to, name);
    if (error == 0) {
        one.movedTo(to);
        other.movedTo(from);
    }
    return error;
}

bool removeTree(int parent, const char *name)
{
    if (::unlinkat(parent, name, 0) == 0 || errno == ENOENT)
        return true;
    const File directory = openWritable(parent, name);
    return directory.isOpen() && Remover(directory.descriptor()).run() && ::unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

} // namespace stratoscope::directory
