// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

#include <optional>
#include <string>
#include <vector>

/// Steps on folders that are already open, each by a single name: no path is ever walked through, so no symbolic link is followed,
/// whatever stands in the folders.
namespace stratoscope::folder {

/// A folder by its name in another one. Not open, with errno set, where it cannot be: ELOOP or ENOTDIR for a symbolic link.
File open(int parent, const char *name);
/// The same, but one of our own that we may not enter or change is made ours to change first.
File openWritable(int parent, const char *name);

struct Name {
    std::string bytes;
    bool isFolder = false; ///< as far as the file system tells in its list
};
/// What a folder holds, in no order, without `.` and `..`. Nothing, with errno set, where it cannot be read.
std::optional<std::vector<Name>> list(int folder);

/// Gives `name` of one folder to another, which has nothing of that name. 0, or the errno; EEXIST where there is something. Moving
/// a folder asks for the right to change it, which our own are given for that moment.
int move(int from, int to, const char *name);

/// Exchanges what has `name` in the two folders, in the same way. Where the file system cannot do it in one step, `from` is where
/// the other one stands for a moment.
int exchange(int from, int to, const char *name);

/// Removes what has this name, with all below it, as far as possible. False where something is left.
bool removeTree(int parent, const char *name);

} // namespace stratoscope::folder
