// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/image.h"

#include <stop_token>

namespace stratoscope {

class ProgressMeter;
class Store;

/// The error of a layer whose verification has failed.
Result<void> requireNoFailure(const Image &image);

/// Verifies the layers that are Pending; also waits for a verification that is running in another thread. Throws Cancelled.
Result<void> requireVerified(const Image &image, Store &store, ProgressMeter &progress, const std::stop_token &stop);

} // namespace stratoscope
