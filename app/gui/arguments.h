// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include <variant>

namespace stratoscope {

/// What the program was started with.
struct Arguments {
    QString store{}; ///< directory; empty: the default
    QStringList images{}; ///< as Session::open() takes them
    bool newWindow = false; ///< also for an image that only this process can read
    bool restore = true;
};

/// Whether the arguments ask for nothing but the help or the version, which is printed without a display.
bool asksForText(int argc, char **argv);

/// Parses what Qt has left of the arguments. Prints the help, the version or what is wrong, and then returns the exit code.
std::variant<Arguments, int> parseArguments(int argc, char **argv);

} // namespace stratoscope
