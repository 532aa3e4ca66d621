// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stratoscope::test {

/// Tells the thread sanitizer that what this thread did so far happens before what another thread does after its own call: for
/// threads that are synchronized by something it does not see, such as a connection between them. Does nothing in other builds.
void synchronizeThreads();

} // namespace stratoscope::test
