// SPDX-License-Identifier: Apache-2.0
#include "archive/directory_tar.h"

#include "base/cancel.h"
#include "layer/tar_writer.h"
#include "stream/sparse_writer.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Whether a file that exists may not be read, or has been removed meanwhile.
bool isUnreadable(int errnum)
{
    return errnum == EACCES || errnum == EPERM || errnum == ENOENT || errnum == ENAMETOOLONG || errnum == ELOOP;
}

/// Nothing if the directory cannot be read; `errno` says why.
std::optional<std::vector<std::string>> sortedNames(const std::string &directory)
{
    struct Close {
        void operator()(DIR *dir) const { ::closedir(dir); }
    };
    const std::unique_ptr<DIR, Close> dir(::opendir(directory.c_str()));
    if (!dir)
        return std::nullopt;
    std::vector<std::string> names;
    while (const dirent *const entry = ::readdir(dir.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    std::ranges::sort(names);
    return names;
}

Xattrs xattrsOf(const std::string &path)
{
    std::vector<char> names(64 * 1024); // the most that Linux has
    const ssize_t size = ::llistxattr(path.c_str(), names.data(), names.size());
    Xattrs xattrs;
    std::vector<char> value;
    for (std::string_view rest(names.data(), std::size_t(std::max<ssize_t>(size, 0))); !rest.empty();) {
        const std::string name(rest.substr(0, rest.find('\0')));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        value.resize(64 * 1024);
        if (const ssize_t count = ::lgetxattr(path.c_str(), name.c_str(), value.data(), value.size()); count >= 0)
            xattrs.emplace(name, std::string(value.data(), std::size_t(count)));
    }
    return xattrs;
}

TarMember memberOf(const struct stat &status)
{
    TarMember member;
    member.mode = status.st_mode & 07777;
    member.uid = status.st_uid;
    member.gid = status.st_gid;
    member.mtime = {status.st_mtim.tv_sec, std::uint32_t(status.st_mtim.tv_nsec)};
    switch (status.st_mode & S_IFMT) {
    case S_IFDIR:
        member.kind = EntryKind::Directory;
        break;
    case S_IFLNK:
        member.kind = EntryKind::Symlink;
        break;
    case S_IFCHR:
        member.kind = EntryKind::CharacterDevice;
        break;
    case S_IFBLK:
        member.kind = EntryKind::BlockDevice;
        break;
    case S_IFIFO:
        member.kind = EntryKind::Fifo;
        break;
    case S_IFSOCK:
        member.kind = EntryKind::Socket;
        break;
    default:
        member.size = std::uint64_t(status.st_size);
        break;
    }
    if (member.kind == EntryKind::CharacterDevice || member.kind == EntryKind::BlockDevice) {
        member.deviceMajor = major(status.st_rdev);
        member.deviceMinor = minor(status.st_rdev);
    }
    return member;
}

class DirectoryReader
{
public:
    DirectoryReader(std::string root, TarWriter &writer, ProgressMeter &progress, const std::stop_token &stop)
        : m_root(std::move(root))
        , m_writer(writer)
        , m_progress(progress)
        , m_stop(stop)
    {
    }

    Result<void> run()
    {
        struct stat status;
        if (::stat(m_root.c_str(), &status) != 0)
            return failErrno(printable(m_root), u"read", errno);
        m_device = status.st_dev;
        const auto top = sortedNames(m_root);
        if (!top)
            return failErrno(printable(m_root), u"read", errno);
        std::vector<std::string> names = *top;
        TarMember member = memberOf(status);
        member.path = "./";
        member.xattrs = xattrsOf(m_root);
        STRATOSCOPE_CHECK(m_writer.add(member));
        // Depth first; the paths that remain, the next one at the end.
        std::vector<std::string> paths;
        for (auto name = names.rbegin(); name != names.rend(); ++name)
            paths.push_back(std::move(*name));
        while (!paths.empty()) {
            throwIfStopped(m_stop);
            const std::string path = std::move(paths.back());
            paths.pop_back();
            STRATOSCOPE_TRY(names, add(path));
            for (auto name = names.rbegin(); name != names.rend(); ++name)
                paths.push_back(path + '/' + *name);
        }
        return {};
    }

    QStringList warnings() const
    {
        QStringList warnings;
        if (!m_unreadable.isEmpty())
            warnings << u"entries that cannot be read are left out: %1"_s.arg(listed(m_unreadable, 5));
        if (!m_mounted.isEmpty())
            warnings << u"what is mounted in the directory is left out: %1"_s.arg(listed(m_mounted, 5));
        if (!m_sockets.isEmpty())
            warnings << u"sockets are left out: %1"_s.arg(listed(m_sockets, 5));
        return warnings;
    }

private:
    using NoNames = std::vector<std::string>;

    /// Adds what is at a path; returns the names in it if it is a directory.
    Result<std::vector<std::string>> add(const std::string &path)
    {
        const std::string full = m_root + '/' + path;
        struct stat status;
        if (::lstat(full.c_str(), &status) != 0)
            return leaveOut(path, full, errno);
        TarMember member = memberOf(status);
        if (member.kind == EntryKind::Socket) {
            m_sockets << printable('/' + path);
            return NoNames();
        }
        member.path = path;
        member.xattrs = xattrsOf(full);
        if (member.kind == EntryKind::Directory) {
            member.path += '/';
            return addDirectory(member, path, full, status.st_dev != m_device);
        }
        const std::pair file(status.st_dev, status.st_ino);
        if (const auto first = m_linked.find(file); first != m_linked.end()) {
            member.kind = EntryKind::Hardlink;
            member.linkTarget = first->second;
            member.size = 0;
            STRATOSCOPE_CHECK(m_writer.add(member));
            return NoNames();
        }
        if (member.kind == EntryKind::Regular) {
            STRATOSCOPE_TRY(const bool isAdded, addFile(member, full));
            if (!isAdded)
                return leaveOut(path, full, errno);
        } else if (member.kind == EntryKind::Symlink) {
            member.linkTarget.resize(64 * 1024);
            const ssize_t size = ::readlink(full.c_str(), member.linkTarget.data(), member.linkTarget.size());
            if (size < 0)
                return leaveOut(path, full, errno);
            member.linkTarget.resize(std::size_t(size));
            STRATOSCOPE_CHECK(m_writer.add(member));
        } else {
            STRATOSCOPE_CHECK(m_writer.add(member));
        }
        if (status.st_nlink > 1)
            m_linked.emplace(file, path);
        return NoNames();
    }

    Result<std::vector<std::string>> addDirectory(const TarMember &member, const std::string &path, const std::string &full,
                                                  bool isMounted)
    {
        STRATOSCOPE_CHECK(m_writer.add(member));
        if (isMounted) {
            m_mounted << printable('/' + path);
            return NoNames();
        }
        auto names = sortedNames(full);
        if (!names)
            return leaveOut(path, full, errno);
        return *std::move(names);
    }

    /// False if it cannot be opened; `errno` says why.
    Result<bool> addFile(TarMember &member, const std::string &full)
    {
        const File file(::open(full.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), printable(full));
        if (!file.isOpen())
            return false;
        STRATOSCOPE_TRY(member.size, file.size());
        STRATOSCOPE_CHECK(m_writer.add(member));
        for (std::uint64_t at = 0; at < member.size;) {
            throwIfStopped(m_stop);
            const auto part = std::span(m_buffer).first(std::size_t(std::min<std::uint64_t>(m_buffer.size(), member.size - at)));
            STRATOSCOPE_TRY(const std::size_t count, file.readAt(at, part));
            if (count == 0)
                return fail(ErrorKind::Io, file.name(), u"became shorter while it was read"_s);
            STRATOSCOPE_CHECK(m_writer.append(part.first(count)));
            m_progress.add(qint64(count));
            at += count;
        }
        return true;
    }

    Result<std::vector<std::string>> leaveOut(const std::string &path, const std::string &full, int errnum)
    {
        if (!isUnreadable(errnum))
            return failErrno(printable(full), u"read", errnum);
        m_unreadable << printable('/' + path);
        return NoNames();
    }

    const std::string m_root;
    TarWriter &m_writer;
    ProgressMeter &m_progress;
    const std::stop_token &m_stop;
    dev_t m_device = 0;
    std::map<std::pair<dev_t, ino_t>, std::string> m_linked; ///< the first path of files with several
    QStringList m_unreadable;
    QStringList m_mounted;
    QStringList m_sockets;
    std::vector<std::byte> m_buffer = std::vector<std::byte>(1 << 20);
};

} // namespace

Result<DirectoryTar> tarOfDirectory(const QString &path, const QString &spoolDirectory, ProgressMeter &progress,
                                    const std::stop_token &stop)
{
    STRATOSCOPE_TRY(File file, File::temporary(spoolDirectory));
    progress.begin(Stage::Resolve, -1, 1);
    progress.setItem(path, 0);
    SparseWriter into(file);
    TarWriter writer(into);
    DirectoryReader reader(QFile::encodeName(path).toStdString(), writer, progress, stop);
    STRATOSCOPE_CHECK(reader.run());
    STRATOSCOPE_CHECK(writer.finish());
    STRATOSCOPE_CHECK(into.finish());
    progress.finish();
    DirectoryTar copy{.tar = {}, .warnings = reader.warnings()};
    copy.tar.size = into.position();
    copy.tar.file = std::make_shared<const File>(std::move(file));
    return copy;
}

} // namespace stratoscope
