// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_table.h"

#include "app/cli/commands/analyze.h"
#include "app/cli/commands/audit.h"
#include "app/cli/commands/browse.h"
#include "app/cli/commands/changes.h"
#include "app/cli/commands/completion.h"
#include "app/cli/commands/diff.h"
#include "app/cli/commands/export.h"
#include "app/cli/commands/grep.h"
#include "app/cli/commands/inspect.h"
#include "app/cli/commands/manual.h"
#include "app/cli/commands/mount.h"
#include "app/cli/commands/packages.h"
#include "app/cli/commands/sources/engines.h"
#include "app/cli/commands/sources/login.h"
#include "app/cli/commands/sources/push.h"
#include "app/cli/commands/sources/registry.h"
#include "app/cli/commands/sources/stored.h"
#include "app/cli/commands/verify.h"
#include "app/cli/commands/versions.h"

#include <algorithm>
#include <array>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

using namespace options;

QString checkLayerOptions(const Invocation &invocation)
{
    if (invocation.layer && invocation.upTo)
        return u"--layer and --upto cannot be combined"_s;
    return invocation.layers && invocation.upTo ? u"--layers and --upto cannot be combined"_s : QString();
}

QString checkDiffOptions(const Invocation &invocation)
{
    const auto &arguments = invocation.arguments;
    if (invocation.layers && arguments.size() > 1)
        return u"--layers compares the layers of one image; leave out B, or use --upto"_s;
    if (!invocation.layers && arguments.size() < 2)
        return u"B is required, unless --layers is given"_s;
    if (invocation.layers && (invocation.layer || invocation.upTo))
        return u"--layers cannot be combined with --layer or --upto"_s;
    if (invocation.markdown && invocation.json)
        return u"--markdown and --json cannot be combined"_s;
    if (invocation.force && invocation.html.isEmpty())
        return u"--force needs --html FILE"_s;
    if (arguments.size() > 1 && arguments[0] == "-" && arguments[1] == "-")
        return u"only one of A and B can be standard input"_s;
    return checkLayerOptions(invocation);
}

QString checkExportOptions(const Invocation &invocation)
{
    if (!invocation.format)
        return u"--format is required; 'stratoscope-cli export --help' lists the formats"_s;
    const ExportFormatTraits &format = traitsOf(*invocation.format);
    const std::array given{
        std::tuple(kPathsPart, "--path"_L1, !invocation.paths.empty()),
        std::tuple(kLayerPart, "--layer"_L1, invocation.layer.has_value()),
        std::tuple(kUpToPart, "--upto"_L1, invocation.upTo.has_value()),
        std::tuple(kSquashPart, "--layers"_L1, invocation.layers.has_value()),
        std::tuple(kSquashPart, "--flatten"_L1, invocation.flatten),
        std::tuple(kCompressionPart, "--compression"_L1, invocation.compression.has_value()),
        std::tuple(kLabelPart, "--label"_L1, !invocation.label.empty()),
        std::tuple(kSizePart, "--size"_L1, invocation.size > 0),
        std::tuple(kVmPart, "--kernel"_L1, !invocation.vm.kernel.isEmpty()),
        std::tuple(kVmPart, "--memory"_L1, invocation.vm.memory != VmOptions().memory),
        std::tuple(kVmPart, "--disk-format"_L1, invocation.vm.qcow2),
        std::tuple(kVmPart, "--root"_L1, invocation.vmRoot.has_value()),
    };
    for (const auto &[part, option, isGiven] : given) {
        if (isGiven && !(format.parts & part))
            return u"%1 cannot be used with the format %2"_s.arg(option, format.name);
    }
    if (invocation.format == ExportFormat::Layer && !invocation.layer)
        return u"the format layer needs --layer N"_s;
    if (invocation.flatten && invocation.layers)
        return u"--flatten and --layers cannot be combined"_s;
    if (invocation.vmRoot && invocation.size > 0 && !(traitsOf(*invocation.vmRoot).parts & kSizePart))
        return u"--size cannot be used with the root disk %1"_s.arg(traitsOf(*invocation.vmRoot).name);
    if (!format.canStream && invocation.arguments.size() > 1 && invocation.arguments[1] == "-")
        return u"%1 cannot be written to standard output"_s.arg(format.name);
    return checkLayerOptions(invocation);
}

QString checkGrepOptions(const Invocation &invocation)
{
    if (invocation.allLayers && (invocation.layer || invocation.upTo))
        return u"--all-layers cannot be combined with --layer or --upto"_s;
    return invocation.listsFiles && invocation.countsLines ? u"-l and -c cannot be combined"_s : checkLayerOptions(invocation);
}

QString checkPackagesOptions(const Invocation &invocation)
{
    const bool writes = !invocation.spdx.empty() || !invocation.cycloneDx.empty();
    if (invocation.force && !writes)
        return u"--force is for --spdx and --cyclonedx"_s;
    return !invocation.spdx.empty() && invocation.spdx == invocation.cycloneDx ? u"--spdx and --cyclonedx need different files"_s
                                                                               : QString();
}

const std::array kCommands{
    Command{.group = "Images",
            .name = "inspect",
            .arguments = {"IMAGE"},
            .options = {&kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "show the manifest, configuration, layers and history",
            .run = runInspect},
    Command{.name = "ls",
            .arguments = {"IMAGE", "[PATH]"},
            .options = {&kRecursive, &kLayer, &kUpTo, &kNoDigests, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "list a directory of an image",
            .details = "With --json, each file has its SHA-256 digest. An uncompressed image is read and verified for that first.",
            .checkUsage = checkLayerOptions,
            .run = runList},
    Command{.name = "cat",
            .arguments = {"IMAGE", "PATH"},
            .options = {&kLayer, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "write a file's contents to standard output",
            .details = "Links are followed.",
            .run = runCat},
    Command{.name = "resolve",
            .arguments = {"IMAGE", "PATH"},
            .options = {&kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "follow the symbolic links in every component of a path",
            .run = runResolve},
    Command{.name = "find",
            .arguments = {"IMAGE", "QUERY"},
            .options = {&kLayers, &kUpTo, &kNoDigests, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "find entries by name, size, type, mode, owner, layer or extended attribute",
            .details = R"(QUERY consists of terms, all of which must match; - before a term excludes its matches:
  passwd  etc/ssl  "two words"      part of a name, or of a path if it contains a slash
  *.so  /etc/**/*.conf              glob for a name or a path
  re:^lib.*\d+$                     regular expression
  size:>10M  size:1k..2k            file size
  type:symlink                      file, directory, symlink, hardlink, device, fifo or socket
  mode:suid  mode:0755  mode:/022   also sgid, sticky, executable, writable
  owner:www-data  group:5           name or number
  layer:3  layer:2..4               layer that an entry comes from
  changed:  changed:added           also modified, removed; by what --layers or --upto select
  xattr:  xattr:capability          has extended attributes, or one whose name contains this)",
            .checkUsage = checkLayerOptions,
            .run = runFind},
    Command{.name = "changes",
            .arguments = {"IMAGE"},
            .options = {&kLayers, &kNoDigests, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "list what layers add (+), modify (~) and remove (-)",
            .details
            = "Without --layers, the changes of each layer are listed in turn. With --no-digests, files of the same size and\n"
              "modification time are considered equal.",
            .run = runChanges},
    Command{.name = "diff",
            .arguments = {"A", "[B]"},
            .options = {&kLayers, &kLayerPair, &kUpToPair, &kIgnore, &kIgnoreTimes, &kIgnoreOwners, &kSemantic, &kExitCode, &kHtml,
                        &kMarkdown, &kForceReport, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "compare two images, or what layers of one change",
            .details
            = "A and B are two IMAGEs, or A is one whose layers are compared. Files are compared by their contents, which are\n"
              "verified first. A line begins with + for what was added, - for what was removed, ~ for what was modified, and an\n"
              "arrow for what was moved or copied. Then follow configuration, history, packages and sizes. With --exit-code,\n"
              "the exit status is 1 if there are differences, and 2 on failure, as with diff(1).",
            .checkUsage = checkDiffOptions,
            .run = runDiff},
    Command{.name = "versions",
            .arguments = {"IMAGE", "PATH"},
            .options = {&kNoDigests, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "show the history of a path through the layers",
            .details = "A symbolic link at the path itself is not followed.",
            .run = runVersions},
    Command{.name = "packages",
            .arguments = {"IMAGE"},
            .options = {&kSpdx, &kCycloneDx, &kForce, &kUpTo, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "list the installed packages, or write a bill of materials",
            .details = "They are read from the image's own databases: of dpkg, apk, rpm, Python and npm, from Go programs and\n"
                       "from jars. Where FILE is -, the document is written to standard output.",
            .checkUsage = checkPackagesOptions,
            .run = runPackages},
    Command{
        .name = "analyze",
        .arguments = {"IMAGE"},
        .options = {&kFailUnder, &kMaxWasted, &kMaxWastedPercent, &kRules, &kNoDigests, &kPlatform, &kExpectArch},
        .usesRegistries = true,
        .summary = "show where the bytes went, and how to save some",
        .details
        = "Bytes are hidden if a lower layer has them and the image does not: files that were removed, overwritten, or stored\n"
          "again with other attributes. Each saving names the step that causes it and what to write instead. Caches of package\n"
          "managers, duplicates and the figures of dive follow. The exit status is 1 if the image does not meet a limit.\n"
          "With --no-digests, contents are not compared.",
        .run = runAnalyze},
    Command{.name = "audit",
            .arguments = {"IMAGE"},
            .options = {&kFailOn, &kShowSecrets, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "find secrets, risky permissions and programs that cannot run",
            .details
            = R"(Secrets are searched for in the configuration, the history and all files of all layers, including those that later
layers delete. Their values are masked unless --show-secrets is given.
Kinds: private-key, token, password, setuid, setgid, capability, world-writable, entrypoint, user, interpreter, library.
Severities: high, medium, low, info. --fail-on takes both, such as --fail-on high,library.)",
            .run = runAudit},
    Command{.name = "grep",
            .arguments = {"IMAGE", "PATTERN"},
            .options = {&kIgnoreCase, &kFixedText, &kBinaryAsText, &kListFiles, &kCountLines, &kLayer, &kUpTo, &kAllLayers,
                        &kSearchPath, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "search the contents of files for a regular expression",
            .details
            = "PATTERN is a regular expression in PCRE2's syntax that matches part of a line. Each line that matches is printed\n"
              "as PATH:LINE:TEXT, with --all-layers as LAYER:PATH:LINE:TEXT, in the order in which the files are stored. Of a\n"
              "file that contains a zero byte, only that it matches is said. The exit status is 1 if nothing matches. A PATTERN\n"
              "that begins with - is given after --.",
            .checkUsage = checkGrepOptions,
            .run = runGrep},
    Command{.name = "check",
            .arguments = {"IMAGE"},
            .options = {&kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "verify an image, or check that a registry has it",
            .details
            = "A file or directory is read completely, and every digest is compared. A reference is looked up in its registry.",
            .run = runCheck},
    Command{.name = "verify",
            .arguments = {"IMAGE"},
            .options = {&kPlatform, &kExpectArch},
            .summary = "verify all of an image, layer by layer",
            .details = "A file, a directory, or an image in the image store is read completely, and every digest is compared.",
            .run = runVerify},
    Command{.name = "export",
            .arguments = {"IMAGE", "DEST"},
            .options = {&kFormat, &kForce, &kPath, &kLayer, &kUpTo, &kSquash, &kFlatten, &kCompression, &kSize, &kLabel, &kKernel,
                        &kMemory, &kDiskFormat, &kRoot, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "export an image",
            .details = R"(Formats:
  prebaked        a directory for virtual machine monitors
  directory       the files of the image; with owners, devices and extended attributes when run as root
  tar             the same in one tar; compressed if the name of DEST ends in .gz or .zst
  cpio            the same as an archive of which Linux makes an initramfs
  ext4            a file system for virtual machines, or to be mounted; --size leaves more room
  erofs           a read-only file system for Linux 5.4 and later, uncompressed, that a virtual machine can map
  squashfs        a compressed read-only file system
  oci             a directory with an OCI image layout
  oci-archive     the same in one tar
  dir             a directory for skopeo's dir:
  docker-archive  a tar for 'docker load' and 'podman load'
  layers          a directory with the tar of each layer, the manifest and the configuration
  layer           the tar of one layer (--layer N); recompressed if the name of DEST ends in .tar, .gz or .zst
  vm              a directory with a virtual machine: root disk, kernel and run.sh, which runs the image's command in QEMU
The destination appears only once it is complete. Where DEST is -, what is a tar, a cpio or a single layer is written
to standard output. Layers keep their bytes, and thereby their digests, where these are available. oci and
oci-archive contain all available platforms of an index unless --platform is given.)",
            .checkUsage = checkExportOptions,
            .run = runExport},
    Command{.name = "mount",
            .arguments = {"IMAGE", "DIR"},
            .options = {&kForeground, &kUpTo, &kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "mount the file system of an image, read-only",
            .details
            = "DIR is an empty directory. It takes no root: the files appear with their owners, modes and extended attributes,\n"
              "and the user who has mounted them may read all of them. 'fusermount3 -u DIR' ends it. With --foreground, the\n"
              "command ends when the directory is unmounted, and unmounts it when it is interrupted.",
            .run = runMount},
    Command{.group = "Registries",
            .name = "parse",
            .arguments = {"REF"},
            .summary = "split an image reference into its parts",
            .run = runParse},
    Command{.name = "search",
            .arguments = {"TERM"},
            .options = {&kRegistry},
            .usesRegistries = true,
            .summary = "search for repositories",
            .run = runSearch},
    Command{.name = "tags",
            .arguments = {"REPOSITORY"},
            .usesRegistries = true,
            .summary = "list the tags of a repository",
            .run = runTags},
    Command{.name = "platforms",
            .arguments = {"REF"},
            .usesRegistries = true,
            .summary = "list an image's platforms",
            .run = runPlatforms},
    Command{.name = "referrers",
            .arguments = {"REF"},
            .options = {&kPlatform},
            .usesRegistries = true,
            .summary = "list an image's signatures, SBOMs and attestations",
            .details = "They are listed as the registry has them; none is verified. For an index, those of all its platforms are\n"
                       "listed; with --platform, those of that platform and of the index itself.",
            .run = runReferrers},
    Command{.name = "login",
            .arguments = {"REGISTRY"},
            .options = {&kUserName},
            .usesRegistries = true,
            .summary = "log in to a registry",
            .details
            = "The password is read from standard input. Once the registry has accepted it, it is saved by the credential\n"
              "helper that Docker is configured to use, else in the system keychain, else in Docker's configuration file;\n"
              "with --authfile, in that file.",
            .run = runLogin},
    Command{.name = "logout",
            .arguments = {"REGISTRY"},
            .usesRegistries = true,
            .summary = "remove the saved credentials of a registry",
            .run = runLogout},
    Command{.group = "Engines",
            .name = "engines",
            .summary = "list the engines of this machine: Docker, Podman, containerd",
            .details = "They are found through DOCKER_HOST, the contexts of Docker, CONTAINER_HOST, and at their usual sockets.",
            .run = runEngines},
    Command{.name = "load",
            .arguments = {"IMAGE", "ENGINE"},
            .options = {&kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "load an image into an engine",
            .details
            = "ENGINE is a name that 'stratoscope-cli engines' lists, the path of a socket, unix://PATH or tcp://HOST:PORT.\n"
              "The image is sent while it is read: nothing is written to the disk in between.",
            .run = runLoad},
    Command{.group = "Image store",
            .name = "pull",
            .arguments = {"REF"},
            .options = {&kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "download an image from its registry into the image store",
            .details = "Already downloaded data is reused; an interrupted pull continues where it stopped.",
            .run = runPull},
    Command{.name = "push",
            .arguments = {"IMAGE", "REF"},
            .options = {&kPlatform, &kExpectArch},
            .usesRegistries = true,
            .summary = "upload an image to a registry",
            .details
            = "Only what the repository lacks is uploaded. All available platforms of an index are pushed unless --platform is\n"
              "given. Layers, configuration and manifest keep their bytes, and thereby their digests, where these are available.\n"
              "An interrupted push continues with the layers that have not arrived. If REF has a digest, the image must have it.",
            .run = runPush},
    Command{.name = "import",
            .arguments = {"PATH"},
            .options = {&kPlatform, &kExpectArch},
            .summary = "copy a local image into the image store",
            .run = runImport},
    Command{.name = "images", .summary = "list the images in the image store", .run = runImages},
    Command{.name = "remove",
            .arguments = {"IMAGE"},
            .options = {&kPlatform},
            .summary = "remove an image from the image store",
            .run = runRemove},
    Command{.name = "pin",
            .arguments = {"IMAGE"},
            .options = {&kPlatform},
            .summary = "protect an image from being cleaned up",
            .run = runPin},
    Command{.name = "unpin",
            .arguments = {"IMAGE"},
            .options = {&kPlatform},
            .summary = "allow an image to be cleaned up again",
            .run = runUnpin},
    Command{.name = "repair",
            .arguments = {"IMAGE"},
            .options = {&kPlatform},
            .usesRegistries = true,
            .summary = "verify an image in the image store, and replace what is damaged",
            .details = "Files are unpacked again from an intact layer; damaged layers are downloaded again from the registry.",
            .run = runRepair},
    Command{.name = "prune", .summary = "delete what no image in the image store uses", .run = runPrune},
    Command{.group = "Other",
            .name = "completion",
            .arguments = {"bash|zsh|fish"},
            .summary = "print a completion script for a shell",
            .run = runCompletion},
    Command{.name = "manual", .summary = "print the manual page in troff format", .run = runManual},
};

} // namespace

ArgumentKind argumentKind(std::string_view argument, std::size_t position)
{
    if (argument == "IMAGE" || argument == "REF" || argument == "A" || argument == "[B]")
        return ArgumentKind::Image;
    if (argument == "ENGINE")
        return ArgumentKind::Engine;
    return argument == "DEST" || argument == "DIR" || (argument == "PATH" && position == 0) ? ArgumentKind::File
                                                                                            : ArgumentKind::Word;
}

std::span<const Command> commands()
{
    return kCommands;
}

const Command *findCommand(std::string_view name)
{
    const auto found = std::ranges::find(kCommands, name, &Command::name);
    return found == kCommands.end() ? nullptr : &*found;
}

std::vector<const Option *> optionsOf(const Command *command)
{
    std::vector<const Option *> all;
    if (command)
        all = command->options;
    if (command && command->usesRegistries)
        std::ranges::copy(registryOptions(), std::back_inserter(all));
    std::ranges::copy(commonOptions(), std::back_inserter(all));
    return all;
}

} // namespace stratoscope::cli
