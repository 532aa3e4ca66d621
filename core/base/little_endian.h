// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtEndian>

#include <concepts>
#include <string>

namespace stratoscope {

/// Appends a number, its least significant byte first.
template <std::unsigned_integral Number>
void appendLittleEndian(std::string &to, Number number)
{
    const Number stored = qToLittleEndian(number);
    to.append(reinterpret_cast<const char *>(&stored), sizeof stored);
}

} // namespace stratoscope
