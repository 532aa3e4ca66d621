// SPDX-License-Identifier: Apache-2.0
#include "store/lock_holders.h"

#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

QString nameOfProcess(qint64 process)
{
    if (process == ::getpid())
        return u"this program"_s;
    QFile file(u"/proc/%1/comm"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return u"process %1"_s.arg(process);
    return u"%1 (process %2)"_s.arg(printable(file.readAll().trimmed().toStdString()), QString::number(process));
}

} // namespace

QStringList lockHolders(const File &file)
{
    struct stat status;
    QFile locks(u"/proc/locks"_s);
    if (::fstat(file.descriptor(), &status) != 0 || !locks.open(QIODevice::ReadOnly))
        return {};
    // `1: FLOCK  ADVISORY  READ 1234 fe:01:5678 0 EOF`; waiting ones have an arrow. The number of the device is not compared: some
    // file systems (btrfs) give another one here.
    constexpr qsizetype kType = 1;
    constexpr qsizetype kProcess = 4;
    constexpr qsizetype kInode = 5;
    const QByteArray inode = ':' + QByteArray::number(quint64(status.st_ino));
    QStringList holders;
    for (const QByteArray &line : locks.readAll().split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() <= kInode || fields[kType] != "FLOCK" || !fields[kInode].endsWith(inode))
            continue;
        const qint64 process = fields[kProcess].toLongLong();
        if (process <= 0)
            continue; // of another container
        if (const QString name = nameOfProcess(process); !holders.contains(name))
            holders << name;
    }
    return holders;
}

} // namespace stratoscope
