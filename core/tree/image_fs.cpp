// SPDX-License-Identifier: Apache-2.0
#include "tree/image_fs.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<std::size_t> ImageFs::read(NodeId node, std::uint64_t position, std::span<std::byte> into) const
{
    const MergedTree::Origin origin = tree->origin(node);
    if (origin.record == kNoRecord)
        return 0;
    const auto layer = std::size_t(origin.layer);
    return contents[layer].read(*tree->layers()[layer], origin.record, position, into);
}

std::optional<FileRegion> ImageFs::region(NodeId node) const
{
    const MergedTree::Origin origin = tree->origin(node);
    if (origin.record == kNoRecord)
        return std::nullopt;
    const LayerIndex &index = *tree->layers()[std::size_t(origin.layer)];
    const FileRegion &layer = contents[std::size_t(origin.layer)].region();
    const std::uint64_t offset = index.contentOffset(origin.record);
    const std::uint64_t size = index.entry(origin.record).size;
    if (index.sparseExtents(origin.record) || offset > layer.size || size > layer.size - offset)
        return std::nullopt;
    return FileRegion{layer.file, layer.offset + offset, size};
}

Result<QByteArray> ImageFs::readAll(NodeId node, std::uint64_t limit) const
{
    const std::uint64_t size = tree->entry(node).size;
    if (size > limit)
        return fail(ErrorKind::TooLarge, printable(tree->path(node)),
                    u"has %1 bytes, but at most %2 are expected"_s.arg(size).arg(limit));
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    STRATOSCOPE_TRY(const std::size_t count,
                    read(node, 0, std::as_writable_bytes(std::span(bytes.data(), std::size_t(bytes.size())))));
    bytes.truncate(qsizetype(count));
    return bytes;
}

} // namespace stratoscope
