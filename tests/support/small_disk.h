// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

/// A small file system in memory, seen by this process alone and gone with it. Where the system allows that.
namespace stratoscope::test {

/// For what is mounted from now on by this thread, and the threads it starts. Best before there are others. False: not allowed.
bool leaveMounts();
/// After leaveMounts(): at a folder that is there.
bool mountSmallDisk(const QString &path, qint64 bytes);
/// Makes room in it.
bool resizeSmallDisk(const QString &path, qint64 bytes);
void unmountSmallDisk(const QString &path);

} // namespace stratoscope::test
