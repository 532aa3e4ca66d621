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
    bool find = false; ///< show the search
    bool service = false; ///< started by the session bus, which says next what to show
    bool restore = true;
    QString thumbnail{}; ///< no window: the file to write a picture of the only image to
    int thumbnailSide = 0; ///< in pixels
};

/// Whether the arguments request something that needs no display: the help, the version, or a thumbnail.
bool needsNoDisplay(int argc, char **argv);

/// Parses what Qt has left of the arguments. Prints the help, the version or what is wrong, and then returns the exit code.
std::variant<Arguments, int> parseArguments(int argc, char **argv);

} // namespace stratoscope
