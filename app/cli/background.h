// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <optional>
#include <stop_token>

namespace stratoscope::cli {

/// A second process of this program that does the same work in the background. What it has to say until it is ready appears where
/// this process writes; a fork() would not do, since only one thread would come along.
namespace background {

/// Starts it and waits until it calls becomeReady(), or has ended: returns its exit code, or nothing if it is ready. Throws
/// Cancelled after it has ended.
Result<std::optional<int>> start(const std::stop_token &stop);

/// Whether this is the second process.
bool isHere();

/// To be called by the second process when its work can be used: it leaves the terminal, and the first process returns.
void becomeReady();

} // namespace background

} // namespace stratoscope::cli
