// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace stratoscope::ui {

/// The command that runs another one in a new window of the user's terminal emulator: that of the desktop (`xdg-terminal-exec`),
/// `$TERMINAL`, the system's (`x-terminal-emulator`), or a usual one. Empty if there is none.
QStringList inTerminal(const QStringList &command);

} // namespace stratoscope::ui
