// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stratoscope::init {

/// What this program does as the `/init` of an initramfs: loads the modules that the root disk needs, mounts it, and starts the
/// init that is there. Never returns.
[[noreturn]] void startFromInitramfs();

} // namespace stratoscope::init
