// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/options.h"
#include "base/error.h"

namespace stratoscope::cli {

struct Context;

/// A command of the program. The argument parser, the help, the shell completions and the manual page are all made from these.
struct Command {
    std::string_view group{}; ///< heading in the help; empty: that of the command before it
    std::string_view name;
    /// Placeholders, or accepted words as in Option::value; optional ones in brackets.
    std::vector<std::string_view> arguments{};
    std::vector<const Option *> options{}; ///< besides those of every command
    bool usesRegistries = false; ///< has the options for registries
    std::string_view summary;
    std::string_view details{}; ///< sentences for the command's own help
    /// Returns what is wrong with the combination of options, or an empty string.
    QString (*checkUsage)(const Invocation &invocation) = nullptr;
    /// Errors exit with 1. Throws Cancelled, OutputClosed.
    Result<void> (*run)(const Context &context) = nullptr;
};

/// What an argument stands for, in shell completions.
enum class ArgumentKind { Word, Image, File };
/// `position` counts from 0: a path after an image is a path inside it.
ArgumentKind argumentKind(std::string_view argument, std::size_t position);

/// All commands; those of a group are adjacent.
std::span<const Command> commands();

/// Null if there is none of that name.
const Command *findCommand(std::string_view name);
/// The options that may be given with a command, or, for null, before it.
std::vector<const Option *> optionsOf(const Command *command);

/// What the program is, in a sentence.
std::string_view programSummary();
/// The forms of an IMAGE argument, and what they are.
std::span<const std::pair<std::string_view, std::string_view>> imageForms();

} // namespace stratoscope::cli
