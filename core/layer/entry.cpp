// SPDX-License-Identifier: Apache-2.0
#include "layer/entry.h"

namespace stratoscope {

std::string_view kindName(EntryKind kind)
{
    static constexpr std::array<std::string_view, 10> kNames{"regular", "directory", "symlink", "hardlink", "character",
                                                             "block",   "fifo",      "socket",  "whiteout", "opaque"};
    return kNames[std::size_t(kind)];
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
