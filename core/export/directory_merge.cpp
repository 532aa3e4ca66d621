// SPDX-License-Identifier: Apache-2.0
#include "export/directory_merge.h"

#include "base/parse_text.h"
#include "base/reversed.h"

#include <QScopeGuard>

#include <cerrno>
#include <fcntl.h>
#include <string_view>

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

} // namespace

Result<void> DirectoryMerge::run()
{
    const auto names = directory::list(m_staged);
    if (!names)
        return failErrno({}, u"list", errno);
    for (const auto &[name, isDirectory] : *names) {
        const int error = directory::move(m_staged, m_destination, name.c_str());
        if (error == 0)
            m_steps.push_back({Kind::Moved, {}, name, {}});
        else if (error == EEXIST)
            STRATOSCOPE_CHECK(replace(name));
        else
            return failErrno(printable(name), u"move it into place", error);
    }
    return {};
}

Result<void> DirectoryMerge::replace(const std::string &name)
{
    const bool wasDirectory = S_ISDIR(statusOf(m_destination, name).st_mode);
    const bool isDirectory = S_ISDIR(statusOf(m_staged, name).st_mode);
    if (wasDirectory && !isDirectory && !isEmptyDirectory(m_destination, name))
        return fail(ErrorKind::Exists, printable(name), u"is a directory that is not empty; it is not replaced by a file"_s);
    if (const int error = directory::exchange(m_staged, m_destination, name.c_str()))
        return failErrno(printable(name), u"replace", error);
    m_steps.push_back({Kind::Exchanged, {}, name, {}});
    return wasDirectory && isDirectory ? mergeOld(m_staged, m_destination, {}, name) : Result<void>();
}

/// Moves the entries that only the old one of two exchanged directories has to the new one.
Result<void> DirectoryMerge::mergeOld(int oldParent, int newParent, const std::string &parentPath, const std::string &name)
{
    const std::string path = joined(parentPath, name);
    m_steps.push_back({Kind::Touched, path, {}, Attributes::of(statusOf(oldParent, name))});
    const Attributes before = Attributes::of(statusOf(newParent, name));
    const File oldDirectory = directory::openWritable(oldParent, name.c_str());
    const File newDirectory = directory::openWritable(newParent, name.c_str());
    const auto restore = qScopeGuard([&] { before.restore(newDirectory.descriptor()); });
    const auto names = oldDirectory.isOpen() && newDirectory.isOpen() ? directory::list(oldDirectory.descriptor()) : std::nullopt;
    if (!names)
        return failErrno(printable(path), u"open", errno);
    for (const auto &[child, isDirectory] : *names) {
        const int error = directory::move(oldDirectory.descriptor(), newDirectory.descriptor(), child.c_str());
        if (error == 0) {
            m_steps.push_back({Kind::TakenOver, path, child, {}});
            continue;
        }
        if (error != EEXIST)
            return failErrno(printable(joined(path, child)), u"keep", error);
        if (!S_ISDIR(statusOf(oldDirectory.descriptor(), child).st_mode))
            continue;
        if (S_ISDIR(statusOf(newDirectory.descriptor(), child).st_mode))
            STRATOSCOPE_CHECK(mergeOld(oldDirectory.descriptor(), newDirectory.descriptor(), path, child));
        else if (!isEmptyDirectory(oldDirectory.descriptor(), child))
            return fail(ErrorKind::Exists, printable(joined(path, child)),
                        u"is a directory that is not empty; it is not replaced by a file"_s);
    }
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
    switch (step.kind) {
    case Kind::Moved:
        return directory::move(m_destination, m_staged, step.name.c_str()) == 0;
    case Kind::Exchanged:
        return directory::exchange(m_staged, m_destination, step.name.c_str()) == 0;
    case Kind::TakenOver: {
        const File from = openPath(m_destination, step.directory);
        const File to = openPath(m_staged, step.directory);
        return directory::move(from.descriptor(), to.descriptor(), step.name.c_str()) == 0;
    }
    case Kind::Touched: {
        const File directory = openPath(m_staged, step.directory);
        step.attributes.restore(directory.descriptor());
        return directory.isOpen();
    }
    }
    Q_UNREACHABLE();
}

} // namespace stratoscope
