// SPDX-License-Identifier: Apache-2.0
#include "prebaked/go_mode.h"

#include <algorithm>
#include <span>
#include <utility>

namespace stratoscope {

namespace {

constexpr std::uint32_t kDevice = 1u << 26;
constexpr std::uint32_t kCharacterDevice = 1u << 21;

/// Special ones last, a device before the other that has only some of its bits.
constexpr std::array kKinds{std::pair(EntryKind::Directory, 1u << 31),
                            std::pair(EntryKind::Symlink, 1u << 27),
                            std::pair(EntryKind::CharacterDevice, kDevice | kCharacterDevice),
                            std::pair(EntryKind::BlockDevice, kDevice),
                            std::pair(EntryKind::Fifo, 1u << 25),
                            std::pair(EntryKind::Socket, 1u << 24)};

/// In Go's order: setuid, setgid, sticky.
constexpr std::array kPermissions{std::pair(std::uint16_t(04000), 1u << 23), std::pair(std::uint16_t(02000), 1u << 22),
                                  std::pair(std::uint16_t(01000), 1u << 20)};

} // namespace

std::uint32_t toGoMode(EntryKind kind, std::uint16_t mode)
{
    const auto known = std::ranges::find(kKinds, kind, [](const auto &pair) { return pair.first; });
    std::uint32_t bits = (known == kKinds.end() ? 0 : known->second) | (mode & 0777);
    for (const auto &[posix, go] : kPermissions) {
        if (mode & posix)
            bits |= go;
    }
    return bits;
}

std::uint16_t permissionsOfGoMode(std::uint32_t goMode)
{
    auto mode = std::uint16_t(goMode & 0777);
    for (const auto &[posix, go] : kPermissions) {
        if (goMode & go)
            mode |= posix;
    }
    return mode;
}

std::optional<EntryKind> specialKindOfGoMode(std::uint32_t goMode)
{
    for (const auto &[kind, bits] : std::span(kKinds).subspan(2)) {
        if ((goMode & bits) == bits)
            return kind;
    }
    return std::nullopt;
}

} // namespace stratoscope
