// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/export_image.h"
#include "oci/platform.h"
#include "registry/config/registries.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stratoscope::cli {

struct Command;

/// The last layer of a range without an end.
inline constexpr int kTopLayer = std::numeric_limits<int>::max();

/// The parsed command line.
struct Invocation {
    const Command *command = nullptr;
    std::vector<std::string> arguments; ///< of the command; raw bytes

    QString store; ///< empty: the default store
    bool json = false;
    bool quiet = false;
    bool progressAsJson = false;
    std::optional<Platform> platform;
    QString expectArchitecture;
    std::optional<int> layer;
    std::optional<int> upTo;
    std::optional<int> otherLayer; ///< of the second image; the same as `layer` if not given
    std::optional<int> otherUpTo;
    std::optional<std::pair<int, int>> layers; ///< first and last
    bool recursive = false;
    bool digests = true;
    std::optional<ExportFormat> format;
    std::vector<std::string> paths;
    std::string label;
    VmOptions vm;
    std::optional<ExportFormat> vmRoot;
    bool force = false;
    bool foreground = false;
    bool flatten = false;
    std::string spdx; ///< the file to write; empty: none
    std::string cycloneDx;
    std::optional<Compression> compression;
    std::uint64_t size = 0;
    std::vector<std::string> ignored; ///< globs
    bool ignoreTimes = false;
    bool ignoreOwners = false;
    bool semantic = false;
    bool exitCode = false; ///< whether the exit code says if there are differences
    QString html; ///< the file of the report; empty: none
    bool markdown = false;
    std::vector<std::string> failOn; ///< kinds and severities of findings
    bool showSecrets = false;
    bool ignoreCase = false;
    bool fixedText = false;
    bool binaryAsText = false;
    bool listsFiles = false;
    bool countsLines = false;
    bool allLayers = false;
    std::optional<double> failUnder; ///< efficiency
    std::optional<std::uint64_t> maxWasted; ///< bytes
    std::optional<double> maxWastedPercent;
    QString rules; ///< a .dive-ci file; empty: none
    RegistryOptions registries;
    QString registry = QStringLiteral("docker.io"); ///< to search
    QString userName;
};

} // namespace stratoscope::cli
