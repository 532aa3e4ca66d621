// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

namespace stratoscope::test {

/// A Unix socket with this path, on which nobody listens yet. Ends the program if that fails.
File boundSocket(const QString &path);
/// The same, listening.
File listeningSocket(const QString &path);
/// A connection to a Unix socket; not open if nobody listens there.
File connectedSocket(const QString &path);

} // namespace stratoscope::test
