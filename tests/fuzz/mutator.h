// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/fuzzers.h"

#include <cstdint>

namespace stratoscope::test {

/// Makes inputs for a fuzzer: its corpus, then the same with small changes, without end. An input depends on its number and the
/// seed only.
class Mutator
{
public:
    Mutator(const Fuzzer &fuzzer, std::uint32_t seed)
        : m_fuzzer(fuzzer)
        , m_corpus(fuzzer.corpus())
        , m_seed(seed)
    {
    }

    std::size_t corpusSize() const { return m_corpus.size(); }
    std::string input(std::uint64_t number) const;

private:
    const Fuzzer &m_fuzzer;
    const std::vector<std::string> m_corpus;
    const std::uint32_t m_seed;
};

} // namespace stratoscope::test
