// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stratoscope::init {

/// Mounts /proc, /sys, /dev, /dev/pts, /dev/shm, /run and /tmp. A mount point that is missing is created if the root file system
/// can be written. /run and /tmp remain as they are if the image has files there.
void mountFileSystems();

/// Mounts /proc and /dev alone, as far as these directories exist.
void mountForInitramfs();

/// If the root file system is read-only, makes a writable one of it that keeps changes in memory. Does nothing if the kernel lacks
/// overlayfs or tmpfs.
void makeRootWritable();

/// Makes a mounted file system the root of this process and of those it starts.
bool switchRoot(const char *to);

} // namespace stratoscope::init
