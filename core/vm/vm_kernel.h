// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vm/kernel_modules.h"

namespace stratoscope {

/// A Linux kernel to start a virtual machine with. A value.
struct VmKernel {
    enum class Origin {
        Image, ///< of the image itself
        File, ///< that the user named
        Package, ///< in a Debian package that the user named
        Host, ///< of this machine
    };
    Origin origin = Origin::Image;
    QString path; ///< printable; in the image, in the package, or of the file
    QString version; ///< as printed by `uname -r`; empty if it is not known
    QString architecture; ///< as in a config; empty if it is not known
    FileRegion image;
    std::optional<KernelModules> modules; ///< nothing if they are not known
};

/// The kernel in a file, or in a Debian package (deb(5)), which is unpacked to an unnamed file in `spoolDirectory`. The modules of
/// a file are those of its version on this machine, if there are any. Errors: Unsupported if it is neither; NotFound for a package
/// without a kernel; those of reading. Blocks. Throws Cancelled.
Result<VmKernel> kernelInFile(const QString &path, const QString &spoolDirectory, const std::stop_token &stop);

/// The image's own kernel (`/boot/vmlinuz*`, `/lib/modules/VERSION/vmlinuz`), the one with the highest version.
std::optional<VmKernel> kernelInImage(const ImageFs &fs);

/// The kernel that this machine runs with, if its file can be read.
std::optional<VmKernel> kernelOfHost();

/// What the beginning of a kernel says: the architecture, and for amd64 the version (Linux, Documentation/arch/x86/boot.rst,
/// arch/arm64/booting.rst).
struct KernelHead {
    QString architecture;
    QString version;
};
KernelHead readKernelHead(Bytes head);

} // namespace stratoscope
