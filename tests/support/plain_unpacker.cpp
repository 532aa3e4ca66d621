// SPDX-License-Identifier: Apache-2.0
#include "support/plain_unpacker.h"

#include "layer/whiteout.h"

namespace stratoscope::test {

namespace {

std::string parentOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::string join(const std::string &directory, const std::string &name)
{
    return directory.empty() ? name : directory + '/' + name;
}

std::string nameOf(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

} // namespace

const PlainUnpacker::File *PlainUnpacker::find(const std::string &path) const
{
    const auto found = m_files.find(path);
    return found == m_files.end() ? nullptr : found->second.get();
}

bool PlainUnpacker::isDirectory(const std::string &path) const
{
    const File *const file = find(path);
    return path.empty() || (file && file->kind == EntryKind::Directory);
}

void PlainUnpacker::removeAll(const std::string &path)
{
    m_files.erase(path);
    std::erase_if(m_files, [&](const auto &file) { return file.first.starts_with(path + '/'); });
}

/// The path without symbolic links, inside the root; what is not there is taken as it is.
std::optional<std::string> PlainUnpacker::realDirectory(const std::string &path) const
{
    std::string real;
    std::string rest = path;
    for (int links = 0; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string component = rest.substr(0, slash);
        rest.erase(0, slash + 1);
        if (component.empty() || component == ".")
            continue;
        if (component == "..") {
            real = parentOf(real);
            continue;
        }
        const File *const file = find(join(real, component));
        if (!file || file->kind != EntryKind::Symlink) {
            real = join(real, component);
            continue;
        }
        if (++links > 40 || file->link.empty())
            return std::nullopt;
        if (file->link.starts_with('/'))
            real.clear();
        rest = file->link + '/' + rest;
    }
    return real;
}

bool PlainUnpacker::makeDirectories(const std::string &path)
{
    if (path.empty())
        return true;
    if (find(path))
        return isDirectory(path);
    m_files[path] = std::make_shared<File>();
    return makeDirectories(parentOf(path));
}

bool PlainUnpacker::hide(const std::string &path, bool opaque)
{
    std::vector<std::string> doomed;
    for (const auto &[other, file] : m_files) {
        const bool isBelow = path.empty() || other.starts_with(path + '/');
        if ((isBelow || (other == path && !opaque)) && !m_upper.contains(other))
            doomed.push_back(other);
    }
    for (const std::string &other : doomed)
        removeAll(other);
    return true;
}

bool PlainUnpacker::applyEntry(const std::string &path, const Entry &entry)
{
    const auto directory = realDirectory(parentOf(path));
    if (!directory)
        return false;
    const std::string place = join(*directory, nameOf(path));
    if (entry.kind == EntryKind::Opaque)
        return hide(*directory, true);
    if (entry.kind == EntryKind::Whiteout)
        return hide(place, false);
    if (!makeDirectories(*directory))
        return false;
    if (entry.kind != EntryKind::Directory || !isDirectory(place))
        removeAll(place);
    if (entry.kind == EntryKind::Hardlink) {
        const std::string target = cleanPath(entry.linkTarget);
        const auto targetDirectory = realDirectory(parentOf(target));
        const auto found = targetDirectory ? m_files.find(join(*targetDirectory, nameOf(target))) : m_files.end();
        if (found == m_files.end() || found->second->kind == EntryKind::Directory)
            return false;
        m_files[place] = found->second;
    } else {
        m_files[place] = std::make_shared<File>(File{entry.kind, entry.mtime.seconds, std::string(entry.linkTarget)});
    }
    for (std::string upper = place; !upper.empty(); upper = parentOf(upper))
        m_upper.insert(upper);
    return true;
}

bool PlainUnpacker::apply(const LayerIndex &layer)
{
    m_upper.clear();
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (!layer.isImplied(record) && !applyEntry(layer.path(record), layer.entry(record)))
            return false;
    }
    return true;
}

} // namespace stratoscope::test
