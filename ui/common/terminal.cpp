// SPDX-License-Identifier: Apache-2.0
#include "ui/common/terminal.h"

#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

QStringList inTerminal(const QStringList &command)
{
    // With the option that the rest of the arguments is a command. Debian requires -e of every terminal emulator.
    QList<QStringList> terminals{{u"xdg-terminal-exec"_s}};
    if (QStringList chosen = QProcess::splitCommand(qEnvironmentVariable("TERMINAL")); !chosen.isEmpty())
        terminals += chosen + QStringList{chosen.front().endsWith(u"gnome-terminal"_s) ? u"--"_s : u"-e"_s};
    terminals += {{u"x-terminal-emulator"_s, u"-e"_s},
                  {u"konsole"_s, u"-e"_s},
                  {u"gnome-terminal"_s, u"--"_s},
                  {u"xfce4-terminal"_s, u"-x"_s},
                  {u"xterm"_s, u"-e"_s}};
    for (const QStringList &terminal : terminals) {
        if (!QStandardPaths::findExecutable(terminal.front()).isEmpty())
            return terminal + command;
    }
    return {};
}

} // namespace stratoscope::ui
