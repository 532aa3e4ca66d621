// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <optional>
#include <string>
#include <vector>

/// Operations on open directories that take a single name, never a path: so no symbolic link is ever followed, whatever the
/// directories contain.
namespace stratoscope::directory {

/// Opens a directory by its name in another one. On failure the file is not open and errno is set: ELOOP or ENOTDIR for a symlink.
File open(int parent, const char *name);
/// The same, after making it writable and searchable if its owner lacks these permissions.
File openWritable(int parent, const char *name);

struct Name {
    std::string bytes;
    bool isDirectory = false; ///< if the file system reports it in its listings
};
/// The entries of a directory, in no particular order, without `.` and `..`. Nothing, with errno set, if it cannot be read.
std::optional<std::vector<Name>> list(int directory);

/// Moves `name` from one directory to another. Returns 0 or the errno; EEXIST if the name exists there. Moving a directory requires
/// write permission for it, which is granted temporarily if we own it.
int move(int from, int to, const char *name);

/// Renames a file within a directory, in the same way.
int rename(int parent, const char *name, const char *newName);

/// Exchanges the entries with this name in the two directories, in the same way. If the file system cannot do that atomically, the
/// other entry is temporarily in `from`.
int exchange(int from, int to, const char *name);

/// Removes an entry and everything below it, as far as possible. Returns false if something remains.
bool removeTree(int parent, const char *name);

} // namespace stratoscope::directory
