// SPDX-License-Identifier: Apache-2.0
#include "support/disk_tree.h"

#include "base/error.h"
#include "export/directory_ops.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr uid_t kNobody = 65534;

QString contentText(const QByteArray &path, off_t size)
{
    constexpr off_t kShort = 64;
    if (size > kShort)
        return u" %1b"_s.arg(size);
    const File file(::open(path.constData(), O_RDONLY | O_CLOEXEC), {});
    if (!file.isOpen())
        return u" unreadable"_s;
    std::string content(std::size_t(size), '\0');
    content.resize(file.readAt(0, std::as_writable_bytes(std::span(content))).value_or(0));
    return u" \"%1\""_s.arg(printable(content));
}

QString kindText(const QByteArray &path, const struct stat &status)
{
    const auto device = [&] { return u"%1:%2"_s.arg(major(status.st_rdev)).arg(minor(status.st_rdev)); };
    switch (status.st_mode & S_IFMT) {
    case S_IFDIR:
        return u"/"_s;
    case S_IFLNK: {
        QByteArray target(4096, '\0');
        target.truncate(::readlink(path.constData(), target.data(), std::size_t(target.size())));
        return u" -> "_s + printable(target.toStdString());
    }
    case S_IFCHR:
        return u" c"_s + device();
    case S_IFBLK:
        return u" b"_s + device();
    case S_IFIFO:
        return u" |"_s;
    case S_IFSOCK:
        return u" %"_s;
    default:
        return contentText(path, status.st_size);
    }
}

void addLines(QStringList &lines, const QByteArray &root, const QByteArray &below, DiskColumns columns)
{
    const File folder = directory::open(AT_FDCWD, (root + below).constData());
    auto names = directory::list(folder.descriptor()).value_or(std::vector<directory::Name>());
    std::ranges::sort(names, {}, &directory::Name::bytes);
    for (const auto &[name, isFolder] : names) {
        const QByteArray relative = below + QByteArray::fromStdString(name);
        const QByteArray path = root + relative;
        struct stat status = {};
        ::lstat(path.constData(), &status);
        QString line = printable(relative.toStdString()) + kindText(path, status);
        if (!S_ISDIR(status.st_mode) && status.st_nlink > 1)
            line += u" x%1"_s.arg(status.st_nlink);
        if (columns == DiskColumns::All) {
            line += u" %1 %2:%3 %4"_s.arg(status.st_mode & 07777U, 4, 8, QChar(u'0'))
                        .arg(status.st_uid)
                        .arg(status.st_gid)
                        .arg(status.st_mtim.tv_sec);
            if (status.st_mtim.tv_nsec != 0)
                line += u"+%1"_s.arg(status.st_mtim.tv_nsec);
        }
        lines << line;
        if (S_ISDIR(status.st_mode))
            addLines(lines, root, relative + '/', columns);
    }
}

} // namespace

QStringList diskTree(const QString &root, DiskColumns columns)
{
    QStringList lines;
    addLines(lines, QFile::encodeName(root) + '/', {}, columns);
    return lines;
}

void writeDisk(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray readDisk(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString memoryPath()
{
    constexpr qint64 kRoom = 1 << 30; // bytes
    const QStorageInfo memory(u"/dev/shm"_s);
    const bool isRoomy
        = memory.isReady() && !memory.isReadOnly() && memory.fileSystemType() == "tmpfs" && memory.bytesAvailable() > kRoom;
    return isRoomy ? memory.rootPath() : QDir::tempPath();
}

TestFolder::TestFolder(const QString &parent)
{
    QByteArray path = QFile::encodeName(parent + u"/stratoscope-test-XXXXXX"_s);
    if (!::mkdtemp(path.data()))
        qFatal("cannot make a folder in %s", qPrintable(parent));
    m_path = QFile::decodeName(path);
}

TestFolder::~TestFolder()
{
    directory::removeTree(AT_FDCWD, QFile::encodeName(m_path).constData());
}

bool isRoot()
{
    return ::geteuid() == 0;
}

void giveToUser(const QString &path)
{
    if (isRoot() && ::chown(QFile::encodeName(path).constData(), kNobody, kNobody) != 0)
        qFatal("cannot give %s away", qPrintable(path));
}

QString asUser(const std::function<QString()> &work)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        qFatal("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        if (isRoot() && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
            ::_exit(1);
        const QByteArray text = work().toUtf8();
        const bool written = ::write(ends[1], text.constData(), std::size_t(text.size())) == text.size();
        ::_exit(written ? 0 : 1);
    }
    ::close(ends[1]);
    QByteArray text;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, count);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? QString::fromUtf8(text)
                                                         : u"the process ended with status %1"_s.arg(status);
}

} // namespace stratoscope::test
