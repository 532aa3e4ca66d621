// SPDX-License-Identifier: Apache-2.0
#include "layer/entry.h"

namespace stratoscope {

std::string_view kindName(EntryKind kind)
{
    static constexpr std::array<std::string_view, 10> kNames{"regular", "directory", "symlink", "hardlink", "character",
                                                             "block",   "fifo",      "socket",  "whiteout", "opaque"};
    return kNames[std::size_t(kind)];
}

std::span<const EntryWarningName> entryWarningNames()
{
    static constexpr std::array<EntryWarningName, 5> kNames{{
        {kOwnerCutOff, "owner", "has an owner or group that does not fit into 32 bits, of which the lower 32 are used"},
        {kDeviceCutOff, "device", "has a device number that does not fit into 32 bits, of which the lower 32 are used"},
        {kNumberIgnored, "number", "has a number that cannot be read, and is ignored"},
        {kNamelessWhiteout, "whiteout", "is a whiteout without a name, which hides nothing"},
        {kAufsLink, "aufs", "is a hard link into the bookkeeping of AUFS; it is left out if the file is missing there"},
    }};
    return kNames;
}

std::array<char, 10> modeText(EntryKind kind, std::uint16_t mode)
{
    static constexpr std::string_view kLetters = "-dlhcbpswo"; // in the order of EntryKind
    std::array<char, 10> text;
    text[0] = kLetters[std::size_t(kind)];
    for (std::size_t i = 0; i < 9; ++i)
        text[1 + i] = mode & (0400 >> i) ? "rwx"[i % 3] : '-';
    if (mode & 04000)
        text[3] = mode & 0100 ? 's' : 'S';
    if (mode & 02000)
        text[6] = mode & 0010 ? 's' : 'S';
    if (mode & 01000)
        text[9] = mode & 0001 ? 't' : 'T';
    return text;
}

} // namespace stratoscope
