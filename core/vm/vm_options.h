// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace stratoscope {

/// How an image becomes a virtual machine.
struct VmOptions {
    QString kernel; ///< a file: a kernel, or a Debian package with one; empty: the image's own, else this machine's
    int memory = 1024; ///< MiB
    bool qcow2 = false; ///< the form of the root disk; otherwise raw
};

} // namespace stratoscope
