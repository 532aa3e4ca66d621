// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "oci/platform.h"

#include <QByteArray>

namespace stratoscope {

/// What differs between the machines that an image can be exported for.
struct VmArchitecture {
    QLatin1StringView oci; ///< as in a config: "amd64"
    QLatin1StringView emulator; ///< "qemu-system-x86_64"
    QLatin1StringView host; ///< as printed by `uname -m`
    QLatin1StringView machine; ///< of QEMU's -M
    QLatin1StringView console; ///< the terminal: "ttyS0"
    QLatin1StringView statusPort; ///< where the init writes the exit status: "/dev/ttyS1"
    QLatin1StringView statusDevice; ///< QEMU's options for it
    QByteArray (*init)(); ///< the program of the folder init; empty where it was built without one
};

/// Images that name no architecture are taken for this machine's. Unsupported for any but amd64 and arm64, for another operating
/// system than Linux, and if this program was built without an init for it.
Result<const VmArchitecture *> vmArchitecture(const Platform &platform, const QString &subject);

} // namespace stratoscope
