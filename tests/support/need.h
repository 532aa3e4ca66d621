// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace stratoscope::test {

/// The value of what a test needs in order to run at all; ends the program with the error's message where there is none.
template <typename T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message()));
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

} // namespace stratoscope::test
