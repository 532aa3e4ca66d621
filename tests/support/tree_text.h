// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QStringList>

/// Trees as indented text, to be compared line by line.
namespace stratoscope::test {

enum class TreeColumns {
    Names, ///< name, kind, link
    Layers, ///< those and the layer: ` @1`
    All, ///< those and mode, owner, size, time, attributes
};

/// One line an entry below the root, each level indented by two spaces: `etc/`, `passwd`, `bin -> usr/bin`, `a = b/c` for a hard
/// link that is known to be one, `null c1:3`, `sda b8:0`, `pipe |`, `socket %`, and in the tree of one layer `-gone` and `!` for
/// whiteouts and opaque marks, `a => b/c` for hard links. With all columns ` 0644 0:0 12b 1714564800+500` (mode, owner, bytes,
/// seconds and nanoseconds) and ` user.x=...` follow, or ` implied`.
QStringList treeLines(const MergedTree &tree, TreeColumns columns = TreeColumns::Names);

/// One entry's line, without its indentation.
QString entryLine(const MergedTree &tree, NodeId node, TreeColumns columns);

} // namespace stratoscope::test
