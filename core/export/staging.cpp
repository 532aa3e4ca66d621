// SPDX-License-Identifier: Apache-2.0
#include "export/staging.h"

#include "export/folder_merge.h"

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

/// What temporary names begin with: `.NAME`, cut so that all of it fits where names have at most 255 bytes.
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

/// Removes what killed processes left: temporary folders of ours that no living one has locked.
void removeRemains(int parent, const std::string &prefix)
{
    const auto names = folder::list(parent);
    if (!names)
        return;
    for (const auto &[name, isFolder] : *names) {
        if (name.size() != prefix.size() + kRandomLength || !name.starts_with(prefix))
            continue;
        const File remains = folder::open(parent, name.c_str());
        struct stat status;
        if (remains.isOpen() && ::fstat(remains.descriptor(), &status) == 0 && status.st_uid == ::geteuid()
            && ::flock(remains.descriptor(), LOCK_EX | LOCK_NB) == 0)
            folder::removeTree(parent, name.c_str());
    }
}

/// Where a destination is: an open folder and a name in it.
struct Place {
    File parent;
    std::string name; ///< empty where the parent is the destination itself
    bool isFile = false;
};

QByteArray withoutTrailingSlashes(QByteArray path)
{
    while (path.size() > 1 && path.endsWith('/'))
        path.chop(1);
    return path;
}

Result<Place> placeOfNew(const QString &destination, const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray folder = slash < 0 ? "." : slash == 0 ? "/" : path.left(slash);
    Place place{File(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), {}), path.mid(slash + 1).toStdString()};
    // A folder that one may write into but not list is good enough.
    if (!place.parent.isOpen() && errno == EACCES)
        place.parent = File(::open(folder.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC), {});
    if (!place.parent.isOpen() && errno == ENOENT)
        return fail(ErrorKind::NotFound, destination, u"the folder that it would be in does not exist"_s);
    if (!place.parent.isOpen())
        return failErrno(QFile::decodeName(folder), u"open this folder", errno);
    return place;
}

Result<Place> findPlace(const QString &destination, const QByteArray &path, bool force)
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
            return fail(ErrorKind::Exists, destination, u"is a symbolic link that leads nowhere"_s);
        return placeOfNew(destination, path);
    }
    if (!S_ISDIR(status.st_mode)) {
        if (!force || !S_ISREG(status.st_mode) || isLink)
            return fail(ErrorKind::Exists, destination, S_ISREG(status.st_mode) ? u"is a file"_s : u"is there, and is no folder"_s);
        STRATOSCOPE_TRY(Place place, placeOfNew(destination, path));
        place.isFile = true;
        return place;
    }
    Place place{File(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), {}), {}};
    if (!place.parent.isOpen())
        return failErrno(destination, u"open this folder", errno);
    return place;
}

} // namespace

struct StagedFolder::Private {
    ~Private();

    bool fillsExisting() const { return place.name.empty(); }
    Result<void> create(const std::string &prefix);
    Result<void> putNew(const Finish &finish);
    Result<void> fill(const Finish &finish);
    void removeTemporary(const struct stat &keptStatus);

    QString destination;
    QString parentPath; ///< absolute
    Place place;
    struct stat parentBefore {
    };
    bool wasEmpty = true;
    std::string prefix;
    std::string temporaryName;
    std::string stagedName; ///< within the temporary folder
    File temporary;
    File staged;
    bool keepRemains = false;
};

StagedFolder::Private::~Private()
{
    if (!temporaryName.empty() && !keepRemains)
        removeTemporary(parentBefore);
}

/// A folder that was filled, or that nothing happened to, keeps its mode and its times.
void StagedFolder::Private::removeTemporary(const struct stat &keptStatus)
{
    const int parent = place.parent.descriptor();
    const mode_t mode = keptStatus.st_mode & 07777;
    if (fillsExisting() && (mode & 0700) != 0700)
        ::fchmod(parent, mode | 0700);
    folder::removeTree(parent, temporaryName.c_str());
    temporaryName.clear();
    if (!fillsExisting())
        return;
    struct stat status = {};
    if (::fstat(parent, &status) != 0 || (status.st_mode & 07777) != mode)
        ::fchmod(parent, mode);
    const timespec times[] = {keptStatus.st_atim, keptStatus.st_mtim};
    ::futimens(parent, times);
}

StagedFolder::StagedFolder(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

StagedFolder::StagedFolder(StagedFolder &&) noexcept = default;
StagedFolder &StagedFolder::operator=(StagedFolder &&) noexcept = default;
StagedFolder::~StagedFolder() = default;

Result<StagedFolder> StagedFolder::begin(const QString &destination, bool force)
{
    const QByteArray path = withoutTrailingSlashes(QFile::encodeName(destination));
    auto data = std::make_unique<Private>();
    data->destination = destination;
    STRATOSCOPE_TRY(data->place, findPlace(destination, path, force));

    const std::string lastName = path.mid(path.lastIndexOf('/') + 1).toStdString();
    data->stagedName = data->fillsExisting() ? "new" : data->place.name;
    data->prefix = temporaryPrefix(lastName);
    const QString absolute = destination.startsWith(u'/') ? destination : QDir::currentPath() + u'/' + destination;
    const QByteArray absolutePath = withoutTrailingSlashes(QFile::encodeName(absolute));
    data->parentPath = QFile::decodeName(data->fillsExisting() ? absolutePath : absolutePath.left(absolutePath.lastIndexOf('/')));

    removeRemains(data->place.parent.descriptor(), data->prefix + std::string(kPartial));
    if (data->fillsExisting()) {
        const auto names = folder::list(data->place.parent.descriptor());
        if (!names)
            return failErrno(destination, u"list this folder", errno);
        data->wasEmpty = names->empty();
        if (!data->wasEmpty && !force)
            return fail(ErrorKind::Exists, destination,
                        u"is a folder that is not empty: it holds “%1”"_s.arg(printable(names->front().bytes)));
    }
    ::fstat(data->place.parent.descriptor(), &data->parentBefore);
    STRATOSCOPE_CHECK(data->create(data->prefix + std::string(kPartial)));
    return StagedFolder(std::move(data));
}

Result<void> StagedFolder::Private::create(const std::string &namePrefix)
{
    const int parent = place.parent.descriptor();
    while (temporaryName.empty()) {
        const std::string name = namePrefix + randomText();
        if (::mkdirat(parent, name.c_str(), 0700) != 0) {
            if (errno == EEXIST)
                continue;
            return failErrno(destination, u"create it", errno);
        }
        temporary = folder::open(parent, name.c_str());
        // Before it is locked, another process may take it for the remains of a killed one.
        struct stat status;
        if (temporary.isOpen() && ::flock(temporary.descriptor(), LOCK_EX | LOCK_NB) == 0
            && ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        temporaryName = name;
    }
    // Not by its mode but by the umask, or the default permissions of the folder it is in.
    if (::mkdirat(temporary.descriptor(), stagedName.c_str(), 0777) != 0)
        return failErrno(destination, u"create it", errno);
    staged = folder::openWritable(temporary.descriptor(), stagedName.c_str());
    if (!staged.isOpen())
        return failErrno(destination, u"create it", errno);
    return {};
}

QString StagedFolder::path() const
{
    return d->parentPath + u'/' + QFile::decodeName(QByteArray::fromStdString(d->temporaryName + '/' + d->stagedName));
}

int StagedFolder::descriptor() const
{
    return d->staged.descriptor();
}

bool StagedFolder::fillsExisting() const
{
    return d->fillsExisting();
}

Result<void> StagedFolder::commit(const Finish &finish)
{
    return d->fillsExisting() ? d->fill(finish) : d->putNew(finish);
}

Result<void> StagedFolder::Private::putNew(const Finish &finish)
{
    if (finish) {
        if (auto finished = finish(staged.descriptor()); !finished)
            return Failure(withContext(destination, std::move(finished).error()));
    }
    const auto put = place.isFile ? folder::exchange : folder::move;
    const int error = put(temporary.descriptor(), place.parent.descriptor(), place.name.c_str());
    if (error == EEXIST)
        return fail(ErrorKind::Exists, destination, u"has appeared in the meantime"_s);
    if (error != 0)
        return failErrno(destination, u"put it in place", error);
    removeTemporary(parentBefore);
    return {};
}

Result<void> StagedFolder::Private::fill(const Finish &finish)
{
    const int parent = place.parent.descriptor();
    if (!wasEmpty) {
        // From here on it may hold what was there before: nobody's remains to remove.
        const std::string name = prefix + std::string(kReplaced) + randomText();
        if (::renameat(parent, temporaryName.c_str(), parent, name.c_str()) != 0)
            return failErrno(destination, u"change it", errno);
        temporaryName = name;
    }
    FolderMerge merge(staged.descriptor(), parent);
    auto merged = merge.run();
    if (merged && finish)
        merged = finish(parent);
    if (!merged) {
        keepRemains = !merge.undo();
        Error error = withContext(destination, std::move(merged).error());
        if (keepRemains)
            error.detail += u"; some of what was there is now in “%1” inside it"_s.arg(QString::fromStdString(temporaryName));
        return Failure(std::move(error));
    }
    struct stat status = parentBefore;
    ::fstat(parent, &status);
    removeTemporary(status);
    return {};
}

} // namespace stratoscope
