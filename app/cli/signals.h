// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

namespace stratoscope::cli {

/// The exit status of an interrupted program.
constexpr int kInterrupted = 130;

/// Ensures that descriptors 0, 1 and 2 are open, so that no other file becomes standard output; turns failed writes into errors
/// instead of signals; and turns the first SIGINT, SIGTERM or SIGHUP into a stop request, and the second into an immediate exit.
/// To be called before any thread is started.
std::stop_token handleSignals();

} // namespace stratoscope::cli
