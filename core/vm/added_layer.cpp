// SPDX-License-Identifier: Apache-2.0
#include "vm/added_layer.h"

#include "layer/tar_writer.h"
#include "prebaked/ingest_layer.h"
#include "stream/sparse_writer.h"

#include <cerrno>
#include <sys/mman.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

void AddedLayer::addDirectory(std::string path, std::uint16_t mode)
{
    m_entries.push_back({.path = std::move(path), .kind = EntryKind::Directory, .mode = mode, .content = {}});
}

void AddedLayer::addFile(std::string path, QByteArray content, std::uint16_t mode)
{
    m_entries.push_back({.path = std::move(path), .mode = mode, .content = std::move(content)});
}

void AddedLayer::addCharacterDevice(std::string path, std::uint16_t mode, std::uint32_t major, std::uint32_t minor)
{
    m_entries.push_back({.path = std::move(path),
                         .kind = EntryKind::CharacterDevice,
                         .mode = mode,
                         .content = {},
                         .deviceMajor = major,
                         .deviceMinor = minor});
}

Result<ImageFs> AddedLayer::over(const ImageFs &fs, const std::stop_token &stop) const
{
    const QString name = u"files of the virtual machine"_s;
    const auto file = std::make_shared<File>(memfd_create("layer", MFD_CLOEXEC), name);
    if (!file->isOpen())
        return failErrno(name, u"cannot be kept in memory", errno);
    SparseWriter into(*file);
    TarWriter tar(into);
    for (const Added &added : m_entries) {
        TarMember member;
        member.path = added.kind == EntryKind::Directory ? added.path + '/' : added.path;
        member.kind = added.kind;
        member.mode = added.mode;
        member.mtime = m_time;
        member.size = std::uint64_t(added.content.size());
        member.deviceMajor = added.deviceMajor;
        member.deviceMinor = added.deviceMinor;
        STRATOSCOPE_CHECK(tar.add(member));
        STRATOSCOPE_CHECK(tar.append(asBytes(asText(added.content))));
    }
    STRATOSCOPE_CHECK(tar.finish());
    STRATOSCOPE_CHECK(into.finish());

    const FileRegion region{file, 0, into.position()};
    STRATOSCOPE_TRY(auto index, walkLayer(region, stop));
    ImageFs result = fs;
    MergedTree::Layers layers = fs.tree ? fs.tree->layers() : MergedTree::Layers();
    layers.push_back(std::move(index));
    result.contents.emplace_back(region);
    STRATOSCOPE_TRY(result.tree, MergedTree::merge(std::move(layers), stop));
    return result;
}

} // namespace stratoscope
