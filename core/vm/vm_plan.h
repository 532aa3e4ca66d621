// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/platform.h"
#include "vm/vm_architecture.h"
#include "vm/vm_kernel.h"
#include "vm/vm_options.h"

namespace stratoscope {

/// What a virtual machine of an image consists of: known before anything is written.
struct VmPlan {
    const VmArchitecture *architecture = nullptr;
    VmKernel kernel;
    QString rootType; ///< the file system of the root disk: "ext4", "squashfs", "erofs"
    bool isRootWritable = false; ///< without an overlay

    enum class Disk { Nvme, Virtio };
    Disk disk = Disk::Nvme; ///< how QEMU presents the root disk

    /// In the order in which they are loaded. The ones for the root disk are needed before it can be read.
    std::vector<KernelModules::Module> initramfsModules;
    std::vector<KernelModules::Module> rootModules; ///< network, random numbers, overlay
    bool emulatorNeedsInitramfs = false; ///< QEMU; other monitors have other disks
    bool hasNetwork = false;

    QStringList notes; ///< sentences: what the machine will lack
};

/// Chooses the kernel and what it needs. `rootType`: the file system of the root disk.
///
/// Errors: those of vmArchitecture() and kernelInFile(); NotFound if there is no kernel, saying where one can be had; Unsupported
/// if it cannot read the root disk; WrongPlatform for a kernel for another architecture. Blocks. Throws Cancelled.
Result<VmPlan> planVm(const ImageFs &image, const Platform &platform, const QString &subject, const QString &rootType,
                      const VmOptions &options, const QString &spoolDirectory, const std::stop_token &stop);

/// "6.1.0-13-amd64, of the image (/boot/vmlinuz-6.1.0-13-amd64)".
QString describe(const VmKernel &kernel);

} // namespace stratoscope
