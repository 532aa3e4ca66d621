// SPDX-License-Identifier: Apache-2.0
#include "support/small_disk.h"

#include <QFile>

#include <sched.h>
#include <sys/mount.h>

namespace stratoscope::test {

namespace {

bool mount(const QString &path, qint64 bytes, unsigned long flags)
{
    const QByteArray options = "size=" + QByteArray::number(bytes) + ",mode=0755";
    return ::mount("tmpfs", QFile::encodeName(path).constData(), "tmpfs", flags, options.constData()) == 0;
}

} // namespace

bool leaveMounts()
{
    const bool isAlone = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    return isAlone && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool mountSmallDisk(const QString &path, qint64 bytes)
{
    return mount(path, bytes, 0);
}

bool resizeSmallDisk(const QString &path, qint64 bytes)
{
    return mount(path, bytes, MS_REMOUNT);
}

void unmountSmallDisk(const QString &path)
{
    ::umount2(QFile::encodeName(path).constData(), MNT_DETACH);
}

} // namespace stratoscope::test
