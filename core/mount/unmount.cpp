// SPDX-License-Identifier: Apache-2.0
#include "mount/unmount.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<void> unmount(const QString &directory)
{
    QProcess process;
    process.start(u"fusermount3"_s, {u"-u"_s, u"-z"_s, u"--"_s, directory});
    if (process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    const QString said = QString::fromLocal8Bit(process.readAllStandardError().trimmed());
    return fail(ErrorKind::Io, directory, u"cannot be unmounted: %1"_s.arg(said.isEmpty() ? process.errorString() : said));
}

} // namespace stratoscope
