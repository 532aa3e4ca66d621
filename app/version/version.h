// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope {

/// The version of the programs: `0.2.0`, or `0.2.0+12.g8f2dcfd0a4c1` for the twelfth commit after it.
QString version();

/// The answer to `--version`: the program and its version in the first line, then the commit and the libraries. Those that can tell
/// are named in the version that is loaded, the others in the one that the program was built with.
QString versionText(const QString &program);

} // namespace stratoscope
