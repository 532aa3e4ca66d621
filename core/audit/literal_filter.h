// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace stratoscope {

/// Finds all occurrences of some dozens of literals in one pass, at more than a gigabyte per second.
///
/// Of a literal of at least four bytes, one of its first two sequences of three bytes begins at an even position of the text. So
/// only every other position is looked up, in a table that stays in the first-level cache; without branches that depend on one
/// another, unlike an automaton or a search that skips. Immutable; thread-safe.
class LiteralFilter
{
public:
    static constexpr std::size_t kShortestLiteral = 4;

    /// Keeps the views. Each is at least kShortestLiteral bytes long.
    explicit LiteralFilter(std::vector<std::string_view> literals);

    using OnLiteral = std::function<void(std::size_t position, std::size_t literal)>;
    /// Calls `found` for each occurrence, in no order where they overlap. `literal`: its index.
    void search(std::string_view text, const OnLiteral &found) const;

private:
    static constexpr int kHashBits = 14;

    struct Sequence {
        std::uint32_t bytes; ///< three of them
        std::uint32_t literal;
        std::uint32_t offset; ///< in the literal: 0 or 1
    };
    void check(std::string_view text, std::size_t position, const OnLiteral &found) const;

    std::vector<std::string_view> m_literals;
    std::vector<Sequence> m_sequences; ///< sorted by bytes
    std::vector<std::uint8_t> m_isCandidate; ///< by hash
};

} // namespace stratoscope
