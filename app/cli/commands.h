// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/open_image.h"
#include "options.h"
#include "output.h"
#include "registry/client/registry_access.h"
#include "store/store.h"

#include <chrono>
#include <functional>
#include <span>

namespace stratoscope::cli {

/// What a command is given.
struct Context {
    const Invocation &invocation;
    Output &output;
    ProgressMeter &progress;
    std::stop_token stop;
    std::function<void(const QString &)> warn; ///< writes a line to standard error

    const std::vector<std::string> &arguments() const { return invocation.arguments; }
    /// An argument that names something outside of images. Invalid where it is not UTF-8.
    Result<QString> text(std::size_t argument) const;
    Result<Store> openStore() const;
    /// The context must outlive it.
    OpenOptions openOptions() const;
    /// By the options of the command line.
    Result<RegistryAccess> openRegistries() const { return openRegistries(invocation.registries); }
    /// The same with other credentials and files.
    Result<RegistryAccess> openRegistries(const RegistryOptions &options) const;
    /// The first argument, opened.
    Result<std::shared_ptr<const Image>> openImage(Store &store) const;
    /// Writes a line, or an object of JSON, and what is before it.
    Result<void> print(const QString &line) const;
    Result<void> print(JsonWriter &json) const;
    /// What a pull or an import has put into the store.
    Result<void> printStored(const StoredImage &image, std::uint64_t bytes, std::uint64_t reusedBytes, double seconds) const;
};

struct Command {
    std::string_view name;
    std::string_view arguments; ///< as `--help` shows them
    std::size_t fewest;
    std::size_t most; ///< of arguments
    std::vector<Option> options; ///< besides those of every command
    bool usesRegistries; ///< has their options, too
    std::string_view summary;
    std::string_view details; ///< further lines for the command's own help
    Result<void> (*run)(const Context &context);
};

std::span<const Command> commands();
/// Null where there is none of that name.
const Command *findCommand(std::string_view name);
/// Those that every command has.
std::span<const Option> commonOptions();
/// Those of every command that uses registries.
std::span<const Option> registryOptions();

/// The text of `--help`; of one command where there is one.
QString helpText(const Command *command);

/// `1.2 GB`.
QString sizeText(std::uint64_t bytes);
double secondsSince(std::chrono::steady_clock::time_point start);
/// A string, or null where it is empty.
void memberOrNull(JsonWriter &json, std::string_view name, const QString &text);

// The commands, in the order of the help.
Result<void> runParse(const Context &context);
Result<void> runCheck(const Context &context);
Result<void> runSearch(const Context &context);
Result<void> runTags(const Context &context);
Result<void> runPlatforms(const Context &context);
Result<void> runReferrers(const Context &context);
Result<void> runLogin(const Context &context);
Result<void> runLogout(const Context &context);
Result<void> runInspect(const Context &context);
Result<void> runList(const Context &context);
Result<void> runCat(const Context &context);
Result<void> runResolve(const Context &context);
Result<void> runExport(const Context &context);
Result<void> runPull(const Context &context);
Result<void> runImport(const Context &context);
Result<void> runImages(const Context &context);
Result<void> runRemove(const Context &context);
Result<void> runPin(const Context &context);
Result<void> runUnpin(const Context &context);
Result<void> runPrune(const Context &context);

} // namespace stratoscope::cli
