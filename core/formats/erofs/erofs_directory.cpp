// SPDX-License-Identifier: Apache-2.0
#include "formats/erofs/erofs_directory.h"

#include "base/little_endian.h"
#include "formats/erofs/erofs_inode.h"

namespace stratoscope {

namespace {

constexpr std::size_t kErofsDirent = 12;

/// How many of the names go into one block.
std::size_t fittingNames(std::span<const ErofsName> names)
{
    std::size_t count = 0;
    std::size_t size = 0;
    for (; count < names.size(); ++count) {
        size += kErofsDirent + names[count].name.size();
        if (size > kErofsBlock)
            break;
    }
    return count;
}

} // namespace

std::string erofsDirectory(std::span<const ErofsName> names)
{
    std::string bytes;
    while (!names.empty()) {
        bytes.resize(erofsBlocks(bytes.size()) * kErofsBlock);
        const auto block = names.first(fittingNames(names));
        names = names.subspan(block.size());
        std::size_t nameOffset = kErofsDirent * block.size();
        for (const ErofsName &entry : block) {
            appendLittleEndian(bytes, entry.nid);
            appendLittleEndian(bytes, std::uint16_t(nameOffset));
            appendLittleEndian(bytes, std::uint16_t(entry.type));
            nameOffset += entry.name.size();
        }
        for (const ErofsName &entry : block)
            bytes += entry.name;
    }
    return bytes;
}

} // namespace stratoscope
