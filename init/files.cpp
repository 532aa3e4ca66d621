// SPDX-License-Identifier: Apache-2.0
#include "init/files.h"

#include <fcntl.h>
#include <unistd.h>

namespace stratoscope::init {

std::string readFile(const char *path)
{
    constexpr std::size_t kMost = 1 << 20;
    std::string content;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return content;
    char piece[4096];
    ssize_t count = 0;
    while (content.size() < kMost && (count = read(file, piece, sizeof piece)) > 0)
        content.append(piece, std::size_t(count));
    close(file);
    return content;
}

int writeFile(const char *path, std::string_view content)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0)
        return -1;
    const bool isWritten = writeAll(file, content);
    close(file);
    return isWritten ? 0 : -1;
}

bool writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = write(descriptor, bytes.data(), bytes.size());
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return true;
}

} // namespace stratoscope::init
