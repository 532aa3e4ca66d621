// SPDX-License-Identifier: Apache-2.0
#include "support/hostile.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    stratoscope::test::tryDecoder({reinterpret_cast<const char *>(data), size});
    return 0;
}
