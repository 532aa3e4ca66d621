// SPDX-License-Identifier: Apache-2.0
#include "app/cli/options.h"

#include "audit/finding.h"
#include "base/parse_text.h"
#include "diff/ignore_rules.h"

#include <QFile>

#include <array>
#include <charconv>
#include <numeric>

using namespace Qt::StringLiterals;

namespace stratoscope::cli {

namespace {

constexpr int kMost = 100; ///< parallel downloads, and retries
constexpr int kLeastMemory = 64; ///< MiB
constexpr int kMostMemory = 1 << 20;

QString decode(const std::string &value)
{
    return QFile::decodeName(QByteArray::fromStdString(value));
}

std::optional<int> parseNumber(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

QString setPath(QString &path, const std::string &value)
{
    path = decode(value);
    const bool isValid = !path.isEmpty() && QFile::encodeName(path) == QByteArray::fromStdString(value);
    return isValid ? QString() : u"not a file name"_s;
}

QString setLayer(std::optional<int> &layer, const std::string &value)
{
    layer = parseNumber(value);
    return layer ? QString() : u"not a layer number; the lowest layer is 0"_s;
}

/// `N` or `N,M`.
QString setLayerPair(std::optional<int> &layer, std::optional<int> &other, std::string_view value)
{
    const std::size_t comma = value.find(',');
    layer = parseNumber(value.substr(0, comma));
    other = comma == std::string_view::npos ? layer : parseNumber(value.substr(comma + 1));
    return layer && other ? QString() : u"not a layer number, or two such as 2,3; the lowest layer is 0"_s;
}

enum class RangeEnd { Given, MayBeOpen };

/// `N`, `N..M` or `N-M`; one that may be open also `N..` or `N-`.
QString setLayers(std::optional<std::pair<int, int>> &layers, std::string_view value, RangeEnd end)
{
    const std::size_t separator = value.find_first_of(".-");
    const auto first = parseNumber(value.substr(0, separator));
    auto last = first;
    if (separator != std::string_view::npos) {
        const std::string_view rest = value.substr(separator);
        const std::string_view text = rest.substr(rest.starts_with("..") ? 2 : 1);
        const bool isOpen = text.empty() && end == RangeEnd::MayBeOpen;
        last = isOpen ? kTopLayer : rest.starts_with("..") || rest.front() == '-' ? parseNumber(text) : std::nullopt;
    }
    if (!first || !last || *first > *last)
        return u"not a range of layers, such as 2..4"_s;
    layers = {*first, *last};
    return {};
}

QString setCount(int &count, int least, const std::string &value)
{
    count = parseNumber(value).value_or(-1);
    const bool isValid = count >= least && count <= kMost;
    return isValid ? QString() : u"not a number from %1 to %2"_s.arg(least).arg(kMost);
}

QString setFigure(std::optional<double> &figure, double most, const std::string &value)
{
    bool isNumber = false;
    figure = QByteArray::fromStdString(value).toDouble(&isNumber);
    const bool isValid = isNumber && *figure >= 0 && *figure <= most;
    return isValid ? QString() : u"not a number from 0 to %1"_s.arg(most);
}

QString setPlatform(Invocation &invocation, const std::string &value)
{
    auto platform = Platform::parse(decode(value));
    if (!platform)
        return platform.error().detail;
    invocation.platform = std::move(*platform);
    return {};
}

QString setCredentials(Invocation &invocation, const std::string &value)
{
    const QString text = decode(value);
    const qsizetype colon = text.indexOf(u':');
    if (colon <= 0)
        return u"expected USER:PASSWORD"_s;
    invocation.registries.credentials = Credentials{text.first(colon), text.sliced(colon + 1), {}};
    return {};
}

QString setUserName(Invocation &invocation, const std::string &value)
{
    invocation.userName = decode(value);
    const bool isValid = !invocation.userName.isEmpty() && !invocation.userName.contains(u':');
    return isValid ? QString() : u"not a user name"_s;
}

QString setFailOn(Invocation &invocation, std::string_view value)
{
    while (!value.empty()) {
        const std::string_view word = takeUntil(',', value);
        if (!parseFindingKind(word) && !parseFindingSeverity(word))
            return u"%1 is neither a kind nor a severity of findings"_s.arg(quoted(printable(word)));
        invocation.failOn.emplace_back(word);
    }
    return invocation.failOn.empty() ? u"not a list of kinds or severities, such as token,high"_s : QString();
}

template <auto Member>
QString setTrue(Invocation &invocation, const std::string &)
{
    invocation.*Member = true;
    return {};
}

template <auto Member>
QString setRegistry(Invocation &invocation, const std::string &)
{
    invocation.registries.*Member = true;
    return {};
}

using Call = Invocation;
using Value = const std::string;

constexpr Option kStore{"--store", "DIR", "image store (default: $STRATOSCOPE_STORE, else $XDG_DATA_HOME/stratoscope/store)",
                        [](Call &call, Value &value) { return setPath(call.store, value); }};
constexpr Option kJson{"--json", {}, "print JSON: one object per line for lists, one object otherwise", setTrue<&Call::json>};
constexpr Option kQuiet{"--quiet", {}, "do not show progress", setTrue<&Call::quiet>};
constexpr Option kProgress{"--progress", "json", "write progress to standard error, one JSON object per line",
                           setTrue<&Call::progressAsJson>};
constexpr Option kPlainHttp{
    "--plain-http", {}, "use HTTP without TLS; not needed for registries on loopback", setRegistry<&RegistryOptions::plainHttp>};
constexpr Option kInsecure{"--insecure", {}, "skip certificate verification", setRegistry<&RegistryOptions::insecure>};
constexpr Option kCertDir{"--cert-dir", "DIR", "additional certificates: ca.crt to trust, client.cert and client.key to present",
                          [](Call &call, Value &value) { return setPath(call.registries.certDir, value); }};
constexpr Option kCreds{"--creds", "USER:PASSWORD", "credentials for the registry", setCredentials};
constexpr Option kAuthFile{"--authfile", "FILE", "file with credentials, as written by 'skopeo login'",
                           [](Call &call, Value &value) { return setPath(call.registries.authFile, value); }};
constexpr Option kRetries{"--retries", "N", "maximum number of consecutive retries after a transient error",
                          [](Call &call, Value &value) { return setCount(call.registries.retry.retries, 0, value); }};
constexpr Option kParallel{"--parallel", "N", "number of blobs to download in parallel",
                           [](Call &call, Value &value) { return setCount(call.registries.parallelBlobs, 1, value); }};

/// "prebaked|directory|…"
std::string joined(std::string names, const ExportFormatTraits &format)
{
    return std::move(names.append(names.empty() ? "" : "|").append(format.name.data(), std::size_t(format.name.size())));
}
const std::string kFormatNames = std::accumulate(exportFormats().begin(), exportFormats().end(), std::string(), joined);
const std::string kVmRootNames
    = std::accumulate(vmRootFormats().begin(), vmRootFormats().end(), std::string(),
                      [](std::string names, ExportFormat format) { return joined(std::move(names), traitsOf(format)); });

constexpr std::array kCommonOptions{&kStore, &kJson, &kQuiet, &kProgress, &options::kHelp, &options::kVersion};
constexpr std::array kRegistryOptions{&kPlainHttp, &kInsecure, &kCertDir, &kCreds, &kAuthFile, &kRetries, &kParallel};

} // namespace

namespace options {

const Option kHelp{"--help", {}, "print this help", nullptr};
const Option kVersion{"--version", {}, "print the version", nullptr};
const Option kPlatform{"--platform", "OS/ARCH[/VARIANT]", "platform to choose from an image index (default: this machine's)",
                       setPlatform};
const Option kExpectArch{"--expect-arch", "ARCH", "fail if the image is for another architecture", [](Call &call, Value &value) {
                             call.expectArchitecture = decode(value);
                             return call.expectArchitecture.isEmpty() ? u"not an architecture"_s : QString();
                         }};
const Option kLayer{"--layer", "N", "only the contents of layer N, including whiteouts; the lowest layer is 0",
                    [](Call &call, Value &value) { return setLayer(call.layer, value); }};
const Option kUpTo{"--upto", "N", "only the layers up to and including N, merged",
                   [](Call &call, Value &value) { return setLayer(call.upTo, value); }};
const Option kLayers{"--layers", "N[..M]", "the changes from before layer N to after layer M",
                     [](Call &call, Value &value) { return setLayers(call.layers, value, RangeEnd::Given); }};
const Option kLayerPair{"--layer", "N[,M]", "only the contents of layer N of A and layer M of B (default: N), including whiteouts",
                        [](Call &call, Value &value) { return setLayerPair(call.layer, call.otherLayer, value); }};
const Option kUpToPair{"--upto", "N[,M]", "only the layers up to N of A and up to M of B (default: N), merged",
                       [](Call &call, Value &value) { return setLayerPair(call.upTo, call.otherUpTo, value); }};
const Option kIgnore{"--ignore", "GLOB", "ignore paths that match, such as '*.pyc' or '/usr/share/doc'; may be repeated",
                     [](Call &call, Value &value) {
                         call.ignored.push_back(value);
                         const auto rules = IgnoreRules::make({}, {value});
                         return rules ? QString() : rules.error().detail;
                     }};
const Option kIgnoreTimes{
    "--ignore-times", {}, "ignore modification times, and when the images were created", setTrue<&Call::ignoreTimes>};
const Option kIgnoreOwners{"--ignore-owners", {}, "ignore owners and groups", setTrue<&Call::ignoreOwners>};
const Option kSemantic{
    "--semantic", {}, "ignore times, history and image names, to judge whether a build is reproducible", setTrue<&Call::semantic>};
const Option kExitCode{
    "--exit-code", {}, "exit with 1 if there are differences, 0 if there are none, and 2 on failure", setTrue<&Call::exitCode>};
const Option kHtml{"--html", "FILE", "write a report as a web page, and print only a summary",
                   [](Call &call, Value &value) { return setPath(call.html, value); }};
const Option kMarkdown{"--markdown", {}, "print a report in Markdown, for a merge request", setTrue<&Call::markdown>};
const Option kForceReport{"--force", {}, "overwrite an existing report", setTrue<&Call::force>};
const Option kSquash{"--layers", "N-M", "make the layers N to M one layer; without M, up to the top",
                     [](Call &call, Value &value) { return setLayers(call.layers, value, RangeEnd::MayBeOpen); }};
const Option kFlatten{"--flatten", {}, "make all layers one layer", setTrue<&Call::flatten>};
const Option kCompression{"--compression", "keep|gzip|zstd|none", "compression of the layers, or of a tar (default: as they are)",
                          [](Call &call, Value &value) {
                              constexpr std::array kCompressions{std::pair("gzip", Compression::Gzip),
                                                                 std::pair("zstd", Compression::Zstd),
                                                                 std::pair("none", Compression::None)};
                              call.compression.reset();
                              for (const auto &[name, compression] : kCompressions) {
                                  if (value == name)
                                      call.compression = compression;
                              }
                              return QString();
                          }};
const Option kRecursive{"-R", {}, "list subdirectories recursively", setTrue<&Call::recursive>};
const Option kNoDigests{"--no-digests",
                        {},
                        "omit SHA-256 digests of files, which avoids reading uncompressed images completely",
                        [](Call &call, Value &) {
                            call.digests = false;
                            return QString();
                        }};
const Option kFormat{"--format", kFormatNames, "format to export to", [](Call &call, Value &value) {
                         call.format = *parseExportFormat(decode(value));
                         return QString();
                     }};
const Option kPath{"--path", "PATH", "export only this path and what is below it; may be repeated", [](Call &call, Value &value) {
                       call.paths.push_back(value);
                       return QString();
                   }};
const Option kLabel{"--label", "NAME", "label of a file system, up to 16 bytes", [](Call &call, Value &value) {
                        call.label = value;
                        const bool isValid = !value.empty() && value.size() <= kMostLabel;
                        return isValid ? QString() : u"not a label of 1 to %1 bytes"_s.arg(kMostLabel);
                    }};
const Option kKernel{"--kernel", "FILE",
                     "kernel of a virtual machine: its file, or a Debian package (default: the image's, else this machine's)",
                     [](Call &call, Value &value) { return setPath(call.vm.kernel, value); }};
const Option kMemory{"--memory", "MIB", "memory of a virtual machine (default: 1024)", [](Call &call, Value &value) {
                         call.vm.memory = parseNumber(value).value_or(0);
                         const bool isValid = call.vm.memory >= kLeastMemory && call.vm.memory <= kMostMemory;
                         return isValid ? QString() : u"not a number of MiB from %1 to %2"_s.arg(kLeastMemory).arg(kMostMemory);
                     }};
const Option kDiskFormat{"--disk-format", "raw|qcow2", "form of a virtual machine's disk; qcow2 needs qemu-img",
                         [](Call &call, Value &value) {
                             call.vm.qcow2 = value == "qcow2";
                             return QString();
                         }};
const Option kRoot{"--root", kVmRootNames, "file system of a virtual machine's disk", [](Call &call, Value &value) {
                       call.vmRoot = *parseExportFormat(decode(value));
                       return QString();
                   }};
const Option kSpdx{"--spdx", "FILE", "write them to a file as SPDX 2.3 in JSON", [](Call &call, Value &value) {
                       call.spdx = value;
                       return value.empty() ? u"not the name of a file"_s : QString();
                   }};
const Option kCycloneDx{"--cyclonedx", "FILE", "write them to a file as CycloneDX 1.5 in JSON", [](Call &call, Value &value) {
                            call.cycloneDx = value;
                            return value.empty() ? u"not the name of a file"_s : QString();
                        }};
const Option kForce{"--force", {}, "overwrite existing files; other files in a directory are kept", setTrue<&Call::force>};
const Option kForeground{"--foreground", {}, "do not return before it is unmounted", setTrue<&Call::foreground>};
const Option kSize{"--size", "SIZE", "size of the file system, such as 10G (default: as large as necessary)",
                   [](Call &call, Value &value) {
                       call.size = parseSize(value).value_or(0);
                       return call.size > 0 ? QString() : u"not a size, such as 512M or 10G"_s;
                   }};
const Option kFailOn{"--fail-on", "KIND,...", "exit with 1 if there are findings of these kinds or severities",
                     [](Call &call, Value &value) { return setFailOn(call, value); }};
const Option kShowSecrets{
    "--show-secrets", {}, "print tokens and passwords as they are, instead of their first characters", setTrue<&Call::showSecrets>};
const Option kIgnoreCase{"-i", {}, "ignore case", setTrue<&Call::ignoreCase>};
const Option kFixedText{"-F", {}, "PATTERN is a text, not a regular expression", setTrue<&Call::fixedText>};
const Option kBinaryAsText{"-a", {}, "search binary files as if they were texts", setTrue<&Call::binaryAsText>};
const Option kListFiles{"-l", {}, "only list the files that match", setTrue<&Call::listsFiles>};
const Option kCountLines{"-c", {}, "only count the lines that match, for each file that has any", setTrue<&Call::countsLines>};
const Option kAllLayers{
    "--all-layers", {}, "the files of all layers, also those that a later layer removes or replaces", setTrue<&Call::allLayers>};
const Option kSearchPath{"--path", "PATH", "only this path and what is below it; may be repeated", [](Call &call, Value &value) {
                             call.paths.push_back(value);
                             return QString();
                         }};
const Option kRegistry{"--registry", "HOST", "registry to search (default: docker.io)", [](Call &call, Value &value) {
                           call.registry = decode(value);
                           return QString();
                       }};
const Option kFailUnder{"--fail-under", "F", "fail if the efficiency, as dive counts it, is less than F, such as 0.95",
                        [](Call &call, Value &value) { return setFigure(call.failUnder, 1, value); }};
const Option kMaxWasted{"--max-wasted", "SIZE", "fail if more bytes than this are hidden, such as 50M",
                        [](Call &call, Value &value) {
                            call.maxWasted = parseSize(value);
                            return call.maxWasted ? QString() : u"not a size, such as 50M"_s;
                        }};
const Option kMaxWastedPercent{"--max-wasted-percent", "P",
                               "fail if more than P percent of the layers above the lowest are hidden, such as 10",
                               [](Call &call, Value &value) { return setFigure(call.maxWastedPercent, 100, value); }};
const Option kRules{"--rules", "FILE", "fail if a rule of this .dive-ci file is not met",
                    [](Call &call, Value &value) { return setPath(call.rules, value); }};
const Option kUserName{"--username", "USER", "user name; the password is read from standard input", setUserName};

} // namespace options

std::vector<std::string_view> acceptedWords(std::string_view value)
{
    std::vector<std::string_view> words;
    if (value.empty() || value.front() < 'a' || value.front() > 'z')
        return words;
    while (true) {
        const std::size_t end = value.find('|');
        words.push_back(value.substr(0, end));
        if (end == std::string_view::npos)
            return words;
        value.remove_prefix(end + 1);
    }
}

std::span<const Option *const> commonOptions()
{
    return kCommonOptions;
}

std::span<const Option *const> registryOptions()
{
    return kRegistryOptions;
}

} // namespace stratoscope::cli
