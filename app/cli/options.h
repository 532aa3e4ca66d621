// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/invocation.h"

#include <span>
#include <string_view>

namespace stratoscope::cli {

/// One option of the command line: how it is written, what the help says about it, and what it does.
struct Option {
    std::string_view name; ///< with its dashes
    /// What follows it: a placeholder in upper case, or the accepted words, separated by `|`. Empty for a flag.
    std::string_view value;
    std::string_view help;
    /// Stores the value. Returns what is wrong with it, or an empty string. Null for options that the parser itself handles.
    QString (*apply)(Invocation &invocation, const std::string &value);
};

/// The accepted words of `bash|zsh|fish`; empty for a placeholder such as `DIR`.
std::vector<std::string_view> acceptedWords(std::string_view value);

/// The options that every command has.
std::span<const Option *const> commonOptions();
/// The options that every command has that may contact a registry.
std::span<const Option *const> registryOptions();

namespace options {

extern const Option kHelp; ///< also `-h`
extern const Option kVersion;
extern const Option kPlatform;
extern const Option kExpectArch;
extern const Option kLayer;
extern const Option kUpTo;
extern const Option kLayers;
extern const Option kLayerPair; ///< as `--layer`, of diff
extern const Option kUpToPair; ///< as `--upto`, of diff
extern const Option kIgnore;
extern const Option kIgnoreTimes;
extern const Option kIgnoreOwners;
extern const Option kSemantic;
extern const Option kExitCode;
extern const Option kHtml;
extern const Option kMarkdown;
extern const Option kForceReport; ///< as `--force`, of diff
extern const Option kRecursive;
extern const Option kNoDigests;
extern const Option kSquash; ///< as `--layers`, of export
extern const Option kFlatten;
extern const Option kCompression;
extern const Option kFormat;
extern const Option kPath;
extern const Option kLabel;
extern const Option kKernel;
extern const Option kMemory;
extern const Option kDiskFormat;
extern const Option kRoot;
extern const Option kSpdx;
extern const Option kCycloneDx;
extern const Option kForce;
extern const Option kForeground;
extern const Option kSize;
extern const Option kFailOn;
extern const Option kShowSecrets;
extern const Option kIgnoreCase;
extern const Option kFixedText;
extern const Option kBinaryAsText;
extern const Option kListFiles;
extern const Option kCountLines;
extern const Option kAllLayers;
extern const Option kSearchPath; ///< as `--path`, of grep
extern const Option kRegistry;
extern const Option kUserName;
extern const Option kFailUnder;
extern const Option kMaxWasted;
extern const Option kMaxWastedPercent;
extern const Option kRules;

} // namespace options

} // namespace stratoscope::cli
