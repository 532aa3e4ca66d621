// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QStringList>

#include <array>

namespace stratoscope {

/// Counts what a format cannot hold, to be listed in one warning. For one thread.
class FormatLosses
{
public:
    enum Loss : std::size_t {
        Xattr, ///< entries with extended attributes that are left out
        Fraction, ///< times whose fractions of a second are cut off
        Time, ///< times out of range, which become the nearest one
        Owner, ///< owners out of range
        Device, ///< device numbers out of range
        Socket, ///< sockets that are left out
        HardLink, ///< hard links that become another file, since one file may not have so many
        kLossCount,
    };

    /// The first entry of a kind is named. `path`: with a leading slash.
    void add(Loss loss, const MergedTree &tree, NodeId node);
    void add(Loss loss, std::string_view path);
    /// At most one sentence; `format`: its name, such as "squashfs".
    QStringList warnings(const QString &format) const;

private:
    struct Counted {
        std::uint64_t count = 0;
        QString first; ///< path
    };
    std::array<Counted, kLossCount> m_losses;
};

} // namespace stratoscope
