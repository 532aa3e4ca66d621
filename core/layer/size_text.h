// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>

namespace stratoscope {

/// A number of bytes in English, with one decimal: `12 bytes`, `1.5 MiB`.
QString sizeText(std::uint64_t bytes);

} // namespace stratoscope
