// SPDX-License-Identifier: Apache-2.0
#include <stratoscope/file_system.h>

#include "api/conversion.h"

namespace stratoscope::api {

struct File::Data {
    ImageFs fs;
    NodeId node = kNoNode;
};

File::File(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

File::~File() = default;
File::File(const File &) = default;
File &File::operator=(const File &) = default;

std::uint64_t File::size() const
{
    return m_data ? m_data->fs.tree->entry(m_data->node).size : 0;
}

std::size_t File::read(std::uint64_t position, void *buffer, std::size_t size) const
{
    if (!m_data)
        throw Error(ErrorCode::Invalid, {}, "the file is closed");
    return valueOf(m_data->fs.read(m_data->node, position, {static_cast<std::byte *>(buffer), size}));
}

void File::close()
{
    m_data.reset();
}

FileSystem::FileSystem(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

FileSystem::~FileSystem() = default;
FileSystem::FileSystem(const FileSystem &) = default;
FileSystem &FileSystem::operator=(const FileSystem &) = default;

Node FileSystem::size() const
{
    return m_data->fs.tree->size();
}

std::optional<Node> FileSystem::lookUp(std::string_view path) const
{
    return m_data->fs.tree->find(path);
}

std::optional<Node> FileSystem::lookUp(Node directory, std::string_view name) const
{
    return m_data->fs.tree->child(directory, name);
}

Node FileSystem::resolve(std::string_view path, bool followLast) const
{
    return valueOf(m_data->fs.tree->resolve(path, followLast));
}

std::vector<DirectoryEntry> FileSystem::list(Node directory) const
{
    const MergedTree &tree = *m_data->fs.tree;
    const NodeRange children = tree.children(directory);
    std::vector<DirectoryEntry> entries;
    entries.reserve(children.size());
    for (const NodeId child : children)
        entries.push_back({.name = std::string(tree.name(child)), .node = child, .type = typeOf(tree.kind(child))});
    return entries;
}

Status FileSystem::status(Node node) const
{
    const Entry entry = m_data->fs.tree->entry(node);
    return {.type = typeOf(entry.kind),
            .mode = entry.mode,
            .uid = entry.uid,
            .gid = entry.gid,
            .size = entry.size,
            .seconds = entry.mtime.seconds,
            .nanoseconds = entry.mtime.nanoseconds,
            .deviceMajor = entry.deviceMajor,
            .deviceMinor = entry.deviceMinor,
            .layer = m_data->fs.tree->layer(node)};
}

Node FileSystem::parent(Node node) const
{
    return m_data->fs.tree->parent(node);
}

std::string FileSystem::name(Node node) const
{
    return std::string(m_data->fs.tree->name(node));
}

std::string FileSystem::path(Node node) const
{
    return m_data->fs.tree->path(node);
}

std::string FileSystem::linkTarget(Node node) const
{
    const Entry entry = m_data->fs.tree->entry(node);
    return entry.kind == EntryKind::Symlink ? std::string(entry.linkTarget) : std::string();
}

std::map<std::string, std::string> FileSystem::extendedAttributes(Node node) const
{
    const Xattrs *const xattrs = m_data->fs.tree->entry(node).xattrs;
    return xattrs ? std::map<std::string, std::string>(xattrs->begin(), xattrs->end()) : std::map<std::string, std::string>();
}

File FileSystem::open(Node node) const
{
    if (m_data->fs.tree->kind(node) != EntryKind::Regular)
        throw Error(ErrorCode::Invalid, printable(path(node)).toStdString(), "is not a regular file");
    return File(std::make_shared<const File::Data>(File::Data{m_data->fs, node}));
}

FileSystem FileSystem::stacked(const std::vector<Layer> &layers) const
{
    MergedTree::Layers indexes = m_data->fs.tree->layers();
    Data made{.fs = {.tree = {}, .contents = m_data->fs.contents}};
    for (const Layer &layer : layers) {
        indexes.push_back(layer.data().layer.index);
        made.fs.contents.push_back(layer.data().layer.contents);
    }
    made.fs.tree = valueOf(MergedTree::merge(std::move(indexes)));
    return FileSystem(std::make_shared<const Data>(std::move(made)));
}

} // namespace stratoscope::api
