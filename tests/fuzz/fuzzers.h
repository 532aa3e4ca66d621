// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The parsers of bytes that come from elsewhere, each with inputs to begin with. One table for the test that tries them all
/// (tst_parsers.cpp) and for libFuzzer (libfuzzer_main.cpp).
namespace stratoscope::test {

struct Fuzzer {
    const char *name;
    /// Parses the bytes, compares the result with what is always true of one, and ends the program where it is not. Returns whether
    /// the bytes were accepted.
    bool (*run)(std::string_view bytes);
    /// Valid inputs: all of them are accepted. What a fuzzer found is kept in the tests of the class that it was found in.
    std::vector<std::string> (*corpus)();
    /// Makes a changed input valid again in what would otherwise end parsing at once, such as a checksum; null: nothing.
    std::string (*repair)(std::string bytes) = nullptr;
};

std::span<const Fuzzer> fuzzers();
/// Null if there is none of this name.
const Fuzzer *findFuzzer(std::string_view name);

/// Ends the program, naming what does not hold.
void insist(bool holds, const char *what);

} // namespace stratoscope::test
