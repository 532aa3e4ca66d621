// SPDX-License-Identifier: Apache-2.0
#include "export/folder_merge.h"

#include "base/reversed.h"

#include <QScopeGuard>

#include <cerrno>
#include <fcntl.h>
#include <string_view>
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

/// The folder at the end of a path of names, to be changed.
File openPath(int top, std::string_view path)
{
    File folder(::openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), {});
    while (folder.isOpen() && !path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        folder = folder::openWritable(folder.descriptor(), std::string(path.substr(0, slash)).c_str());
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return folder;
}

bool isEmptyFolder(int parent, const std::string &name)
{
    const File folder = folder::open(parent, name.c_str());
    const auto names = folder.isOpen() ? folder::list(folder.descriptor()) : std::nullopt;
    return names && names->empty();
}

} // namespace

FolderMerge::Attributes FolderMerge::Attributes::of(const struct stat &status)
{
    return {status.st_mode & 07777, {status.st_atim, status.st_mtim}};
}

void FolderMerge::Attributes::restore(int folder) const
{
    ::fchmod(folder, mode);
    ::futimens(folder, times);
}

FolderMerge::FolderMerge(int staged, int place)
    : m_staged(staged)
    , m_place(place)
{
}

Result<void> FolderMerge::run()
{
    const auto names = folder::list(m_staged);
    if (!names)
        return failErrno({}, u"list", errno);
    for (const auto &[name, isFolder] : *names) {
        const int error = folder::move(m_staged, m_place, name.c_str());
        if (error == 0)
            m_steps.push_back({Kind::Moved, {}, name, {}});
        else if (error == EEXIST)
            STRATOSCOPE_CHECK(replace(name));
        else
            return failErrno(printable(name), u"put it in place", error);
    }
    return {};
}

Result<void> FolderMerge::replace(const std::string &name)
{
    const bool wasFolder = S_ISDIR(statusOf(m_place, name).st_mode);
    const bool isFolder = S_ISDIR(statusOf(m_staged, name).st_mode);
    if (wasFolder && !isFolder && !isEmptyFolder(m_place, name))
        return fail(ErrorKind::Exists, printable(name), u"is a folder with something in it, in the place of what is none"_s);
    if (const int error = folder::exchange(m_staged, m_place, name.c_str()))
        return failErrno(printable(name), u"replace", error);
    m_steps.push_back({Kind::Exchanged, {}, name, {}});
    return wasFolder && isFolder ? takeOver(m_staged, m_place, {}, name) : Result<void>();
}

/// Of the folder that was exchanged: what only the old one has goes to the new one.
Result<void> FolderMerge::takeOver(int oldParent, int newParent, const std::string &parentPath, const std::string &name)
{
    const std::string path = joined(parentPath, name);
    m_steps.push_back({Kind::Touched, path, {}, Attributes::of(statusOf(oldParent, name))});
    const Attributes before = Attributes::of(statusOf(newParent, name));
    const File oldFolder = folder::openWritable(oldParent, name.c_str());
    const File newFolder = folder::openWritable(newParent, name.c_str());
    const auto restore = qScopeGuard([&] { before.restore(newFolder.descriptor()); });
    const auto names = oldFolder.isOpen() && newFolder.isOpen() ? folder::list(oldFolder.descriptor()) : std::nullopt;
    if (!names)
        return failErrno(printable(path), u"open", errno);
    for (const auto &[child, isFolder] : *names) {
        const int error = folder::move(oldFolder.descriptor(), newFolder.descriptor(), child.c_str());
        if (error == 0) {
            m_steps.push_back({Kind::TakenOver, path, child, {}});
            continue;
        }
        if (error != EEXIST)
            return failErrno(printable(joined(path, child)), u"keep", error);
        if (!S_ISDIR(statusOf(oldFolder.descriptor(), child).st_mode))
            continue;
        if (S_ISDIR(statusOf(newFolder.descriptor(), child).st_mode))
            STRATOSCOPE_CHECK(takeOver(oldFolder.descriptor(), newFolder.descriptor(), path, child));
        else if (!isEmptyFolder(oldFolder.descriptor(), child))
            return fail(ErrorKind::Exists, printable(joined(path, child)),
                        u"is a folder with something in it, in the place of what is none"_s);
    }
    return {};
}

bool FolderMerge::undo()
{
    bool done = true;
    for (const Step &step : reversed(m_steps))
        done = undo(step) && done;
    m_steps.clear();
    return done;
}

bool FolderMerge::undo(const Step &step)
{
    switch (step.kind) {
    case Kind::Moved:
        return folder::move(m_place, m_staged, step.name.c_str()) == 0;
    case Kind::Exchanged:
        return folder::exchange(m_staged, m_place, step.name.c_str()) == 0;
    case Kind::TakenOver: {
        const File from = openPath(m_place, step.directory);
        const File to = openPath(m_staged, step.directory);
        return folder::move(from.descriptor(), to.descriptor(), step.name.c_str()) == 0;
    }
    case Kind::Touched: {
        const File folder = openPath(m_staged, step.directory);
        step.attributes.restore(folder.descriptor());
        return folder.isOpen();
    }
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope
