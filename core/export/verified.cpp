// SPDX-License-Identifier: Apache-2.0
#include "export/verified.h"

#include "base/cancel.h"
#include "image/verify_image.h"

#include <chrono>
#include <thread>

namespace stratoscope {

Result<void> requireNoFailure(const Image &image)
{
    for (const ImageLayer &layer : image.layers) {
        if (auto error = layer.check->error())
            return Failure(std::move(*error));
    }
    return {};
}

Result<void> requireVerified(const Image &image, Store &store, ProgressMeter &progress, const std::stop_token &stop)
{
    while (true) {
        STRATOSCOPE_CHECK(requireNoFailure(image));
        const Verification state = image.verification();
        if (state == Verification::Verified || state == Verification::Unknown)
            return {};
        if (state == Verification::Pending)
            STRATOSCOPE_CHECK(verifyImage(image, store, progress, stop));
        throwIfStopped(stop);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

} // namespace stratoscope
