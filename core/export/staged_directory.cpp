// SPDX-License-Identifier: Apache-2.0
#include "export/staged_directory.h"

#include "export/directory_merge.h"
#include "export/temporary_name.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kReplaced = ".replaced-";
constexpr const char *kStagedName = "new"; ///< within a temporary directory inside the destination
constexpr const char *kJournal = "journal";
constexpr std::uint64_t kMostJournal = 1 << 30;

/// What killed processes have left: temporary directories of ours that are not locked. `take` is called with each and its name.
template <typename Take>
void forLeftovers(int parent, const std::string &prefix, const Take &take)
{
    const auto names = directory::list(parent);
    if (!names)
        return;
    for (const auto &[name, isDirectory] : *names) {
        if (!isTemporaryName(name, prefix))
            continue;
        const File leftover = directory::open(parent, name.c_str());
        struct stat status;
        if (leftover.isOpen() && ::fstat(leftover.descriptor(), &status) == 0 && status.st_uid == ::geteuid()
            && ::flock(leftover.descriptor(), LOCK_EX | LOCK_NB) == 0)
            take(leftover.descriptor(), name);
    }
}

void removeLeftovers(int parent, const std::string &prefix)
{
    forLeftovers(parent, prefix, [parent](int, const std::string &name) { directory::removeTree(parent, name.c_str()); });
}

/// Renames a directory of replaced entries, which nobody needs any more, so that the next export removes it if this process is
/// killed meanwhile. Returns its name.
std::string discarded(int destination, const std::string &name, const std::string &prefix)
{
    const std::string partial = prefix + std::string(kPartial) + randomText();
    return ::renameat(destination, name.c_str(), destination, partial.c_str()) == 0 ? partial : name;
}

/// Restores what killed processes have replaced; the sentences say what.
QStringList restoreReplaced(int destination, const std::string &prefix)
{
    QStringList told;
    forLeftovers(destination, prefix + std::string(kReplaced), [&](int leftover, const std::string &name) {
        const File staged = directory::openWritable(leftover, kStagedName);
        File file(::openat(leftover, kJournal, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), QString::fromStdString(name));
        if (!staged.isOpen() || !file.isOpen())
            return;
        const std::uint64_t size = file.size().value_or(0);
        const auto journal = readAll(FileRegion{std::make_shared<const File>(std::move(file)), 0, size}, kMostJournal);
        if (!journal)
            return;
        const auto restored = DirectoryMerge::restore(staged.descriptor(), destination, *journal);
        if (restored.isComplete)
            directory::removeTree(destination, discarded(destination, name, prefix).c_str());
        if (restored.entries > 0)
            told << u"an earlier export was interrupted; entries that it had replaced were restored first: %1"_s.arg(
                restored.entries);
        if (!restored.isComplete)
            told << u"an earlier export was interrupted; entries that it had replaced, and that have changed since, are in “%1”"_s
                        .arg(QString::fromStdString(name));
    });
    return told;
}

QByteArray withoutTrailingSlashes(QByteArray path)
{
    while (path.size() > 1 && path.endsWith('/'))
        path.chop(1);
    return path;
}

} // namespace

Result<StagedDirectory::Target> StagedDirectory::findNew(const QString &destination, const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray directory = slash < 0 ? "." : slash == 0 ? "/" : path.left(slash);
    Target target{File(::open(directory.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), {}), path.mid(slash + 1).toStdString()};
    // Write permission is enough, without read permission.
    if (!target.parent.isOpen() && errno == EACCES)
        target.parent = File(::open(directory.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC), {});
    if (!target.parent.isOpen() && errno == ENOENT)
        return fail(ErrorKind::NotFound, destination, u"its parent directory does not exist"_s);
    if (!target.parent.isOpen())
        return failErrno(QFile::decodeName(directory), u"open this directory", errno);
    return target;
}

Result<StagedDirectory::Target> StagedDirectory::find(const QString &destination, const QByteArray &path, bool force)
{
    if (path.isEmpty())
        return fail(ErrorKind::Invalid, {}, u"the destination has no name"_s);
    struct stat status;
    struct stat itself;
    const bool isThere = ::lstat(path.constData(), &itself) == 0;
    const bool isLink = isThere && S_ISLNK(itself.st_mode);
    if (::stat(path.constData(), &status) != 0) {
        if (errno != ENOENT)
            return failErrno(destination, u"examine", errno);
        if (isLink)
            return fail(ErrorKind::Exists, destination, u"is a broken symbolic link"_s);
        return findNew(destination, path);
    }
    if (!S_ISDIR(status.st_mode)) {
        if (!force || !S_ISREG(status.st_mode) || isLink)
            return fail(ErrorKind::Exists, destination,
                        S_ISREG(status.st_mode) ? u"is a file"_s : u"exists and is not a directory"_s);
        STRATOSCOPE_TRY(Target target, findNew(destination, path));
        target.isFile = true;
        return target;
    }
    Target target{File(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), {}), {}};
    if (!target.parent.isOpen())
        return failErrno(destination, u"open this directory", errno);
    return target;
}

StagedDirectory::~StagedDirectory()
{
    if (!m_temporaryName.empty() && !m_keepTemporary)
        removeTemporary(m_parentBefore);
}

/// An existing directory keeps its mode and its times.
void StagedDirectory::removeTemporary(const struct stat &keptStatus)
{
    const int parent = m_target.parent.descriptor();
    const mode_t mode = keptStatus.st_mode & 07777;
    if (fillsExisting() && (mode & 0700) != 0700)
        ::fchmod(parent, mode | 0700);
    directory::removeTree(parent, m_temporaryName.c_str());
    m_temporaryName.clear();
    if (!fillsExisting())
        return;
    struct stat status = {};
    if (::fstat(parent, &status) != 0 || (status.st_mode & 07777) != mode)
        ::fchmod(parent, mode);
    const timespec times[] = {keptStatus.st_atim, keptStatus.st_mtim};
    ::futimens(parent, times);
}

Result<std::unique_ptr<StagedDirectory>> StagedDirectory::begin(const QString &destination, bool force)
{
    const QByteArray path = withoutTrailingSlashes(QFile::encodeName(destination));
    std::unique_ptr<StagedDirectory> made(new StagedDirectory);
    made->m_destination = destination;
    STRATOSCOPE_TRY(made->m_target, find(destination, path, force));

    const std::string lastName = path.mid(path.lastIndexOf('/') + 1).toStdString();
    made->m_stagedName = made->fillsExisting() ? kStagedName : made->m_target.name;
    made->m_prefix = temporaryPrefix(lastName);
    const QString absolute = destination.startsWith(u'/') ? destination : QDir::currentPath() + u'/' + destination;
    const QByteArray absolutePath = withoutTrailingSlashes(QFile::encodeName(absolute));
    made->m_parentPath = QFile::decodeName(made->fillsExisting() ? absolutePath : absolutePath.left(absolutePath.lastIndexOf('/')));

    removeLeftovers(made->m_target.parent.descriptor(), made->m_prefix + std::string(kPartial));
    if (made->fillsExisting()) {
        made->m_warnings = restoreReplaced(made->m_target.parent.descriptor(), made->m_prefix);
        const auto names = directory::list(made->m_target.parent.descriptor());
        if (!names)
            return failErrno(destination, u"list this directory", errno);
        made->m_wasEmpty = names->empty();
        if (!made->m_wasEmpty && !force)
            return fail(ErrorKind::Exists, destination,
                        (QStringList{u"is a directory that is not empty: it contains “%1”"_s.arg(printable(names->front().bytes))}
                         + made->m_warnings)
                            .join(u"; "_s));
    }
    ::fstat(made->m_target.parent.descriptor(), &made->m_parentBefore);
    STRATOSCOPE_CHECK(made->create(made->m_prefix + std::string(kPartial)));
    return made;
}

Result<void> StagedDirectory::create(const std::string &namePrefix)
{
    const int parent = m_target.parent.descriptor();
    while (m_temporaryName.empty()) {
        const std::string name = namePrefix + randomText();
        if (::mkdirat(parent, name.c_str(), 0700) != 0) {
            if (errno == EEXIST)
                continue;
            return failErrno(m_destination, u"create it", errno);
        }
        m_temporary = directory::open(parent, name.c_str());
        // Until it is locked, another process may mistake it for a leftover of a killed one, and remove it.
        struct stat status;
        if (m_temporary.isOpen() && ::flock(m_temporary.descriptor(), LOCK_EX | LOCK_NB) == 0
            && ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        m_temporaryName = name;
    }
    // The mode is determined by the umask, or the default ACL of the parent directory.
    if (::mkdirat(m_temporary.descriptor(), m_stagedName.c_str(), 0777) != 0)
        return failErrno(m_destination, u"create it", errno);
    m_staged = directory::openWritable(m_temporary.descriptor(), m_stagedName.c_str());
    if (!m_staged.isOpen())
        return failErrno(m_destination, u"create it", errno);
    return {};
}

QString StagedDirectory::path() const
{
    return m_parentPath + u'/' + QFile::decodeName(QByteArray::fromStdString(m_temporaryName + '/' + m_stagedName));
}

Result<void> StagedDirectory::putNew(const Finish &finish)
{
    if (finish)
        STRATOSCOPE_CHECK(withContext(m_destination, finish(m_staged.descriptor())));
    const auto put = m_target.isFile ? directory::exchange : directory::move;
    const int error = put(m_temporary.descriptor(), m_target.parent.descriptor(), m_target.name.c_str());
    if (error == EEXIST)
        return fail(ErrorKind::Exists, m_destination, u"was created in the meantime"_s);
    if (error != 0)
        return failErrno(m_destination, u"move it into place", error);
    removeTemporary(m_parentBefore);
    return {};
}

Result<void> StagedDirectory::fill(const Finish &finish)
{
    const int parent = m_target.parent.descriptor();
    File journal(::openat(m_temporary.descriptor(), kJournal, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), m_destination);
    if (!journal.isOpen())
        return failErrno(m_destination, u"change it", errno);
    if (!m_wasEmpty) {
        // From here on it may contain previous entries, which are not leftovers to remove.
        const std::string name = m_prefix + std::string(kReplaced) + randomText();
        if (::renameat(parent, m_temporaryName.c_str(), parent, name.c_str()) != 0)
            return failErrno(m_destination, u"change it", errno);
        m_temporaryName = name;
    }
    DirectoryMerge merge(m_staged.descriptor(), parent, journal);
    auto merged = merge.run();
    if (merged && finish)
        merged = finish(parent);
    if (!merged) {
        m_keepTemporary = !merge.undo();
        Error error = withContext(m_destination, std::move(merged).error());
        if (m_keepTemporary)
            error.detail
                += u"; some of the previous entries are now in “%1” inside it"_s.arg(QString::fromStdString(m_temporaryName));
        return Failure(std::move(error));
    }
    struct stat status = m_parentBefore;
    ::fstat(parent, &status);
    if (!m_wasEmpty)
        m_temporaryName = discarded(parent, m_temporaryName, m_prefix);
    removeTemporary(status);
    return {};
}

} // namespace stratoscope
