// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/invocation.h"

#include <variant>

namespace stratoscope::cli {

/// Wrong usage: one line for standard error.
struct UsageError {
    QString message;
};

/// The text that `--help` or `--version` asks for.
struct InfoText {
    QString text;
};

/// Parses the command line, without the program's name.
std::variant<Invocation, InfoText, UsageError> parseArguments(const std::vector<std::string> &arguments);

} // namespace stratoscope::cli
