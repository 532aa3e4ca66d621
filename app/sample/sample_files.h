// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

/// What the sample image is made of: a small web application on a small base system. Its three layers show what layers do: add,
/// change, remove (`.wh.NAME`), replace a folder's content (`.wh..wh..opq`) and link.
namespace sample {

struct Entry {
    const char *path; ///< a directory's ends with a slash
    unsigned mode = 0644;
    int owner = 0;
    const char *text = "";
    char type = '0'; ///< as tar has it: file, '1' hard link, '2' symlink
    const char *linkTo = nullptr;
    const char *copyOf = nullptr; ///< a file of the source folder that it is a copy of
};

struct Layer {
    const char *createdBy;
    std::int64_t time; ///< of all its entries, seconds since 1970
    std::vector<Entry> entries;
};

const std::vector<Layer> &layers();

} // namespace sample
