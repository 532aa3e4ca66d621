// SPDX-License-Identifier: Apache-2.0
#include "mount/private_mount.h"

#include "mount/unmount.h"

#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kOnlyMine = 0700;
constexpr int kLongestMountName = 100; ///< in characters

Result<void> makeMine(const QString &path)
{
    if (::mkdir(QFile::encodeName(path).constData(), kOnlyMine) != 0 && errno != EEXIST)
        return failErrno(path, u"making the directory", errno);
    return {};
}

/// Of this program, in a directory that Qt makes sure only the user can enter.
QString mountsParent()
{
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + u"/stratoscope"_s;
}

QString mountsFolder()
{
    return mountsParent() + u"/mounts"_s;
}

Result<File> openMountsFolder(const QString &path)
{
    File directory(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), path);
    if (!directory.isOpen())
        return failErrno(path, u"opening", errno);
    return directory;
}

/// Makes a directory that was not there.
Result<QString> makeAnother(const QString &path)
{
    QString made = path;
    for (int number = 2; ::mkdir(QFile::encodeName(made).constData(), kOnlyMine) != 0; ++number) {
        if (errno != EEXIST)
            return failErrno(made, u"making the directory", errno);
        made = u"%1-%2"_s.arg(path).arg(number);
    }
    return made;
}

} // namespace

Result<std::shared_ptr<PrivateMount>> PrivateMount::make(ImageFs fs, const QString &name, const QString &title)
{
    if (QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation).isEmpty())
        return fail(ErrorKind::Invalid, u"$XDG_RUNTIME_DIR"_s, u"has to be a directory that only you can enter (mode 0700)"_s);
    const std::shared_ptr<PrivateMount> made(new PrivateMount);
    STRATOSCOPE_CHECK(makeMine(mountsParent()));
    STRATOSCOPE_CHECK(makeMine(mountsFolder()));
    STRATOSCOPE_TRY(made->m_lock, openMountsFolder(mountsFolder()));
    while (::flock(made->m_lock.descriptor(), LOCK_SH) != 0 && errno == EINTR) { }
    STRATOSCOPE_TRY(const QString directory, makeAnother(mountsFolder() + u'/' + name.left(kLongestMountName)));
    auto mount = ImageMount::make(std::move(fs), directory, title);
    if (!mount) {
        ::rmdir(QFile::encodeName(directory).constData());
        return Failure(std::move(mount).error());
    }
    made->m_mount = *std::move(mount);
    return made;
}

PrivateMount::~PrivateMount()
{
    if (!m_mount)
        return;
    const QByteArray directory = QFile::encodeName(m_mount->directory());
    m_mount.reset();
    if (!m_isDetached) // else it may be another mount's by now
        ::rmdir(directory.constData());
}

Result<void> PrivateMount::detach()
{
    STRATOSCOPE_CHECK(m_mount->detach());
    ::rmdir(QFile::encodeName(m_mount->directory()).constData());
    m_isDetached = true;
    return {};
}

void PrivateMount::removeStale()
{
    const auto lock = openMountsFolder(mountsFolder());
    if (!lock || ::flock(lock->descriptor(), LOCK_EX | LOCK_NB) != 0)
        return;
    std::error_code ended;
    for (const auto &entry : std::filesystem::directory_iterator(QFile::encodeName(lock->name()).toStdString(), ended)) {
        // Whether the kernel still has attributes of a dead mount is a matter of chance, but a mount cannot be removed.
        if (::rmdir(entry.path().c_str()) != 0 && errno == EBUSY && unmount(QFile::decodeName(entry.path().c_str())))
            ::rmdir(entry.path().c_str());
    }
}

} // namespace stratoscope
