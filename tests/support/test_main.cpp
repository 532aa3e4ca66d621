// SPDX-License-Identifier: Apache-2.0
#include "support/test_main.h"

#include <cstdio>
#include <map>
#include <string>

namespace stratoscope::test {

namespace {

std::map<std::string, TestMain> &tests()
{
    static std::map<std::string, TestMain> tests;
    return tests;
}

} // namespace

TestRegistration::TestRegistration(const char *file, TestMain main)
{
    std::string name(file);
    name.erase(0, name.rfind('/') + 1);
    name.erase(0, std::string_view("tst_").size());
    name.erase(name.rfind('.'));
    tests().emplace(std::move(name), main);
}

} // namespace stratoscope::test

int main(int argc, char **argv)
{
    using stratoscope::test::tests;
    const auto test = argc > 1 ? tests().find(argv[1]) : tests().end();
    if (test == tests().end()) {
        std::fprintf(stderr, "usage: %s TEST [OPTIONS OF QTTEST]\nTests:\n", argv[0]);
        for (const auto &[name, main] : tests())
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    argv[1] = argv[0];
    return test->second(argc - 1, argv + 1);
}
