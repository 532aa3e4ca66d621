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
enum class ArgumentKind { Word, Image, Engine, File };
/// `position` counts from 0: a path after an image is a path inside it.
ArgumentKind argumentKind(std::string_view argument, std::size_t position);

/// All commands; those of a group are adjacent.
std::span<const Command> commands();

/// Null if there is none of that name.
const Command *findCommand(std::string_view name);
/// The options that may be given with a command, or, for null, before it.
std::vector<const Option *> optionsOf(const Command *command);

constexpr std::string_view kProgramSummary = "Browse and export container images, without a daemon and without unpacking them.";
/// The forms of an IMAGE argument, and what they are.
constexpr std::pair<std::string_view, std::string_view> kImageForms[] = {
    {"NAME[:TAG][@DIGEST]", "an image in the image store, or else in its registry"},
    {"docker-archive:PATH[:NAME[:TAG]]", "a tar archive written by 'docker save' or 'podman save', plain or compressed"},
    {"oci:DIR[:TAG]", "a directory with an OCI image layout"},
    {"oci-archive:PATH[:TAG]", "a tar archive of an OCI image layout"},
    {"dir:DIR", "a directory written by 'skopeo copy ... dir:DIR'"},
    {"prebaked:DIR", "a prebaked directory"},
    {"rootfs:PATH", "a root file system: a directory, the tar of 'docker export', or a single layer"},
    {"docker-daemon:NAME", "an image of Docker, through its API"},
    {"podman:NAME", "an image of Podman, through its API"},
    {"containerd:NAME", "an image of containerd, through its API"},
    {"containers-storage:NAME", "an image of Podman, Buildah or CRI-O, read from the disk"},
    {"PATH", "any of these, detected from its content"},
    {"-", "an archive from standard input"},
};

} // namespace stratoscope::cli
