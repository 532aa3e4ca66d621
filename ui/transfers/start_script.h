// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope::ui {

/// The program in an exported folder that starts it as a virtual machine, `run.sh`; empty if there is none.
QString startScript(const QString &folder);
/// The command that starts it, for a shell.
QString startCommand(const QString &folder);
/// Runs it in a window of the user's terminal, which shows the exit status and stays until Enter is pressed. Returns false if there
/// is no terminal.
bool startInTerminal(const QString &folder);

} // namespace stratoscope::ui
