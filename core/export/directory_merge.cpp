// SPDX-License-Identifier: Apache-2.0
#include "export/directory_merge.h"

#include "base/parse_text.h"
#include "base/reversed.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

std::string joined(const std::string &directory, const std::string &name)
{
    return directory.empty() ? name : directory + '/' + name;
}

struct stat statusOf(int parent, const std::string &name)
{
    struct stat status = {};
    ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW);
    return status;
}

/// Opens a directory below `top` for changes.
File openPath(int top, std::string_view path)
{
    File directory(::openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), {});
    while (directory.isOpen() && !path.empty())
        directory = directory::openWritable(directory.descriptor(), std::string(takeUntil('/', path)).c_str());
    return directory;
}

bool isEmptyDirectory(int parent, const std::string &name)
{
    const File directory = directory::open(parent, name.c_str());
    const auto names = directory.isOpen() ? directory::list(directory.descriptor()) : std::nullopt;
    return names && names->empty();
}

/// Tells whether an entry is the one that the journal is about.
struct Identity {
    std::uint64_t inode = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    static Identity of(const struct stat &status) { return {status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec}; }
    bool operator==(const Identity &) const = default;
};

/// A record of the journal: the identity of the entry that takes another one's place, and its path. Ended by a zero byte.
std::string journalRecord(const Identity &identity, const std::string &path)
{
    return std::to_string(identity.inode) + ' ' + std::to_string(identity.seconds) + ' ' + std::to_string(identity.nanoseconds)
        + ' ' + path + '\0';
}

struct JournalRecord {
    Identity identity;
    std::string_view path;
};

/// Without what is incomplete: the last one of a process that was killed.
std::vector<JournalRecord> parseJournal(std::string_view text)
{
    std::vector<JournalRecord> records;
    for (std::size_t end = 0; (end = text.find('\0')) != std::string_view::npos; text.remove_prefix(end + 1)) {
        std::string_view record = text.substr(0, end);
        const auto inode = parseNumber<std::uint64_t>(takeUntil(' ', record));
        const auto seconds = parseNumber<std::int64_t>(takeUntil(' ', record));
        const auto nanoseconds = parseNumber<std::int64_t>(takeUntil(' ', record));
        if (inode && seconds && nanoseconds && !record.empty())
            records.push_back({{*inode, *seconds, *nanoseconds}, record});
    }
    return records;
}

} // namespace

DirectoryMerge::Attributes DirectoryMerge::Attributes::of(int directory)
{
    struct stat status = {};
    ::fstat(directory, &status);
    Attributes found{status.st_mode & 07777, status.st_uid, status.st_gid, {status.st_atim, status.st_mtim}, {}};
    std::vector<char> names(64 * 1024); // the most that Linux has
    std::vector<char> value(64 * 1024);
    const ssize_t size = ::flistxattr(directory, names.data(), names.size());
    for (std::string_view rest(names.data(), std::size_t(std::max<ssize_t>(size, 0))); !rest.empty();) {
        const std::string name(takeUntil('\0', rest));
        if (const ssize_t length = ::fgetxattr(directory, name.c_str(), value.data(), value.size()); length >= 0)
            found.xattrs.emplace(name, std::string(value.data(), std::size_t(length)));
    }
    return found;
}

bool DirectoryMerge::Attributes::set(int directory) const
{
    const Attributes now = of(directory);
    bool done = (now.uid == uid && now.gid == gid) || ::fchown(directory, uid, gid) == 0;
    for (const auto &[name, value] : now.xattrs)
        done = (xattrs.contains(name) || ::fremovexattr(directory, name.c_str()) == 0) && done;
    for (const auto &[name, value] : xattrs) {
        const auto same = now.xattrs.find(name);
        const bool isSet = same != now.xattrs.end() && same->second == value;
        done = (isSet || ::fsetxattr(directory, name.c_str(), value.data(), value.size(), 0) == 0) && done;
    }
    // After the owner, whose change takes the set-user-ID bits away.
    done = ::fchmod(directory, mode) == 0 && done;
    return ::futimens(directory, times) == 0 && done;
}

Result<void> DirectoryMerge::merge(int from, int to, const std::string &path)
{
    const auto names = directory::list(from);
    if (!names)
        return failErrno(printable(path), u"list", errno);
    for (const auto &[name, isDirectory] : *names) {
        const int error = directory::move(from, to, name.c_str());
        if (error == 0)
            m_steps.push_back({Kind::Moved, path, name, {}});
        else if (error == EEXIST)
            STRATOSCOPE_CHECK(replace(from, to, path, name));
        else
            return failErrno(printable(joined(path, name)), u"move it into place", error);
    }
    return {};
}

Result<void> DirectoryMerge::replace(int from, int to, const std::string &path, const std::string &name)
{
    const bool wasDirectory = S_ISDIR(statusOf(to, name).st_mode);
    const struct stat status = statusOf(from, name);
    if (wasDirectory && S_ISDIR(status.st_mode))
        return mergeInto(from, to, path, name);
    const QString subject = printable(joined(path, name));
    if (wasDirectory && !isEmptyDirectory(to, name))
        return fail(ErrorKind::Exists, subject, u"is a directory that is not empty; it is not replaced by a file"_s);
    const std::string record = journalRecord(Identity::of(status), joined(path, name));
    STRATOSCOPE_CHECK(m_journal.writeAt(m_journalSize, asBytes(record)));
    m_journalSize += record.size();
    if (const int error = directory::exchange(from, to, name.c_str()))
        return failErrno(subject, u"replace", error);
    m_steps.push_back({Kind::Exchanged, path, name, {}});
    return {};
}

Result<void> DirectoryMerge::mergeInto(int from, int to, const std::string &path, const std::string &name)
{
    const std::string below = joined(path, name);
    const struct stat before = statusOf(to, name);
    const struct stat wanted = statusOf(from, name);
    const File source = directory::openWritable(from, name.c_str());
    const File target = directory::openWritable(to, name.c_str());
    if (!source.isOpen() || !target.isOpen())
        return failErrno(printable(below), u"open", errno);
    // Opening may have made them writable.
    Attributes old = Attributes::of(target.descriptor());
    old.mode = before.st_mode & 07777;
    Attributes attributes = Attributes::of(source.descriptor());
    attributes.mode = wanted.st_mode & 07777;
    m_steps.push_back({Kind::Merged, below, {}, std::move(old)});
    STRATOSCOPE_CHECK(merge(source.descriptor(), target.descriptor(), below));
    attributes.set(target.descriptor()); // a directory of another user keeps its own
    return {};
}

bool DirectoryMerge::undo()
{
    bool done = true;
    for (const Step &step : reversed(m_steps))
        done = undo(step) && done;
    m_steps.clear();
    return done;
}

bool DirectoryMerge::undo(const Step &step)
{
    const File to = openPath(m_destination, step.directory);
    if (step.kind == Kind::Merged)
        return to.isOpen() && step.before.set(to.descriptor());
    const File from = openPath(m_staged, step.directory);
    const int error = step.kind == Kind::Moved ? directory::move(to.descriptor(), from.descriptor(), step.name.c_str())
                                               : directory::exchange(from.descriptor(), to.descriptor(), step.name.c_str());
    return error == 0;
}

DirectoryMerge::Restored DirectoryMerge::restore(int staged, int destination, const QByteArray &journal)
{
    Restored restored;
    const std::vector<JournalRecord> records = parseJournal(asText(journal));
    for (const JournalRecord &record : reversed(records)) {
        const std::size_t slash = record.path.rfind('/');
        const bool isTop = slash == std::string_view::npos;
        const std::string_view path = isTop ? std::string_view() : record.path.substr(0, slash);
        const std::string name(isTop ? record.path : record.path.substr(slash + 1));
        const File from = openPath(staged, path);
        const File to = openPath(destination, path);
        struct stat replaced = {};
        if (!from.isOpen() || ::fstatat(from.descriptor(), name.c_str(), &replaced, AT_SYMLINK_NOFOLLOW) != 0
            || Identity::of(replaced) == record.identity)
            continue; // it was not replaced, or is restored
        struct stat now = {};
        const bool isThere = ::fstatat(to.descriptor(), name.c_str(), &now, AT_SYMLINK_NOFOLLOW) == 0;
        const bool isOurs = isThere && Identity::of(now) == record.identity;
        const int error = isOurs      ? directory::exchange(from.descriptor(), to.descriptor(), name.c_str())
            : to.isOpen() && !isThere ? directory::move(from.descriptor(), to.descriptor(), name.c_str())
                                      : EEXIST;
        if (error == 0)
            ++restored.entries;
        else
            restored.isComplete = false;
    }
    return restored;
}

} // namespace stratoscope
