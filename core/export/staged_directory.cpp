// SPDX-License-Identifier: Apache-2.0
#include "export/staged_directory.h"

#include "export/directory_merge.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::string_view kPartial = ".partial-";
constexpr std::string_view kReplaced = ".replaced-";
constexpr std::size_t kRandomLength = 6;

/// The beginning of temporary names: `.NAME`, truncated so that they fit into 255 bytes.
std::string temporaryPrefix(const std::string &name)
{
    constexpr std::size_t kMost = 200;
    std::size_t length = std::min(name.size(), kMost);
    while (length < name.size() && length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80)
        --length;
    return '.' + name.substr(0, length);
}

std::string randomText()
{
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string text;
    while (text.size() < kRandomLength)
        text += kLetters[QRandomGenerator::system()->bounded(quint32(kLetters.size()))];
    return text;
}

/// Removes leftovers of killed processes: temporary directories of ours that are not locked.
void removeLeftovers(int parent, const std::string &prefix)
{
    const auto names = directory::list(parent);
    if (!names)
        return;
    for (const auto &[name, isDirectory] : *names) {
        if (name.size() != prefix.size() + kRandomLength || !name.starts_with(prefix))
            continue;
        const File leftover = directory::open(parent, name.c_str());
        struct stat status;
        if (leftover.isOpen() && ::fstat(leftover.descriptor(), &status) == 0 && status.st_uid == ::geteuid()
            && ::flock(leftover.descriptor(), LOCK_EX | LOCK_NB) == 0)
            directory::removeTree(parent, name.c_str());
    }
}

/// A destination: an open directory and a name in it.
struct Destination {
    File parent;
    std::string name; ///< empty if the parent is the destination itself
    bool isFile = false;
};

QByteArray withoutTrailingSlashes(QByteArray path)
{
    while (path.size() > 1 && path.endsWith('/'))
        path.chop(1);
    return path;
}

Result<Destination> newDestination(const QString &destination, const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray directory = slash < 0 ? "." : slash == 0 ? "/" : path.left(slash);
    Destination target{File(::open(directory.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), {}),
                       path.mid(slash + 1).toStdString()};
    // Write permission is enough, without read permission.
    if (!target.parent.isOpen() && errno == EACCES)
        target.parent = File(::open(directory.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC), {});
    if (!target.parent.isOpen() && errno == ENOENT)
        return fail(ErrorKind::NotFound, destination, u"its parent directory does not exist"_s);
    if (!target.parent.isOpen())
        return failErrno(QFile::decodeName(directory), u"open this directory", errno);
    return target;
}

Result<Destination> findDestination(const QString &destination, const QByteArray &path, bool force)
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
        return newDestination(destination, path);
    }
    if (!S_ISDIR(status.st_mode)) {
        if (!force || !S_ISREG(status.st_mode) || isLink)
            return fail(ErrorKind::Exists, destination,
                        S_ISREG(status.st_mode) ? u"is a file"_s : u"exists and is not a directory"_s);
        STRATOSCOPE_TRY(Destination target, newDestination(destination, path));
        target.isFile = true;
        return target;
    }
    Destination target{File(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), {}), {}};
    if (!target.parent.isOpen())
        return failErrno(destination, u"open this directory", errno);
    return target;
}

} // namespace

struct StagedDirectory::Private {
    ~Private();

    bool fillsExisting() const { return target.name.empty(); }
    Result<void> create(const std::string &prefix);
    Result<void> putNew(const Finish &finish);
    Result<void> fill(const Finish &finish);
    void removeTemporary(const struct stat &keptStatus);

    QString destination;
    QString parentPath; ///< absolute
    Destination target;
    struct stat parentBefore {
    };
    bool wasEmpty = true;
    std::string prefix;
    std::string temporaryName;
    std::string stagedName; ///< within the temporary directory
    File temporary;
    File staged;
    bool keepTemporary = false;
};

StagedDirectory::Private::~Private()
{
    if (!temporaryName.empty() && !keepTemporary)
        removeTemporary(parentBefore);
}

/// An existing directory keeps its mode and its times.
void StagedDirectory::Private::removeTemporary(const struct stat &keptStatus)
{
    const int parent = target.parent.descriptor();
    const mode_t mode = keptStatus.st_mode & 07777;
    if (fillsExisting() && (mode & 0700) != 0700)
        ::fchmod(parent, mode | 0700);
    directory::removeTree(parent, temporaryName.c_str());
    temporaryName.clear();
    if (!fillsExisting())
        return;
    struct stat status = {};
    if (::fstat(parent, &status) != 0 || (status.st_mode & 07777) != mode)
        ::fchmod(parent, mode);
    const timespec times[] = {keptStatus.st_atim, keptStatus.st_mtim};
    ::futimens(parent, times);
}

StagedDirectory::StagedDirectory(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

StagedDirectory::StagedDirectory(StagedDirectory &&) noexcept = default;
StagedDirectory &StagedDirectory::operator=(StagedDirectory &&) noexcept = default;
StagedDirectory::~StagedDirectory() = default;

Result<StagedDirectory> StagedDirectory::begin(const QString &destination, bool force)
{
    const QByteArray path = withoutTrailingSlashes(QFile::encodeName(destination));
    auto data = std::make_unique<Private>();
    data->destination = destination;
    STRATOSCOPE_TRY(data->target, findDestination(destination, path, force));

    const std::string lastName = path.mid(path.lastIndexOf('/') + 1).toStdString();
    data->stagedName = data->fillsExisting() ? "new" : data->target.name;
    data->prefix = temporaryPrefix(lastName);
    const QString absolute = destination.startsWith(u'/') ? destination : QDir::currentPath() + u'/' + destination;
    const QByteArray absolutePath = withoutTrailingSlashes(QFile::encodeName(absolute));
    data->parentPath = QFile::decodeName(data->fillsExisting() ? absolutePath : absolutePath.left(absolutePath.lastIndexOf('/')));

    removeLeftovers(data->target.parent.descriptor(), data->prefix + std::string(kPartial));
    if (data->fillsExisting()) {
        const auto names = directory::list(data->target.parent.descriptor());
        if (!names)
            return failErrno(destination, u"list this directory", errno);
        data->wasEmpty = names->empty();
        if (!data->wasEmpty && !force)
            return fail(ErrorKind::Exists, destination,
                        u"is a directory that is not empty: it contains “%1”"_s.arg(printable(names->front().bytes)));
    }
    ::fstat(data->target.parent.descriptor(), &data->parentBefore);
    STRATOSCOPE_CHECK(data->create(data->prefix + std::string(kPartial)));
    return StagedDirectory(std::move(data));
}

Result<void> StagedDirectory::Private::create(const std::string &namePrefix)
{
    const int parent = target.parent.descriptor();
    while (temporaryName.empty()) {
        const std::string name = namePrefix + randomText();
        if (::mkdirat(parent, name.c_str(), 0700) != 0) {
            if (errno == EEXIST)
                continue;
            return failErrno(destination, u"create it", errno);
        }
        temporary = directory::open(parent, name.c_str());
        // Until it is locked, another process may mistake it for a leftover of a killed one, and remove it.
        struct stat status;
        if (temporary.isOpen() && ::flock(temporary.descriptor(), LOCK_EX | LOCK_NB) == 0
            && ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        temporaryName = name;
    }
    // The mode is determined by the umask, or the default ACL of the parent directory.
    if (::mkdirat(temporary.descriptor(), stagedName.c_str(), 0777) != 0)
        return failErrno(destination, u"create it", errno);
    staged = directory::openWritable(temporary.descriptor(), stagedName.c_str());
    if (!staged.isOpen())
        return failErrno(destination, u"create it", errno);
    return {};
}

QString StagedDirectory::path() const
{
    return d->parentPath + u'/' + QFile::decodeName(QByteArray::fromStdString(d->temporaryName + '/' + d->stagedName));
}

int StagedDirectory::descriptor() const
{
    return d->staged.descriptor();
}

bool StagedDirectory::fillsExisting() const
{
    return d->fillsExisting();
}

Result<void> StagedDirectory::commit(const Finish &finish)
{
    return d->fillsExisting() ? d->fill(finish) : d->putNew(finish);
}

Result<void> StagedDirectory::Private::putNew(const Finish &finish)
{
    if (finish) {
        if (auto finished = finish(staged.descriptor()); !finished)
            return Failure(withContext(destination, std::move(finished).error()));
    }
    const auto put = target.isFile ? directory::exchange : directory::move;
    const int error = put(temporary.descriptor(), target.parent.descriptor(), target.name.c_str());
    if (error == EEXIST)
        return fail(ErrorKind::Exists, destination, u"was created in the meantime"_s);
    if (error != 0)
        return failErrno(destination, u"move it into place", error);
    removeTemporary(parentBefore);
    return {};
}

Result<void> StagedDirectory::Private::fill(const Finish &finish)
{
    const int parent = target.parent.descriptor();
    if (!wasEmpty) {
        // From here on it may contain previous entries, which are not leftovers to remove.
        const std::string name = prefix + std::string(kReplaced) + randomText();
        if (::renameat(parent, temporaryName.c_str(), parent, name.c_str()) != 0)
            return failErrno(destination, u"change it", errno);
        temporaryName = name;
    }
    DirectoryMerge merge(staged.descriptor(), parent);
    auto merged = merge.run();
    if (merged && finish)
        merged = finish(parent);
    if (!merged) {
        keepTemporary = !merge.undo();
        Error error = withContext(destination, std::move(merged).error());
        if (keepTemporary)
            error.detail
                += u"; some of the previous entries are now in “%1” inside it"_s.arg(QString::fromStdString(temporaryName));
        return Failure(std::move(error));
    }
    struct stat status = parentBefore;
    ::fstat(parent, &status);
    removeTemporary(status);
    return {};
}

} // namespace stratoscope
