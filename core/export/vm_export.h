// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "export/export_report.h"
#include "image/image.h"
#include "vm/vm_options.h"

#include <functional>

namespace stratoscope {

/// Writes a file system to an empty file. Returns the bytes of contents and warnings.
using WriteVmRoot = std::function<Result<ExportReport>(const ImageFs &fs, File &into)>;

struct VmExport {
    const Image &image;
    const ImageFs &fs; ///< of the image, or of its state after a layer
    QString rootType; ///< the file system of the root disk, by its name in Linux
    WriteVmRoot writeRoot;
    VmOptions options;
    QString spoolDirectory; ///< for unnamed files
};

/// Writes a directory with everything that a virtual machine needs (docs/virtual-machines.md): the root disk, the kernel, an
/// initramfs if the kernel needs one, and what starts it in QEMU, Firecracker and Cloud Hypervisor. It appears completely or not at
/// all. Warnings: what checkBoot() and planVm() say, and what the file system cannot hold.
///
/// Errors: those of planVm(), vmRoot() and StagedDirectory; Unsupported for qcow2 without qemu-img. Blocking. Throws Cancelled.
Result<ExportReport> exportVm(const VmExport &vm, const QString &destination, bool force, ProgressMeter &progress,
                              const std::stop_token &stop);

} // namespace stratoscope
