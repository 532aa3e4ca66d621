// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "oci/platform.h"
#include "registry/config/registries.h"

#include <string>
#include <string_view>
#include <vector>

namespace stratoscope::cli {

struct Command;

enum class Option {
    Help,
    Version,
    Store,
    Json,
    Quiet,
    Progress,
    Platform,
    ExpectArch,
    Layer,
    UpTo,
    Recursive,
    NoDigests,
    Format,
    Path,
    Force,
    PlainHttp,
    Insecure,
    CertDir,
    Creds,
    AuthFile,
    Retries,
    Parallel,
    Registry,
    UserName,
};

/// How an option is written, and what `--help` says of it.
struct OptionInfo {
    Option option;
    std::string_view name; ///< with its dashes
    std::string_view value; ///< what follows it; empty: nothing does
    std::string_view help;
};

const OptionInfo &info(Option option);

/// A call of the program, understood.
struct Invocation {
    const Command *command = nullptr; ///< null: only help or the version was asked for
    std::vector<std::string> arguments; ///< raw bytes

    bool help = false;
    bool version = false;
    QString store; ///< empty: the default one
    bool json = false;
    bool quiet = false;
    bool progressAsJson = false;
    std::optional<Platform> platform;
    QString expectArchitecture;
    std::optional<int> layer;
    std::optional<int> upTo;
    bool recursive = false;
    bool digests = true;
    std::optional<ExportFormat> format;
    std::vector<std::string> paths;
    bool force = false;
    RegistryOptions registries;
    std::optional<int> retries;
    std::optional<int> parallel;
    QString registry = QStringLiteral("docker.io"); ///< to search
    QString userName;
};

/// Wrong usage, in a sentence.
struct UsageError {
    QString sentence;
};

/// Options may stand anywhere, as `--name VALUE` or `--name=VALUE`; what follows `--` is none.
tl::expected<Invocation, UsageError> parseArguments(const std::vector<std::string> &arguments);

} // namespace stratoscope::cli
