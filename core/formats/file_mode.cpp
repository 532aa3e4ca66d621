// SPDX-License-Identifier: Apache-2.0
#include "formats/file_mode.h"

#include <sys/stat.h>

namespace stratoscope {

std::uint16_t fileMode(const Entry &entry)
{
    switch (entry.kind) {
    case EntryKind::Directory:
        return std::uint16_t(S_IFDIR | entry.mode);
    case EntryKind::Symlink:
        return S_IFLNK | 0777;
    case EntryKind::CharacterDevice:
        return std::uint16_t(S_IFCHR | entry.mode);
    case EntryKind::BlockDevice:
        return std::uint16_t(S_IFBLK | entry.mode);
    case EntryKind::Fifo:
        return std::uint16_t(S_IFIFO | entry.mode);
    case EntryKind::Socket:
        return std::uint16_t(S_IFSOCK | entry.mode);
    default:
        return std::uint16_t(S_IFREG | entry.mode);
    }
}

std::optional<std::uint32_t> deviceNumber(const Entry &entry)
{
    const std::uint32_t major = entry.deviceMajor;
    const std::uint32_t minor = entry.deviceMinor;
    if (major >= 1U << 12 || minor >= 1U << 20)
        return std::nullopt;
    return (minor & 0xFF) | major << 8 | (minor & ~0xFFU) << 12;
}

} // namespace stratoscope
