// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "packages/read_packages.h"

#include <QStringList>

namespace stratoscope::test {

/// One line a package: `deb libc6:amd64 2.36 <- glibc [/lib/a /lib/b] 1024 L0`, without what is empty.
inline QStringList packageLines(const ImageFs &fs, const PackageList &list)
{
    QStringList lines;
    for (const Package &package : list.packages) {
        QString line = printable(packageTypeName(package.type)) + u' ' + printable(package.name);
        if (!package.arch.empty())
            line += u':' + printable(package.arch);
        line += u' ' + printable(package.version);
        if (!package.source.empty())
            line += QStringLiteral(" <- ") + printable(package.source);
        QStringList files;
        for (const NodeId file : package.files)
            files += printable(fs.tree->path(file));
        files.sort();
        line += QStringLiteral(" [") + files.join(u' ') + u']';
        if (package.size)
            line += u' ' + QString::number(*package.size);
        if (!package.inside.empty())
            line += QStringLiteral(" in ") + printable(package.inside);
        lines += line + QStringLiteral(" L%1").arg(package.layer);
    }
    return lines;
}

inline QStringList noteLines(const PackageList &list)
{
    QStringList lines;
    for (const Error &note : list.notes)
        lines += note.message();
    return lines;
}

} // namespace stratoscope::test
