// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iterator>

namespace stratoscope {

template <typename Container>
struct Reversed {
    const Container &container;

    auto begin() const { return std::rbegin(container); }
    auto end() const { return std::rend(container); }
};

/// `for (const auto &step : reversed(steps))`: like std::views::reverse, which Clang 14 cannot compile with the library of GCC 12.
/// The container must outlive it.
template <typename Container>
Reversed<Container> reversed(const Container &container)
{
    return {container};
}

template <typename Container>
void reversed(const Container &&container) = delete;

} // namespace stratoscope
