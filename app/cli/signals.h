// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

namespace stratoscope::cli {

/// The exit code of a program that was interrupted.
constexpr int kInterrupted = 130;

/// Makes sure that 0, 1 and 2 are open, so that no file of ours is ever taken for standard output; makes failed writes errors
/// instead of signals; and turns the first SIGINT, SIGTERM or SIGHUP into a request to stop, the second into an end at once.
/// To be called before any thread is started.
std::stop_token handleSignals();

} // namespace stratoscope::cli
