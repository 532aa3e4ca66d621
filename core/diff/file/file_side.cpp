// SPDX-License-Identifier: Apache-2.0
#include "diff/file/file_side.h"

#include "base/cancel.h"

#include <cstring>

namespace stratoscope {

Result<bool> sameBytes(const FileSide &before, const FileSide &after, const std::stop_token &stop)
{
    constexpr std::size_t kPiece = 1024 * 1024;
    if (before.size() != after.size())
        return false;
    if (before.fs.tree == after.fs.tree && before.fs.tree->origin(before.node) == after.fs.tree->origin(after.node))
        return true;
    const auto pieceSize = std::size_t(std::min<std::uint64_t>(kPiece, before.size()));
    std::vector<std::byte> left(pieceSize);
    std::vector<std::byte> right(pieceSize);
    for (std::uint64_t position = 0; position < before.size();) {
        throwIfStopped(stop);
        STRATOSCOPE_TRY(const std::size_t leftCount, before.fs.read(before.node, position, left));
        STRATOSCOPE_TRY(const std::size_t rightCount, after.fs.read(after.node, position, right));
        if (leftCount != rightCount || std::memcmp(left.data(), right.data(), leftCount) != 0)
            return false;
        if (leftCount == 0)
            break;
        position += leftCount;
    }
    return true;
}

} // namespace stratoscope
