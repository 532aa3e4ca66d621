// SPDX-License-Identifier: Apache-2.0
#include "registry/auth/update_file.h"

#include "base/file.h"
#include "base/json_reader.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Locks a directory, which leaves no file behind. Where that is impossible, the comparison of the contents has to do.
File lockDirectory(const QString &path)
{
    File directory(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), path);
    while (directory.isOpen() && ::flock(directory.descriptor(), LOCK_EX) != 0 && errno == EINTR) { }
    return directory;
}

Result<QByteArray> contentOf(const QString &path)
{
    return QFile::exists(path) ? readAll(path, kMaxDocument) : QByteArray();
}

} // namespace

Result<void> updateFile(const QString &path, const FileChange &change)
{
    const QString folder = QFileInfo(path).path();
    if (!QFileInfo::exists(folder)) {
        STRATOSCOPE_TRY(const std::optional<QByteArray> content, change({}));
        if (!content)
            return {};
        QDir().mkpath(folder);
    }
    const File lock = lockDirectory(folder);
    STRATOSCOPE_TRY(QByteArray before, contentOf(path));
    for (;;) {
        STRATOSCOPE_TRY(const std::optional<QByteArray> after, change(before));
        if (!after)
            return {};
        QSaveFile file(path);
        const auto failed = [&] { return fail(ErrorKind::Io, path, u"cannot write: %1"_s.arg(file.errorString())); };
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            || file.write(*after) != after->size())
            return failed();
        STRATOSCOPE_TRY(const QByteArray now, contentOf(path));
        if (now == before)
            return file.commit() ? Result<void>() : failed();
        file.cancelWriting();
        before = now;
    }
}

} // namespace stratoscope
