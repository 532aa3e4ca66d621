// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mutator.h"

#include <algorithm>
#include <array>
#include <random>

namespace stratoscope::test {

namespace {

/// What parsers stumble over.
constexpr std::array<std::string_view, 36> kOddTexts{"-1",
                                                     "0",
                                                     "00",
                                                     "65535",
                                                     "4294967295",
                                                     "4294967296",
                                                     "9223372036854775807",
                                                     "9223372036854775808",
                                                     "18446744073709551615",
                                                     "1e99",
                                                     "0.5",
                                                     "null",
                                                     "true",
                                                     "[]",
                                                     "{}",
                                                     "[{}]",
                                                     "\"\"",
                                                     "\"",
                                                     "\\",
                                                     "\\u0",
                                                     "..",
                                                     "../",
                                                     "/",
                                                     "//",
                                                     "%",
                                                     "%2F",
                                                     "*",
                                                     ":",
                                                     "@",
                                                     ",",
                                                     "=",
                                                     "\n",
                                                     "\r\n",
                                                     "\xFF\xFE",
                                                     "\xED\xA0\x80",
                                                     std::string_view("\0", 1)};

class InputMutation
{
public:
    InputMutation(const std::vector<std::string> &corpus, std::seed_seq seed)
        : m_corpus(corpus)
        , m_random(seed)
        , m_bytes(corpus[below(corpus.size())])
    {
    }

    std::string run()
    {
        for (std::size_t count = 1 + below(4); count > 0; --count)
            change();
        return std::move(m_bytes);
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : m_random() % limit; }
    std::size_t position() { return below(m_bytes.size() + 1); }

    void change()
    {
        const std::size_t at = below(m_bytes.size());
        const std::size_t length = std::min(m_bytes.size() - at, below(3) > 0 ? 1 + below(16) : 512 * (1 + below(3)));
        switch (m_bytes.empty() ? 7 + below(2) : below(10)) {
        case 0:
            m_bytes[at] = char(m_bytes[at] ^ 1 << below(8));
            break;
        case 1:
            m_bytes[at] = char(m_random());
            break;
        case 2:
            m_bytes.resize(at + 1);
            break;
        case 3:
            m_bytes.erase(at, length);
            break;
        case 4:
            m_bytes.insert(position(), m_bytes.substr(at, length));
            break;
        case 5:
            std::fill_n(m_bytes.begin() + std::ptrdiff_t(at), length, below(2) > 0 ? '\0' : '\xFF');
            break;
        case 6: // to change numbers
            m_bytes[at] = "0123456789"[below(10)];
            break;
        case 7:
            m_bytes.insert(position(), kOddTexts[below(kOddTexts.size())]);
            break;
        case 8: { // a part of another input
            const std::string &other = m_corpus[below(m_corpus.size())];
            const std::size_t from = below(other.size());
            m_bytes.insert(position(), other, from, 1 + below(other.size() - from));
            break;
        }
        default:
            m_bytes.replace(at, length, kOddTexts[below(kOddTexts.size())]);
            break;
        }
    }

    const std::vector<std::string> &m_corpus;
    std::minstd_rand m_random;
    std::string m_bytes;
};

} // namespace

std::string Mutator::input(std::uint64_t number) const
{
    if (number < m_corpus.size())
        return m_corpus[number];
    std::string bytes = InputMutation(m_corpus, {m_seed, std::uint32_t(number), std::uint32_t(number >> 32)}).run();
    // Unrepaired ones are inputs, too.
    return m_fuzzer.repair && number % 8 != 0 ? m_fuzzer.repair(std::move(bytes)) : bytes;
}

} // namespace stratoscope::test
