// SPDX-License-Identifier: Apache-2.0
#include "ui/transfers/start_script.h"

#include "ui/common/format.h"
#include "ui/common/terminal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct StartScriptTr {
    Q_DECLARE_TR_FUNCTIONS(StartScript)
};

} // namespace

QString startScript(const QString &folder)
{
    const QFileInfo script(QDir(folder).filePath(u"run.sh"_s));
    return !folder.isEmpty() && script.isFile() && script.isExecutable() ? script.absoluteFilePath() : QString();
}

QString startCommand(const QString &folder)
{
    const QString script = startScript(folder);
    return script.isEmpty() ? QString() : shellLine({script});
}

bool startInTerminal(const QString &folder)
{
    const QString text = StartScriptTr::tr("Exit status: %s. Press Enter to close this window.");
    const QStringList command
        = inTerminal({u"sh"_s, u"-c"_s, u"\"$1\"; printf \"\\n$2\" $?; read -r _"_s, u"sh"_s, startScript(folder), text});
    return !command.isEmpty() && QProcess::startDetached(command.front(), command.mid(1), folder);
}

} // namespace stratoscope::ui
