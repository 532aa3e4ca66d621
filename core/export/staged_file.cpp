// SPDX-License-Identifier: Apache-2.0
#include "export/staged_file.h"

#include "export/directory_ops.h"
#include "export/temporary_name.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Removes what killed processes have left: files of ours that are not locked.
void removePartialFiles(int parent, const std::string &prefix)
{
    const auto names = directory::list(parent);
    if (!names)
        return;
    for (const auto &[name, isDirectory] : *names) {
        if (isDirectory || !isTemporaryName(name, prefix))
            continue;
        const File leftover(::openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), {});
        struct stat status;
        if (leftover.isOpen() && ::fstat(leftover.descriptor(), &status) == 0 && S_ISREG(status.st_mode)
            && status.st_uid == ::geteuid() && ::flock(leftover.descriptor(), LOCK_EX | LOCK_NB) == 0)
            ::unlinkat(parent, name.c_str(), 0);
    }
}

} // namespace

StagedFile::~StagedFile()
{
    if (!m_temporaryName.empty())
        ::unlinkat(m_parent.descriptor(), m_temporaryName.c_str(), 0);
}

Result<std::unique_ptr<StagedFile>> StagedFile::begin(const QString &destination, bool force)
{
    std::unique_ptr<StagedFile> made(new StagedFile);
    made->m_destination = destination;
    QByteArray path = QFile::encodeName(destination);
    struct stat itself;
    if (path.isEmpty() || path.endsWith('/'))
        return fail(ErrorKind::Invalid, destination, u"is not the name of a file"_s);
    if (::lstat(path.constData(), &itself) == 0) {
        const bool isLink = S_ISLNK(itself.st_mode);
        struct stat status;
        if (::stat(path.constData(), &status) != 0)
            return isLink && errno == ENOENT ? fail(ErrorKind::Exists, destination, u"is a broken symbolic link"_s)
                                             : failErrno(destination, u"examine", errno);
        if (!S_ISREG(status.st_mode))
            return fail(ErrorKind::Exists, destination,
                        S_ISDIR(status.st_mode) ? u"is a directory"_s : u"exists and is not a regular file"_s);
        if (!force)
            return fail(ErrorKind::Exists, destination, u"exists"_s);
        made->m_replaces = true;
        if (isLink)
            path = QFile::encodeName(QFileInfo(destination).canonicalFilePath());
    } else if (errno != ENOENT) {
        return failErrno(destination, u"examine", errno);
    }

    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray parent = slash < 0 ? "." : slash == 0 ? "/" : path.first(slash);
    made->m_name = path.sliced(slash + 1).toStdString();
    made->m_parent = File(::open(parent.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), QFile::decodeName(parent));
    // Write permission is enough, without read permission.
    if (!made->m_parent.isOpen() && errno == EACCES)
        made->m_parent = File(::open(parent.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC), QFile::decodeName(parent));
    if (!made->m_parent.isOpen() && errno == ENOENT)
        return fail(ErrorKind::NotFound, destination, u"its parent directory does not exist"_s);
    if (!made->m_parent.isOpen())
        return failErrno(QFile::decodeName(parent), u"open this directory", errno);
    STRATOSCOPE_CHECK(made->create());
    return made;
}

Result<void> StagedFile::create()
{
    const int parent = m_parent.descriptor();
    const std::string prefix = temporaryPrefix(m_name).append(kPartial);
    removePartialFiles(parent, prefix);
    while (m_temporaryName.empty()) {
        const std::string name = prefix + randomText();
        m_file = File(::openat(parent, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666), m_destination);
        if (!m_file.isOpen() && errno == EEXIST)
            continue;
        if (!m_file.isOpen())
            return failErrno(m_destination, u"create it", errno);
        // Until it is locked, another process may mistake it for a leftover of a killed one, and remove it.
        struct stat status;
        if (::flock(m_file.descriptor(), LOCK_EX | LOCK_NB) == 0 && ::fstat(m_file.descriptor(), &status) == 0
            && status.st_nlink == 0)
            continue;
        m_temporaryName = name;
    }
    return {};
}

Result<void> StagedFile::commit()
{
    STRATOSCOPE_CHECK(m_file.sync());
    const int parent = m_parent.descriptor();
    const int error = m_replaces ? (::renameat(parent, m_temporaryName.c_str(), parent, m_name.c_str()) == 0 ? 0 : errno)
                                 : directory::rename(parent, m_temporaryName.c_str(), m_name.c_str());
    if (error == EEXIST)
        return fail(ErrorKind::Exists, m_destination, u"was created in the meantime"_s);
    if (error != 0)
        return failErrno(m_destination, u"move it into place", error);
    m_temporaryName.clear();
    ::fsync(parent);
    return {};
}

} // namespace stratoscope
