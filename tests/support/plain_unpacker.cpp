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

void PlainUnpacker::makeDirectories(const std::string &path)
{
    if (isDirectory(path))
        return;
    makeDirectories(parentOf(path));
    removeAll(path);
    m_files[path] = std::make_shared<File>();
}

/// The path of the lower layers that a marker hides, or whose contents it hides.
std::optional<std::string> PlainUnpacker::hiddenBy(const std::string &path, bool opaque) const
{
    const std::string directory = parentOf(path);
    std::string above;
    for (std::string rest = directory; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const auto real = realDirectory(above);
        if (!real)
            return std::nullopt;
        const std::string place = join(*real, rest.substr(0, slash));
        above = join(above, rest.substr(0, slash));
        rest.erase(0, slash + 1);
        const bool isMarked = opaque && rest.empty();
        if (!isDirectory(place) && (m_directories.contains(above) || isMarked))
            return std::nullopt;
    }
    const auto real = realDirectory(directory);
    return !real || !isDirectory(*real) ? std::nullopt : std::optional(opaque ? *real : join(*real, nameOf(path)));
}

bool PlainUnpacker::applyEntry(const std::string &path, const Entry &entry)
{
    const auto directory = realDirectory(parentOf(path));
    if (!directory)
        return false;
    const std::string place = join(*directory, nameOf(path));
    makeDirectories(*directory);
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
    return true;
}

bool PlainUnpacker::apply(const LayerIndex &layer)
{
    m_directories.clear();
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (layer.kind(record) == EntryKind::Directory && !layer.isImplied(record))
            m_directories.insert(layer.path(record));
    }
    const auto isMarker = [&layer](RecordId record) {
        return layer.kind(record) == EntryKind::Whiteout || layer.kind(record) == EntryKind::Opaque;
    };
    std::vector<std::pair<std::string, bool>> hidden;
    for (RecordId record = 1; record < layer.size(); ++record) {
        const bool isOpaque = layer.kind(record) == EntryKind::Opaque;
        const auto path = isMarker(record) ? hiddenBy(layer.path(record), isOpaque) : std::nullopt;
        if (path)
            hidden.emplace_back(*path, isOpaque);
    }
    for (const auto &marker : hidden) {
        const auto isHidden = [&path = marker.first, isOpaque = marker.second](const auto &file) {
            return path.empty() || file.first.starts_with(path + '/') || (file.first == path && !isOpaque);
        };
        std::erase_if(m_files, isHidden);
    }
    for (RecordId record = 1; record < layer.size(); ++record) {
        if (!layer.isImplied(record) && !isMarker(record) && !applyEntry(layer.path(record), layer.entry(record)))
            return false;
    }
    return true;
}

} // namespace stratoscope::test
