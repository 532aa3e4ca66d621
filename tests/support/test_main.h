// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QTest>

#include <type_traits>

/// The tests of a folder are one program, since linking each of them alone takes longer than running it. A test class ends its
/// source file with one of the macros below, which makes it a test of that program under the name of the file: `tst_oci digest
/// [OPTIONS]` runs the class in tst_digest.cpp with the options of QtTest.
namespace stratoscope::test {

using TestMain = int (*)(int argc, char **argv);

/// Adds a test to the program. `file` is its source; made before main() begins.
class TestRegistration
{
public:
    TestRegistration(const char *file, TestMain main);
};

/// Runs a test class with an application object, or without one where Application is void.
template <typename Test, typename Application>
int runTest(int argc, char **argv)
{
    if constexpr (std::is_void_v<Application>) {
        Test test;
        return QTest::qExec(&test, argc, argv);
    } else {
        const Application application(argc, argv);
        Test test;
        return QTest::qExec(&test, argc, argv);
    }
}

} // namespace stratoscope::test

/// A test with a main() of its own.
#define STRATOSCOPE_TEST_WITH_MAIN(name, main) static const stratoscope::test::TestRegistration s_##name(__FILE__, main);
/// A test of code that needs no application object.
#define STRATOSCOPE_APPLESS_TEST(Test) STRATOSCOPE_TEST_WITH_MAIN(Test, (stratoscope::test::runTest<Test, void>))
/// A test that needs an event loop, but no window system.
#define STRATOSCOPE_GUILESS_TEST(Test) STRATOSCOPE_TEST_WITH_MAIN(Test, (stratoscope::test::runTest<Test, QCoreApplication>))
/// A test of widgets.
#define STRATOSCOPE_WIDGETS_TEST(Test) STRATOSCOPE_TEST_WITH_MAIN(Test, (stratoscope::test::runTest<Test, QApplication>))
