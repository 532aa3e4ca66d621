// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stratoscope::init {

/// Adds what differs between machines and starts to the kernel's random numbers, and waits until the kernel has collected enough.
void seedRandomness();

} // namespace stratoscope::init
