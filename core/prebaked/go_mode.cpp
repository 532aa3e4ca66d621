// SPDX-License-Identifier: Apache-2.0
#include "prebaked/go_mode.h"

namespace stratoscope {

namespace {

enum GoMode : std::uint32_t {
    kDirectory = 1u << 31,
    kSymlink = 1u << 27,
    kDevice = 1u << 26,
    kNamedPipe = 1u << 25,
    kSocket = 1u << 24,
    kSetuid = 1u << 23,
    kSetgid = 1u << 22,
    kCharacterDevice = 1u << 21,
    kSticky = 1u << 20,
};

struct Permission {
    std::uint16_t posix;
    GoMode go;
};
constexpr Permission kSpecialPermissions[] = {{04000, kSetuid}, {02000, kSetgid}, {01000, kSticky}};

std::uint32_t kindBits(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Directory:
        return kDirectory;
    case EntryKind::Symlink:
        return kSymlink;
    case EntryKind::CharacterDevice:
        return kDevice | kCharacterDevice;
    case EntryKind::BlockDevice:
        return kDevice;
    case EntryKind::Fifo:
        return kNamedPipe;
    case EntryKind::Socket:
        return kSocket;
    case EntryKind::Regular:
    case EntryKind::Hardlink:
    case EntryKind::Whiteout:
    case EntryKind::Opaque:
        return 0;
    }
    return 0;
}

} // namespace

std::uint32_t toGoMode(EntryKind kind, std::uint16_t mode)
{
    std::uint32_t bits = kindBits(kind) | (mode & 0777);
    for (const auto &[posix, go] : kSpecialPermissions) {
        if (mode & posix)
            bits |= go;
    }
    return bits;
}

std::uint16_t permissionsOfGoMode(std::uint32_t goMode)
{
    auto mode = std::uint16_t(goMode & 0777);
    for (const auto &[posix, go] : kSpecialPermissions) {
        if (goMode & go)
            mode |= posix;
    }
    return mode;
}

std::optional<EntryKind> specialKindOfGoMode(std::uint32_t goMode)
{
    if (goMode & kDevice)
        return goMode & kCharacterDevice ? EntryKind::CharacterDevice : EntryKind::BlockDevice;
    if (goMode & kNamedPipe)
        return EntryKind::Fifo;
    if (goMode & kSocket)
        return EntryKind::Socket;
    return std::nullopt;
}

} // namespace stratoscope
