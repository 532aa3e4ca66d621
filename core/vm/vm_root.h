// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oci/image_config.h"
#include "vm/vm_plan.h"

namespace stratoscope {

/// The file system of the root disk: that of the image, and on top the init, what it is to run, modules, the directories that it
/// mounts at, and the files that a container engine provides (`/etc/hosts`, `/etc/resolv.conf`) where the image lacks them.
/// `imageName`: for the host name. Errors: those of runFile() and AddedLayer::over(). Throws Cancelled.
Result<ImageFs> vmRoot(const ImageFs &image, const ImageConfig &config, const QString &imageName, const VmPlan &plan,
                       const std::stop_token &stop);

/// The tree of an initramfs that loads modules and starts the root disk. The same errors.
Result<ImageFs> vmInitramfs(const VmPlan &plan, const std::stop_token &stop);

} // namespace stratoscope
