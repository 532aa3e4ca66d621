// SPDX-License-Identifier: Apache-2.0
#include "init/randomness.h"

#include "init/files.h"

#include <sys/random.h>
#include <time.h>

namespace stratoscope::init {

void seedRandomness()
{
    // Mixed in without being counted: an image is started many times, from the same bytes.
    timespec times[2] = {};
    clock_gettime(CLOCK_REALTIME, &times[0]);
    clock_gettime(CLOCK_MONOTONIC, &times[1]);
    writeFile("/dev/urandom", {reinterpret_cast<const char *>(times), sizeof times});
    writeFile("/dev/urandom", readFile("/proc/interrupts"));
    char byte = 0;
    (void)!getrandom(&byte, 1, 0); // makes the kernel collect from the jitter of its clock, if there is no better source
}

} // namespace stratoscope::init
