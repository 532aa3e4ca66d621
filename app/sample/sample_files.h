// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

/// The contents of the sample image: a small web application on a small base system. Its three layers show what layers can do: add,
/// change and remove (`.wh.NAME`) entries, replace a directory's contents (`.wh..wh..opq`), and link.
namespace sample {

struct Entry {
    const char *path; ///< ends with a slash for a directory
    unsigned mode = 0644;
    int owner = 0;
    const char *text = "";
    char type = '0'; ///< as in tar: file, '1' hard link, '2' symlink
    const char *linkTo = nullptr;
    const char *copyOf = nullptr; ///< copies this file of the source directory
};

struct Layer {
    const char *createdBy;
    std::int64_t time; ///< of all entries, in seconds since 1970
    std::vector<Entry> entries;
};

const std::vector<Layer> &layers();

} // namespace sample
