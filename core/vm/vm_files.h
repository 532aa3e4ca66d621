// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vm/vm_plan.h"

namespace stratoscope {

/// The names of the files in the folder of a virtual machine.
inline constexpr QLatin1StringView kVmKernelFile("kernel");
inline constexpr QLatin1StringView kVmInitramfsFile("initramfs");
inline constexpr QLatin1StringView kVmScriptFile("run.sh");

/// "root.img", "root.qcow2".
QString vmRootFile(const VmOptions &options);

/// The script that starts QEMU, for any POSIX shell. Nothing of the image is in it.
QByteArray vmScript(const VmPlan &plan, const VmOptions &options);
/// Three lines about the folder.
QByteArray vmReadme(const VmPlan &plan, const QString &imageName);
/// A configuration file of Firecracker (its API's requests in one object).
QByteArray firecrackerConfig(const VmPlan &plan, const VmOptions &options);
/// A script that starts Cloud Hypervisor.
QByteArray cloudHypervisorScript(const VmPlan &plan, const VmOptions &options);

} // namespace stratoscope
