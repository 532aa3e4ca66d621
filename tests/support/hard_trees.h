// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/tar_builder.h"

#include <QStringList>

#include <vector>

/// Trees that are hard to write, and what comes out of a written one.
namespace stratoscope::test {

struct HardTree {
    const char *name;
    std::vector<TarBuilder> layers;
};
std::vector<HardTree> hardTrees();
/// A column `layers` with a row for each of them.
void addHardTreeRows();

/// A file with holes: at its beginning, in the middle, and at its end.
SparseFile holes();

/// diskTree() with all columns, followed by a line `PATH NAME=VALUE` for each extended attribute.
QStringList diskTreeWithXattrs(const QString &root);

/// Whether this system can mount images of that type, visibly for this process only. Call it before there are other threads.
bool canMount(const QString &type);

/// A file system image, mounted by the kernel after canMount(). Unmounts in the end.
class MountedImage
{
public:
    /// `type`: as for mount(8). `path`: an existing directory. `access`: `ro` or `rw`.
    MountedImage(const QString &image, const QString &type, const QString &path, const QString &access = QStringLiteral("ro"));
    ~MountedImage();
    MountedImage(const MountedImage &) = delete;
    MountedImage &operator=(const MountedImage &) = delete;

    /// Empty if it is mounted.
    const QString &error() const { return m_error; }

private:
    QString m_path;
    QString m_error;
};

} // namespace stratoscope::test
